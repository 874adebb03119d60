import Capture
import Knowledge
import Packets
import SMTP
import Streams

/// The server's address reset the connection: a box in its name, or nobody can say who.
struct ResetFault: Fault {
    /// A client's pause this long before the packet that was answered with a reset speaks for a forgotten state.
    static let idleSeconds = 2.0
    /// A box beside the client answers at once; the server is a round trip away.
    static let immediateSeconds = 0.05

    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, story.progress.passed.contains(.connect), let reset = story.serverReset,
            facts.firstClose?.side == .server, facts.firstClose?.isReset ?? false
        else { return nil }
        let stage = story.stopStage
        let sent = facts.client.lastNewData ?? facts.established ?? facts.first
        let shown = Evidence("a reset came under the server's address", [sent.frame, reset.origin.frame])
        let sender = boxAware(story, reset)
        switch sender {
        case .adjacentBox(let because):
            var finding = Finding(
                isForgottenState(facts, reset) ? "firewall-state-timeout" : "firewall-injects-reset", .failed,
                at: stage,
                .firewall, .likely, [shown, Evidence(because, [reset.origin.frame])])
            finding.endedBy = .network
            return finding
        case .elsewhere(let because):
            var finding = Finding(
                "path-injects-reset", .unknown, at: stage, .unknown,
                or: story.isOutside ? [.isp, .networkPath] : [.firewall, .isp, .networkPath], .likely,
                [shown, Evidence(because, [reset.origin.frame])])
            finding.endedBy = .network
            return finding
        case .genuine where story.isOutside && story.boxAnswersForServer == nil:
            var finding = Finding(
                "server-" + cause(at: stage, story).replacing("before-greeting", with: "without-reply"), .failed,
                at: stage,
                .serverFault, or: [.isp, .networkPath], .likely,
                [shown, Evidence("its TTL \(reset.ttl) is that of the server's other packets", [reset.origin.frame])])
            finding.endedBy = .server
            return finding
        case .genuine, .unknown:
            var finding = Finding(
                cause(at: stage, story), .unknown, at: stage, .unknown, or: story.farSide, .proven,
                [shown, Evidence("its TTL \(reset.ttl) is that of the server's other packets", [reset.origin.frame])])
            finding.endedBy = .server
            return finding
        }
    }

    /// Where a box answers for the server anyway, its resets are its own.
    private func boxAware(_ story: Story, _ reset: ResetSegment) -> Sender {
        let sender = story.sender(of: reset, from: .server)
        if case .genuine = sender, let because = story.boxAnswersForServer { return .adjacentBox(because: because) }
        return sender
    }

    private func isForgottenState(_ facts: ConnectionFacts, _ reset: ResetSegment) -> Bool {
        guard let asked = facts.client.lastNewData, let heard = facts.server.lastNewData else { return false }
        return asked.time.seconds(since: heard.time) >= Self.idleSeconds
            && reset.origin.time.seconds(since: asked.time) <= Self.immediateSeconds
    }

    private func cause(at stage: Stage, _ story: Story) -> String {
        switch stage {
        case .greeting: "reset-before-greeting"
        case .tls: "reset-during-handshake"
        case .data, .accepted: "reset-mid-data"
        default: "reset-without-reply"
        }
    }
}
