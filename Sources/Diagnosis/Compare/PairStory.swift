import Capture
import Knowledge
import Packets
import SMTP
import Sessions
import Streams

/// A session that two capture points saw, with what each of them says of it alone.
struct PairStory: Sendable {
    let pair: PairedSession
    let inside: Story?
    let outside: Story?
    /// What one view alone would find.
    let insideFinding: Finding?
    let outsideFinding: Finding?
    /// Both dialogues side by side; nil where one side has none.
    let dialogues: DialoguePairs?

    init(_ pair: PairedSession, inside: Story?, outside: Story?, finding: (Story) -> Finding) {
        self.pair = pair
        self.inside = inside
        self.outside = outside
        insideFinding = inside.map(finding)
        outsideFinding = outside.map(finding)
        if let inside, let outside, inside.connection != nil, outside.connection != nil {
            dialogues = DialoguePairs(inside.dialogue, outside.dialogue)
        } else {
            dialogues = nil
        }
    }

    /// Lines that the box changed. Where all octets of a side came through, two parses that differ show what one of both
    /// captures lost.
    var changes: [LineChange] {
        (dialogues?.changes ?? []).filter { !isUntouched($0.from == .client ? .client : .server) }
    }

    /// One connection, and each segment of this side the same at both points, or lost by one of both captures.
    func isUntouched(_ side: Side) -> Bool {
        passes
            && pair.passage.crossings.allSatisfy { crossing in
                guard crossing.side == side, crossing.kind == .data else { return true }
                let isOnBoth = crossing.inside != nil && crossing.outside != nil
                return crossing.fate == .passed && (isOnBoth || crossing.isLost)
            }
    }

    /// Both legs have each command and each reply that one of them has, a farewell besides.
    var saysTheSame: Bool {
        guard let dialogues, let inside, let outside, !dialogues.pairs.isEmpty else { return false }
        return dialogues.pairs.allSatisfy { pair in
            let mine = pair.inside.map { inside.exchanges[$0] }
            let theirs = pair.outside.map { outside.exchanges[$0] }
            if (mine ?? theirs)?.verb == .quit { return true }
            return mine != nil && theirs != nil && (mine?.reply == nil) == (theirs?.reply == nil)
        }
    }

    /// The outer capture has something of this connection, or of others, later than this moment of the inner one.
    func isWatched(at time: Timestamp) -> Bool {
        guard let end = outside?.session.captureEnd, let clock = pair.clock else { return false }
        return clock.inner(end).seconds(since: time) > -(clock.errorSeconds ?? 0)
    }

    /// The session had stopped beyond the box before this moment inside: the server had closed, took nothing of what came
    /// out, or owed its reply for longer than a client has to wait.
    func stoppedBeyond(before origin: Origin) -> Bool {
        guard let outside, let facts = outside.connection else { return false }
        func isEarlier(_ time: Timestamp) -> Bool {
            let inner = pair.clock?.inner(time) ?? time
            return origin.time.seconds(since: inner) > (pair.clock?.errorSeconds ?? 1)
        }
        // The box may have made its reset of the server's FIN.
        if let close = facts.firstClose, close.side == .server, !close.isReset {
            let inner = pair.clock?.inner(close.origin.time) ?? close.origin.time
            return origin.time.seconds(since: inner) >= -(pair.clock?.errorSeconds ?? 1)
        }
        if inside?.stall(before: origin)?.isUnacknowledged == false { return true }
        guard let lost = outside.unanswered(.client), outside.isGivenUp(lost) else { return false }
        let repeated = lost.last.time.seconds(since: lost.first.time)
        return isEarlier(lost.first.time) && repeated >= SilenceFault.repeatedInVain
    }

    /// One connection from end to end.
    var passes: Bool { pair.relation == .passed || pair.relation == .shifted }

    /// The box speaks for the server.
    var isTerminated: Bool { pair.relation == .terminated }

    /// The box sends the client to somebody else than it asked for. A device may be told to use the box itself.
    var isRedirected: Bool {
        guard let asked = inside?.connection?.serverAddress, let found = outside?.connection?.serverAddress else {
            return false
        }
        return asked.address != found.address && !asked.address.isPrivate
    }

    /// What is missing at one point may be the capture's fault.
    var isDamaged: Bool {
        [inside, outside].compactMap(\.self).contains { story in
            story.health.droppedPackets > 0 || story.missingOctets > 0 || story.health.isPartial
                || (story.connection?.isOneDirection ?? false)
        }
    }

    /// How sure a conclusion is that rests on what one point did not see. That both are of one network, and of one time,
    /// takes a connection that both saw.
    var sureness: Confidence {
        if isDamaged || !pair.isSure { return .likely }
        guard pair.relation == .onlyInside else { return .proven }
        return pair.watch == .shown && pair.isWatchedThrough && pair.bond == .connections ? .proven : .likely
    }

    /// Neither capture has anything of the other.
    var isUnrelated: Bool { pair.bond == .none && pair.watch != .empty }

    /// First and last frame of both views.
    var span: [Int] { (inside?.span ?? []) + (outside?.span ?? []) }

    /// The inner session ended well, without the outer one.
    var isDelivered: Bool {
        [.delivered, .partial].contains(insideFinding?.outcome ?? .unknown)
            && insideFinding?.responsible == Responsible.none
    }
}

/// One kind of fault that two views together show. It comes before what either shows alone.
protocol CompareFault: Sendable {
    func examine(_ story: PairStory, _ knowledge: KnowledgeBase) -> Finding?
}
