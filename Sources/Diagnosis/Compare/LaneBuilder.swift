import Capture
import Packets
import SMTP
import Sessions
import Streams
import TLS

/// The order of events on both sides of a box, in the inner clock.
enum LaneBuilder {
    /// Events that are told; a longer story keeps its beginning and its end.
    private static let most = 200

    /// Each event's fate is told where a match shows it, or where the verdict rests on its absence outside.
    static func events(_ story: PairStory, showsBox: Bool) -> [LaneEvent] {
        let all = ordered(story)
        guard story.pair.relation == .onlyInside, !showsBox else { return all }
        return all.map { event in
            var event = event
            event.fate = .own
            return event
        }
    }

    private static func ordered(_ story: PairStory) -> [LaneEvent] {
        var events = openings(story) + dialogue(story) + lost(story) + closings(story) + handshakes(story)
        events += story.pair.passage.innerICMP.map { fact in
            LaneEvent(
                time: fact.origin.time, from: .server, fate: Story.isInitial(fact.ttl) ? .made : .own,
                text: "ICMP \(fact.message.meaning) from \(fact.sender)", inside: [fact.origin.frame], outside: [])
        }
        let ordered = events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        let all = ordered.map(\.element)
        return all.count <= most ? all : Array(all.prefix(most * 3 / 4) + all.suffix(most / 4))
    }

    private static func inner(_ time: Timestamp, _ story: PairStory) -> Timestamp {
        story.pair.clock?.inner(time) ?? time
    }

    private static func time(_ moment: Moment) -> Timestamp { Timestamp(nanoseconds: moment.nanoseconds) }

    /// Of what only one leg shows. A capture that began late, or lost a packet, lacks it: that the box took or made it
    /// is what the passage of its segment tells.
    private static func fate(
        ofLone frame: Int, from side: Side, isInner: Bool, _ story: PairStory
    ) -> LaneEvent.Fate {
        switch story.pair.relation {
        case .terminated, .onlyOutside: return .own
        case .onlyInside, .lookup: return isInner == (side == .client) ? .swallowed : .made
        case .passed, .shifted:
            let crossing = story.pair.passage.crossings.first { crossing in
                (isInner ? crossing.inside : crossing.outside)?.origin.frame == frame
            }
            return crossing.map { $0.fate == .passed ? .own : LaneEvent.Fate($0.fate) } ?? .own
        }
    }

    // MARK: - TCP

    private static func openings(_ story: PairStory) -> [LaneEvent] {
        var events: [LaneEvent] = []
        for side in Side.allCases {
            let name = side == .client ? "SYN" : "SYN-ACK"
            let mine = story.inside?.connection?[side].opening
            let theirs = story.outside?.connection?[side].opening
            func frames(_ opening: OpeningSegment?) -> [Int] {
                opening.map { $0.count > 1 ? [$0.first.frame, $0.last.frame] : [$0.first.frame] } ?? []
            }
            func text(_ opening: OpeningSegment?) -> String {
                name + (opening.map { $0.count > 1 ? " ×\($0.count)" : "" } ?? "")
            }
            if story.passes, let mine, theirs != nil {
                events.append(
                    LaneEvent(
                        time: mine.first.time, from: side, fate: .passed, text: text(mine), inside: frames(mine),
                        outside: frames(theirs)))
                continue
            }
            if let mine {
                events.append(
                    LaneEvent(
                        time: mine.first.time, from: side,
                        fate: fate(ofLone: mine.first.frame, from: side, isInner: true, story), text: text(mine),
                        inside: frames(mine), outside: []))
            }
            if let theirs {
                events.append(
                    LaneEvent(
                        time: inner(theirs.first.time, story), from: side,
                        fate: fate(ofLone: theirs.first.frame, from: side, isInner: false, story), text: text(theirs),
                        inside: [], outside: frames(theirs)))
            }
        }
        return events
    }

    /// FINs and resets.
    private static func closings(_ story: PairStory) -> [LaneEvent] {
        if story.passes {
            return story.pair.passage.crossings.compactMap { crossing -> LaneEvent? in
                guard crossing.kind == .close || crossing.kind == .reset, let segment = crossing.segment else {
                    return nil
                }
                let isInner = crossing.inside != nil
                let time = crossing.inside?.origin.time ?? inner(segment.origin.time, story)
                let text =
                    crossing.kind == .close ? "FIN" : "RST, TTL \((isInner ? crossing.inside : segment)?.ttl ?? 0)"
                return LaneEvent(
                    time: time, from: crossing.side, fate: LaneEvent.Fate(crossing.fate), text: text,
                    inside: [crossing.inside?.origin.frame].compactMap(\.self),
                    outside: [crossing.outside?.origin.frame].compactMap(\.self))
            }
        }
        func ends(_ facts: ConnectionFacts?, isInner: Bool) -> [LaneEvent] {
            Side.allCases.flatMap { side -> [LaneEvent] in
                guard let own = facts?[side] else { return [] }
                let closes =
                    [own.fin.map { ($0, "FIN") }, own.resets.first.map { ($0.origin, "RST, TTL \($0.ttl)") }]
                return closes.compactMap(\.self).map { origin, text in
                    let fate: LaneEvent.Fate =
                        story.pair.relation == .onlyInside ? (side == .client ? .swallowed : .made) : .own
                    return LaneEvent(
                        time: isInner ? origin.time : inner(origin.time, story), from: side, fate: fate, text: text,
                        inside: isInner ? [origin.frame] : [], outside: isInner ? [] : [origin.frame])
                }
            }
        }
        return ends(story.inside?.connection, isInner: true) + ends(story.outside?.connection, isInner: false)
    }

    /// Octets that did not come out, beyond those that whole lines of the dialogue tell.
    private static func lost(_ story: PairStory) -> [LaneEvent] {
        var told = Set(story.inside?.exchanges.compactMap { $0.command?.first.frame } ?? [])
        told.formUnion(story.outside?.exchanges.compactMap { $0.reply?.first.frame } ?? [])
        return Side.allCases.compactMap { side in
            let crossings = story.pair.passage.crossings(.swallowed, of: side, .data)
                .filter { !told.contains($0.segment?.origin.frame ?? 0) }
            guard let first = crossings.first?.segment else { return nil }
            let frames = crossings.compactMap { $0.segment?.origin.frame }
            let octets = crossings.reduce(0) { $0 + ($1.segment?.length ?? 0) }
            return LaneEvent(
                time: side == .client ? first.origin.time : inner(first.origin.time, story), from: side,
                fate: .swallowed,
                text: "\(crossings.count) segment\(crossings.count == 1 ? "" : "s") with \(Phrase.octets(octets))",
                inside: side == .client ? frames : [], outside: side == .client ? [] : frames)
        }
    }

    // MARK: - Words

    private static func dialogue(_ story: PairStory) -> [LaneEvent] {
        guard let dialogues = story.dialogues else {
            let isInner = story.inside?.connection != nil
            guard let one = isInner ? story.inside : story.outside else { return [] }
            return one.exchanges.flatMap { said($0, isInner: isInner, story) }
        }
        return dialogues.pairs.flatMap { pair -> [LaneEvent] in
            let mine = pair.inside.flatMap { story.inside?.exchanges[$0] }
            let theirs = pair.outside.flatMap { story.outside?.exchanges[$0] }
            guard let mine, let theirs else {
                return (mine ?? theirs).map { said($0, isInner: mine != nil, story) } ?? []
            }
            return both(mine, theirs, story)
        }
    }

    private static func both(_ mine: Exchange, _ theirs: Exchange, _ story: PairStory) -> [LaneEvent] {
        var events: [LaneEvent] = []
        if let command = mine.command, let other = theirs.command {
            guard isCarriedOn(command.first, other.first, from: .client, story) else {
                return said(mine, isInner: true, as: .own, story) + said(theirs, isInner: false, as: .own, story)
            }
            let change = story.changes.first { $0.from == .client && $0.frames.first == command.first.frame }
            events.append(
                LaneEvent(
                    time: time(command.first), from: .client, fate: change == nil ? .passed : .changed,
                    text: Quote.short(command.text), inside: [command.first.frame], outside: [other.first.frame],
                    change: change))
        }
        switch (mine.reply, theirs.reply) {
        case (let reply?, let other?) where !isCarriedOn(reply.last, other.last, from: .server, story):
            events += [line(reply, isInner: true, .own, story), line(other, isInner: false, .own, story)]
        case (let reply?, let other?):
            let change = story.changes.first { $0.from == .server && $0.frames.first == reply.last.frame }
            events.append(
                LaneEvent(
                    time: time(reply.last), from: .server, fate: change == nil ? .passed : .changed,
                    text: "\(reply.code) \(Quote.short(reply))", inside: [reply.last.frame],
                    outside: [other.last.frame], change: change))
        case (let reply?, nil):
            events.append(
                line(
                    reply, isInner: true,
                    story.isTerminated
                        ? .made : fate(ofLone: reply.last.frame, from: .server, isInner: true, story), story))
        case (nil, let reply?):
            events.append(
                line(
                    reply, isInner: false, fate(ofLone: reply.last.frame, from: .server, isInner: false, story), story))
        case (nil, nil): break
        }
        return events
    }

    /// A box that keeps two connections says on one leg what it heard on the other, at once and after it heard it. Else
    /// each leg's line stands at its own time: one may be the box's own, or much later.
    private static func isCarriedOn(_ mine: Moment, _ theirs: Moment, from side: Side, _ story: PairStory) -> Bool {
        guard story.isTerminated, let clock = story.pair.clock else { return true }
        let outward = clock.inner(time(theirs)).seconds(since: time(mine))
        let crossed = side == .client ? outward : -outward
        let error = clock.errorSeconds ?? atOnce
        return crossed >= -error - jitter && crossed <= error + atOnce
    }

    /// Seconds that a relaying box takes for a line, and by which the times of two captures may be off besides.
    private static let atOnce = 1.0
    private static let jitter = 0.005

    private static func line(_ reply: Reply, isInner: Bool, _ fate: LaneEvent.Fate, _ story: PairStory) -> LaneEvent {
        LaneEvent(
            time: isInner ? time(reply.last) : inner(time(reply.last), story), from: .server, fate: fate,
            text: "\(reply.code) \(Quote.short(reply))", inside: isInner ? [reply.last.frame] : [],
            outside: isInner ? [] : [reply.last.frame])
    }

    /// An exchange on one leg only.
    private static func said(
        _ exchange: Exchange, isInner: Bool, as fate: LaneEvent.Fate? = nil, _ story: PairStory
    ) -> [LaneEvent] {
        // A box that keeps two connections passes on what it likes: what it kept, or made, stands on the inner leg.
        func own(_ frame: Int, _ side: Side) -> LaneEvent.Fate {
            if story.isTerminated, isInner { return side == .client ? .swallowed : .made }
            return Self.fate(ofLone: frame, from: side, isInner: isInner, story)
        }
        var events: [LaneEvent] = []
        if let command = exchange.command {
            events.append(
                LaneEvent(
                    time: isInner ? time(command.first) : inner(time(command.first), story), from: .client,
                    fate: fate ?? own(command.last.frame, .client),
                    text: Quote.short(command.text), inside: isInner ? [command.first.frame] : [],
                    outside: isInner ? [] : [command.first.frame]))
        }
        if let reply = exchange.reply {
            events.append(line(reply, isInner: isInner, fate ?? own(reply.last.frame, .server), story))
        }
        return events
    }

    private static func handshakes(_ story: PairStory) -> [LaneEvent] {
        let mine = story.inside?.tls
        let theirs = story.outside?.tls
        func frames(_ moment: TLSMoment?) -> [Int] { moment.map { [$0.frame] } ?? [] }
        func events(_ a: TLSMoment?, _ b: TLSMoment?, _ from: Side, _ text: String) -> [LaneEvent] {
            if let a, let b, story.passes || story.sharesHandshake {
                return [
                    LaneEvent(
                        time: Timestamp(nanoseconds: a.nanoseconds), from: from, fate: .passed, text: text,
                        inside: [a.frame], outside: [b.frame])
                ]
            }
            var events: [LaneEvent] = []
            if let a {
                events.append(
                    LaneEvent(
                        time: Timestamp(nanoseconds: a.nanoseconds), from: from,
                        fate: story.isTerminated
                            ? from == .client ? .swallowed : .made
                            : fate(ofLone: a.frame, from: from, isInner: true, story), text: text,
                        inside: [a.frame], outside: []))
            }
            if let b {
                events.append(
                    LaneEvent(
                        time: inner(Timestamp(nanoseconds: b.nanoseconds), story), from: from,
                        fate: fate(ofLone: b.frame, from: from, isInner: false, story), text: text, inside: [],
                        outside: [b.frame]))
            }
            return events
        }
        return events(mine?.clientHello?.moment, theirs?.clientHello?.moment, .client, "ClientHello")
            + events(mine?.serverHello?.moment, theirs?.serverHello?.moment, .server, "ServerHello")
            + events(mine?.established, theirs?.established, .server, "TLS established")
    }
}

extension LaneEvent.Fate {
    init(_ fate: Passage.Fate) {
        self =
            switch fate {
            case .passed: .passed
            case .swallowed: .swallowed
            case .made: .made
            case .changed: .changed
            }
    }
}
