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
        let towardsClient = story.pair.passage.crossings(.made, of: .server, .reset).first
        let towardsServer = story.pair.passage.crossings(.made, of: .client, .reset).first
        if let reset = towardsClient?.inside, facts.firstClose?.isReset ?? false,
            facts.firstClose?.side == .server, inside.quit == nil || inside.wait != nil
        {
            return finding(reset, also: towardsServer?.outside, story, inside, facts)
        }
        // The device is left waiting; the server's side was told that it is over.
        if let reset = towardsServer?.outside, outer.firstClose?.isReset ?? false, outer.firstClose?.side == .client,
            facts.client.resets.isEmpty, facts.firstClose == nil || facts.firstClose?.side == .client
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
