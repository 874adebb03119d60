import Capture
import Knowledge
import Sessions
import Streams

/// A connection that passes the box was ended by a reset, or an ICMP error, that only one side of it saw: the box made it.
struct BoxResetFault: CompareFault {
    func examine(_ story: PairStory, _ knowledge: KnowledgeBase) -> Finding? {
        guard story.passes, let inside = story.inside, let facts = inside.connection,
            let outer = story.outside?.connection,
            ![.delivered, .partial, .testOnly].contains(story.insideFinding?.outcome ?? .unknown)
        else { return nil }
        // It was over before: the server closed, or took nothing any more.
        if let close = facts.firstClose, story.stoppedBeyond(before: close.origin) { return nil }
        let towardsClient = story.pair.passage.crossings(.made, of: .server, .reset).first
        let towardsServer = story.pair.passage.crossings(.made, of: .client, .reset).first
        if let reset = towardsClient?.inside, facts.firstClose?.isReset ?? false,
            facts.firstClose?.side == .server, inside.quit == nil || inside.wait != nil,
            isShown(reset, towardsServer?.outside, facts, outer, story)
        {
            return finding(reset, also: towardsServer?.outside, story, inside, facts)
        }
        // The device is left waiting; the server's side was told that it is over.
        if let reset = towardsServer?.outside, outer.firstClose?.isReset ?? false, outer.firstClose?.side == .client,
            facts.client.resets.isEmpty, facts.firstClose == nil || facts.firstClose?.side == .client,
            isFromTheBox(reset, besides: outer.client)
                || (facts.client.last.map({ isLater($0, than: reset, story) }) ?? false)
        {
            var finding = finding(reset, also: nil, story, inside, facts)
            finding.evidence.removeFirst()
            finding.evidence.insert(
                Evidence(
                    "a reset left the box under the client's address; inside, the client sent none",
                    [reset.origin.frame, facts.last.frame]), at: 0)
            return finding
        }
        return nil
    }

    /// More than one packet's absence speaks for it, which the capture may have lost: no distance, a reset in the
    /// client's name as well, words of the client that did not leave, a server that goes on. Never where the reset has
    /// crossed more routers than lie before the box.
    private func isShown(
        _ reset: TracedSegment, _ other: TracedSegment?, _ inner: ConnectionFacts, _ outer: ConnectionFacts,
        _ story: PairStory
    ) -> Bool {
        if isFromTheBox(reset, besides: inner.server) { return true }
        // Another distance than the server's, and not beside the client: beyond the box.
        if isUnlike(reset, inner.server) { return false }
        let unsent = story.pair.passage.crossings(.swallowed, of: .client, .data)
        if other != nil || unsent.contains(where: { !$0.isUncovered }) { return true }
        return outer.server.last.map { last in
            (story.pair.clock?.inner(last.time) ?? last.time).seconds(since: reset.origin.time)
                > Self.aside + (story.pair.clock?.errorSeconds ?? 1)
        } ?? false
    }

    /// Its time to live is none that this end's other packets arrived with.
    private func isUnlike(_ reset: TracedSegment, _ others: DirectionFacts) -> Bool {
        others.ttlHighest > 0 && !(others.ttlLowest...max(others.ttlLowest, others.ttlHighest)).contains(reset.ttl)
    }

    /// It has crossed no router, all others of this end have.
    private func isFromTheBox(_ reset: TracedSegment, besides others: DirectionFacts) -> Bool {
        Story.isInitial(reset.ttl) && isUnlike(reset, others) && !Story.isInitial(others.ttlHighest)
    }

    private func isLater(_ inner: Origin, than reset: TracedSegment, _ story: PairStory) -> Bool {
        let time = story.pair.clock?.inner(reset.origin.time) ?? reset.origin.time
        return inner.time.seconds(since: time) > Self.aside + (story.pair.clock?.errorSeconds ?? 1)
    }

    /// Seconds within which packets cross each other.
    private static let aside = 0.5

    private func finding(
        _ reset: TracedSegment, also other: TracedSegment?, _ story: PairStory, _ inside: Story,
        _ facts: ConnectionFacts
    ) -> Finding {
        let isForgotten = Self.isAfterIdle(facts, reset.origin)
        let sent = facts.client.lastNewData ?? facts.established ?? facts.first
        var finding = Finding(
            isForgotten ? "firewall-state-timeout" : "firewall-injects-reset", .failed, at: inside.stopStage, .firewall,
            story.sureness,
            [
                Evidence(
                    "inside, a reset came under the server's address (TTL \(reset.ttl)); outside, the server sent none",
                    [sent.frame, reset.origin.frame, story.outside?.session.last.frame].compactMap(\.self))
            ])
        if let other {
            finding.evidence.append(
                Evidence("the server was reset, too, in the client's name", [other.origin.frame]))
        }
        let lost = story.pair.passage.crossings(.swallowed, of: .client, .data)
        if let first = lost.first?.inside {
            finding.evidence.append(
                Evidence(
                    "\(Phrase.octets(lost.reduce(0) { $0 + ($1.inside?.length ?? 0) })) of the client never left the box",
                    [first.origin.frame]))
        }
        finding.endedBy = .network
        return finding
    }

    /// The client spoke after a pause and was answered with a reset at once.
    private static func isAfterIdle(_ facts: ConnectionFacts, _ reset: Origin) -> Bool {
        guard let asked = facts.client.lastNewData, let heard = facts.server.lastNewData else { return false }
        return asked.time.seconds(since: heard.time) >= ResetFault.idleSeconds
            && reset.time.seconds(since: asked.time) <= ResetFault.immediateSeconds
    }
}
