import Knowledge
import SMTP
import Streams

/// The capture itself hides what happened: one direction, or headers only.
struct VisibilityFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection else { return nil }
        if facts.isOneDirection { return oneDirection(facts, story) }
        return headersOnly(facts, story)
    }

    private func oneDirection(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        let seen: Side = facts.client.packets > 0 ? .client : .server
        // A server's replies alone may still say everything.
        if seen == .server, story.dialogue.exchanges.contains(where: { $0.reply?.isNegative ?? false }) { return nil }
        var finding = Finding("one-direction-only", .unknown, at: nil, .capture, .proven)
        finding.evidence = [
            Evidence(
                "\(Phrase.count(facts[seen].packets, "packet")) of the \(seen.rawValue), none of the \(seen.other.rawValue), which acknowledged octets that are not here",
                story.span)
        ]
        finding.cannotShow = ["what the \(seen.other.rawValue) sent, and so which reply decided"]
        finding.stoppedAt = seen == .client ? Self.stage(whereClientGaveUp: story) : nil
        return finding
    }

    /// The client's last step shows where it stopped: what it asked for last, or what it should have asked for next.
    static func stage(whereClientGaveUp story: Story) -> Stage? {
        let verbs = story.exchanges.compactMap(\.verb).filter { $0 != .quit && $0 != .rset && $0 != .noop }
        guard let last = verbs.last.flatMap(Stage.init(verb:)) else { return .greeting }
        return last
    }

    private func headersOnly(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        let truncated = facts.client.truncated + facts.server.truncated
        guard truncated > 0, story.exchanges.allSatisfy({ $0.reply == nil }), story.tls == nil
        else { return nil }
        var finding = Finding("payload-not-captured", .unknown, at: nil, .capture, .proven)
        finding.evidence = [
            Evidence(
                "\(Phrase.count(facts.truncatedPackets, "packet was", plural: "packets were")) cut by the snap length; \(Phrase.count(truncated, "octet of the dialogue is", plural: "octets of the dialogue are")) missing",
                story.span)
        ]
        finding.cannotShow = ["any command or reply: only sizes and times are here"]
        return finding
    }
}
