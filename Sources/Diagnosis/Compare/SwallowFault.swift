import Capture
import Knowledge
import SMTP
import Sessions
import Streams

/// Packets of a connection that passes the box went in and never came out, and the connection broke on it.
struct SwallowFault: CompareFault {
    func examine(_ story: PairStory, _ knowledge: KnowledgeBase) -> Finding? {
        guard story.passes, let inside = story.inside, let outside = story.outside, let inner = inside.connection,
            let outer = outside.connection,
            ![.delivered, .partial, .testOnly].contains(story.insideFinding?.outcome ?? .unknown),
            story.insideFinding?.outcome != .refused || story.insideFinding?.responsible == .unknown
        else { return nil }
        return fromServer(inside, outside, inner, outer, story) ?? fromClient(inside, outside, inner, story)
    }

    // MARK: - On the way back

    private func fromServer(
        _ inside: Story, _ outside: Story, _ inner: ConnectionFacts, _ outer: ConnectionFacts, _ story: PairStory
    ) -> Finding? {
        let passage = story.pair.passage
        if !inside.progress.passed.contains(.connect) {
            let openings = passage.crossings(.swallowed, of: .server, .opening)
            guard let lost = openings.first(where: { !$0.isUncovered })?.outside else { return nil }
            return Finding(
                "firewall-drops-return-traffic", .failed, at: .connect, .firewall, story.sureness,
                [
                    Evidence(
                        "the server's SYN-ACK reached the box, and never came out inside",
                        [lost.origin.frame, inner.client.opening?.last.frame ?? inner.last.frame])
                ])
        }
        let swallowed = passage.crossings(.swallowed, of: .server, .data)
        let lost = swallowed.compactMap(\.outside)
        // A capture that has nothing later may have been stopped.
        guard swallowed.contains(where: { !$0.isUncovered }), let first = lost.first, let last = lost.last,
            !inside.dialogue.isFinished,
            inner.firstClose?.side != .server
        else { return nil }
        let octets = Set(lost.map(\.sequence)).count
        let shown = Evidence(
            "the server's answer reached the box \(Phrase.times(max(1, lost.count / max(1, octets)))) and never came out inside",
            [first.origin.frame, last.origin.frame])
        let largest = largestPassed(.server, story)
        var finding: Finding
        if lost.allSatisfy({ $0.length >= Self.large && $0.length > largest }), inner.server.neverSeen > 0 {
            finding = Finding(
                "mtu-black-hole", .failed, at: inside.stopStage, .firewall, story.sureness,
                [shown, Evidence("no larger segment than \(Phrase.octets(largest)) came through", [])])
        } else if isAfterIdle(first.origin, outer) {
            finding = Finding(
                "firewall-state-timeout", .failed, at: inside.stopStage, .firewall, .likely,
                [
                    Evidence(
                        "the connection was silent for \(Phrase.seconds(silence(before: first.origin, outer))) before",
                        [first.origin.frame]), shown,
                ])
        } else {
            finding = Finding(
                "firewall-drops-return-traffic", .failed, at: inside.stopStage, .firewall, story.sureness, [shown])
        }
        // The server took the message; the device never learns it.
        if let accepted = story.outsideFinding?.reply, accepted.isPositive,
            [.delivered, .partial].contains(story.outsideFinding?.outcome ?? .unknown)
        {
            finding.outcome = .delivered
            finding.stoppedAt = .accepted
            finding.reply = accepted
            finding.evidence.append(
                Evidence(
                    "it says that the message was accepted: \(accepted.code) \(Quote.short(accepted))",
                    [accepted.last.frame]))
        }
        return finding
    }

    // MARK: - On the way out

    private func fromClient(
        _ inside: Story, _ outside: Story, _ inner: ConnectionFacts, _ story: PairStory
    ) -> Finding? {
        let swallowed = story.pair.passage.crossings(.swallowed, of: .client, .data)
        let lost = swallowed.compactMap(\.inside)
        guard swallowed.contains(where: { !$0.isUncovered }), let first = lost.first, let last = lost.last,
            inner.client.unacknowledged > 0
        else { return nil }
        let times = lost.count { $0.sequence == first.sequence }
        // One copy that was not sent again proves little: the session may have ended there.
        guard times > 1 || lost.count > 1 else { return nil }
        let shown = Evidence(
            "\(Phrase.octets(first.length)) of the client reached the box \(Phrase.times(times)) and never came out",
            [first.origin.frame, last.origin.frame])
        let largest = largestPassed(.client, story)
        let stage = inside.stopStage
        let passedLater = story.pair.passage.crossings.contains {
            $0.side == .client && $0.fate == .passed && $0.outside != nil && ($0.outside?.length ?? 0) > 0
                && ($0.inside?.origin.time ?? first.origin.time) > first.origin.time
        }
        if first.length >= Self.large, lost.allSatisfy({ $0.length > largest || !passedLater }), first.length > largest
        {
            return Finding(
                "mtu-black-hole", .failed, at: stage, .firewall, story.sureness,
                [
                    shown,
                    Evidence("the largest segment that came through had \(Phrase.octets(largest))", []),
                ])
        }
        let facts = inner
        if isAfterIdle(first.origin, facts) {
            return Finding(
                "firewall-state-timeout", .failed, at: stage, .firewall, .likely,
                [
                    Evidence(
                        "the connection was silent for \(Phrase.seconds(silence(before: first.origin, facts))) before",
                        [first.origin.frame]), shown,
                ])
        }
        return Finding(
            stage == .accepted || stage == .data ? "path-broke" : "no-reply", .failed, at: stage, .firewall,
            story.sureness, [shown])
    }

    // MARK: -

    /// Segments as large as a tunnel's usual limits leave, or larger.
    private static let large = 1_000

    private func largestPassed(_ side: Side, _ story: PairStory) -> Int {
        story.pair.passage.crossings.compactMap { crossing -> Int? in
            guard crossing.side == side, crossing.inside != nil, crossing.outside != nil else { return nil }
            return crossing.inside?.length
        }.max() ?? 0
    }

    private func silence(before origin: Origin, _ facts: ConnectionFacts) -> Double {
        let earlier = facts.segments.last { $0.origin.time < origin.time }
        return earlier.map { origin.time.seconds(since: $0.origin.time) } ?? 0
    }

    /// Nothing passed for a while, as long as a state table's entry may live.
    private func isAfterIdle(_ origin: Origin, _ facts: ConnectionFacts) -> Bool {
        silence(before: origin, facts) >= ResetFault.idleSeconds
    }
}

extension Dialogue {
    /// The client said goodbye and was answered: whatever is lost afterwards harms nobody.
    var isFinished: Bool { exchanges.contains { $0.verb == .quit && $0.reply != nil } }
}
