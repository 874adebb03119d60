import Capture
import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// A break under TLS that TCP shows without a word being read: whose turn it was, what was acknowledged, how long nothing
/// came, who closed. The faults that judge it in the clear judge it here, over a dialogue that goes on with one line of
/// the client of which nothing is known but its length.
struct HiddenBreak {
    /// Causes that need no words.
    static let causes: Set<String> = [
        "no-reply", "no-reply-after-message", "path-broke", "mtu-black-hole", "pmtud-icmp-blocked",
        "large-segments-missing", "server-closed-without-reply", "closed-after-message-without-reply",
        "reset-without-reply", "reset-mid-data", "server-reset-without-reply", "server-reset-mid-data",
        "firewall-injects-reset", "path-injects-reset", "firewall-state-timeout", "server-zero-window",
        "client-closed-mid-data", "client-reset-mid-data", "no-end-of-data", "reset-from-client-side",
        "client-side-never-acknowledges",
    ]

    /// Nobody closed, and the client owed the next word: told only where lengths tell which word.
    static let silences: Set<String> = ["client-side-silent", "device-vanished"]

    /// The server closed, for the client owed the next word too long.
    static let farewells: Set<String> = ["client-idle-too-long", "no-end-of-data", "client-side-silent"]

    /// The verdict is one of these, whatever was said.
    static func isShown(by verdict: Verdict) -> Bool { causes.contains(verdict.cause) && verdict.stoppedAt == nil }

    private static let faults: [any Fault] = [
        ClientSideFault(), ResetFault(), ZeroWindowFault(), SilenceFault(), CloseFault(),
    ]

    /// A client that leaves sooner did not wait for an answer.
    private static let shortestWait = 2.0

    private enum Line { case command, message }

    private let story: Story
    private let facts: ConnectionFacts
    private let turn: HiddenTurn

    /// nil where TCP shows no break, or where it may be the end of a dialogue that was over.
    init?(_ story: Story) {
        guard story.isDark, story.dialogue.encryptedFrom == nil, story.missingOctets == 0, let tls = story.tls,
            let facts = ClientFarewell.applied(to: story.session).connection,
            let turn = HiddenTurn(tls, facts, lost: story.unanswered(.client))
        else { return nil }
        self.story = story
        self.facts = facts
        self.turn = turn
    }

    func finding(_ knowledge: KnowledgeBase) -> Finding? {
        guard turn.isClients else { return neverAcknowledged(knowledge) }
        guard let found = combined(knowledge), Self.causes.contains(found.cause), isBreak(found) else { return nil }
        return hidden(found)
    }

    /// The server's last octets were repeated, and nobody took them.
    private func neverAcknowledged(_ knowledge: KnowledgeBase) -> Finding? {
        guard story.unanswered(.server) != nil, facts.client.fin == nil, facts.client.resets.isEmpty,
            let found = ClientSideFault().examine(told(nil), knowledge),
            found.cause == "client-side-never-acknowledges"
        else { return nil }
        return hidden(found)
    }

    /// A client may leave as it likes after its last word, and a server that has never answered under TLS may have ended
    /// TLS itself: neither is a break of the dialogue.
    private func isBreak(_ finding: Finding) -> Bool {
        let isForged = finding.cause.contains("injects")
        if let close = facts.firstClose {
            guard close.origin.frame > turn.frame else { return false }
            if close.side == .client, !turn.isCut, !isForged, story.unanswered(.client) == nil {
                return close.origin.time.seconds(since: turn.last) >= Self.shortestWait
            }
            if close.side == .server, !turn.serverHasSpoken, !isForged { return false }
        }
        return true
    }

    /// Of the readings as a command and as a message, the one that is sure; where both may be, what both have in common.
    private func combined(_ knowledge: KnowledgeBase) -> Finding? {
        func judged(_ line: Line) -> Finding? {
            let story = told(line)
            return Self.faults.lazy.compactMap { $0.examine(story, knowledge) }.first
        }
        if turn.isCut || facts.server.isWindowClosed || turn.octets > HiddenTurn.longestLine { return judged(.message) }
        let command = judged(.command)
        if turn.octets <= HiddenTurn.shortestMessage, turn.records == 1 { return command }
        guard let command, var both = judged(.message) else { return nil }
        guard command.cause != both.cause || command.responsible != both.responsible else { return both }
        for party in [command.responsible] + command.candidates + [both.responsible]
        where party != .unknown && !both.candidates.contains(party) {
            both.candidates.append(party)
        }
        both.responsible = .unknown
        both.outcome = .unknown
        both.cause = command.cause
        both.confidence = min(both.confidence, command.confidence)
        return both
    }

    private func hidden(_ found: Finding) -> Finding {
        var finding = found
        finding.stoppedAt = nil
        finding.confidence = min(.likely, finding.confidence)
        let version = story.tls?.version.map { "\($0)" } ?? "TLS"
        let said =
            turn.isClients
            ? "\(version) hides what was said; the last word is the client's, and the server owed a reply"
            : "\(version) hides what was said; the last word is the server's"
        // Of what was said under TLS the reading has the last line only.
        finding.evidence.removeAll { $0.text.hasPrefix(Story.idlePhrase) }
        finding.evidence.insert(Evidence(said, [turn.frame]), at: 0)
        finding.cannotShow.append("at which stage it was, and what was said before: it is encrypted")
        return finding
    }

    /// The attempt as it was, with this line of the client at its end.
    private func told(_ line: Line?) -> Story {
        var session = story.session
        var dialogue = InferredDialogue(story.dialogue, [], values: [:]).dialogue
        // The words in the clear hold, as long as nothing else is known.
        dialogue.extensions = story.dialogue.extensions
        dialogue.authOffered = story.dialogue.authOffered
        if let line {
            let moment = Moment(frame: turn.frame, nanoseconds: turn.last.nanoseconds)
            var command = Command(
                verb: line == .command ? .noop : .endOfData, text: "…", argument: "", length: turn.octets,
                first: moment, last: moment)
            command.isInferred = true
            let index = dialogue.exchanges.count
            if line == .message {
                var transaction = Transaction()
                var message = Message(first: moment)
                message.size = turn.octets
                message.isComplete = !turn.isCut
                message.isInferred = true
                transaction.message = message
                transaction.end = turn.isCut ? nil : index
                dialogue.transactions.append(transaction)
            }
            if line == .command || !turn.isCut { dialogue.exchanges.append(Exchange(command: command, reply: nil)) }
        }
        session.dialogue = dialogue
        return Story(ClientFarewell.applied(to: session), as: story)
    }
}
