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
        guard let facts = story.connection, story.progress.passed.contains(.connect), let close = facts.firstClose,
            close.isReset
        else { return nil }
        if close.side == .client { return inTheClientsName(story) }
        // Whoever said QUIT and owes nothing has left already.
        guard let reset = story.serverReset, story.quit == nil || story.wait != nil else { return nil }
        let stage = story.stopStage
        let sender = story.sender(of: reset, from: .server)
        let isOwn = !Self.isAnotherOnes(sender)
        if isOwn {
            // It took nothing more itself: see `ZeroWindowFault`.
            if facts.server.isWindowClosed, story.isMessageUnfinished { return nil }
            if let gone = probesUnanswered(facts, story) { return gone }
            if let silent = CloseFault.afterSilence(reset.origin, facts, story) { return silent }
        }
        // Whether the server had greeted before the capture began is not here.
        if stage == .greeting, facts.startsMidStream { return nil }
        // The server's own reset, after octets that it never took: the stall comes first.
        let stall = story.stall(before: reset.origin)
        if isOwn, stall?.isUnacknowledged ?? false { return nil }
        let sent = facts.client.lastNewData ?? facts.established ?? facts.first
        let shown = Evidence("a reset came under the server's address", [sent.frame, reset.origin.frame])
        return weighed(finding(at: stage, shown, reset, sender, story), stall, facts, story)
    }

    private func finding(
        at stage: Stage, _ shown: Evidence, _ reset: ResetSegment, _ sender: Sender, _ story: Story
    ) -> Finding {
        switch sender {
        case .adjacentBox(let because):
            return byBox(stage, story, reset, [shown, Evidence(because, [reset.origin.frame])])
        case .elsewhere(let because, let isNearer):
            return byPath(stage, story, isNearer: isNearer, [shown, Evidence(because, [reset.origin.frame])])
        case .another(let because):
            // A load balancer before the server may have sent it as well.
            var finding = Finding(
                "path-injects-reset", .unknown, at: stage, .unknown, or: story.farSide, .likely,
                [shown, Evidence(because, [reset.origin.frame])])
            finding.endedBy = .network
            return finding
        case .sameDistance(let because):
            var finding = Finding(
                cause(at: stage, story), .unknown, at: stage, .unknown, or: story.farSide, .likely,
                [shown, Evidence(because + Story.aboutAsFar, [reset.origin.frame])])
            finding.endedBy = .server
            return finding
        case .genuine where isBeyondFirewall(story):
            var finding = Finding(
                "server-" + cause(at: stage, story).replacing("before-greeting", with: "without-reply"), .failed,
                at: stage,
                .serverFault, or: [.isp, .networkPath], .likely,
                [shown, Evidence("its TTL \(reset.ttl) is that of the server's other packets", [reset.origin.frame])])
            finding.endedBy = .server
            return finding
        case .genuine, .unknown:
            var finding = Finding(
                cause(at: stage, story), .unknown, at: stage, .unknown, or: story.farSide, .proven, [shown])
            if case .genuine = sender {
                finding.evidence.append(
                    Evidence("its TTL \(reset.ttl) is that of the server's other packets", [reset.origin.frame]))
            }
            if let box = story.boxAnswersForServer {
                finding.evidence.append(Evidence(box, [story.connection?.server.first?.frame].compactMap(\.self)))
            }
            finding.endedBy = .server
            return finding
        }
    }

    /// The server's probes came as far as here, and the client answered none of them.
    private func probesUnanswered(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard !story.isOutside, let probes = openProbes(facts) else { return nil }
        return Finding(
            "client-side-never-acknowledges", .unknown, at: story.stopStage, .unknown,
            or: [.deviceFault, .networkPath], .likely, [probes])
    }

    private static func isAnotherOnes(_ sender: Sender) -> Bool {
        switch sender {
        case .adjacentBox, .elsewhere, .another: true
        case .genuine, .sameDistance, .unknown: false
        }
    }

    /// A client that takes nothing, or does not answer, makes a server give up; a box that waited long enough ends what
    /// had stopped before.
    private func weighed(
        _ finding: Finding, _ stall: Stall?, _ facts: ConnectionFacts, _ story: Story
    ) -> Finding {
        var finding = finding
        if let stall, finding.endedBy == .network {
            finding.evidence.append(stall.evidence)
            finding.cleared.removeAll()
            finding.leaveOpen(or: stall.isUnacknowledged ? story.farSide : [.serverFault])
            (finding.cause, finding.outcome) = ("path-injects-reset", .unknown)
            finding.cannotShow.append("why nothing moved before the reset")
            return finding
        }
        guard let sign = clientIsStuck(facts) else { return finding }
        finding.evidence.append(sign)
        finding.leaveOpen(or: [.deviceFault])
        finding.confidence = min(finding.confidence, .likely)
        return finding
    }

    private func clientIsStuck(_ facts: ConnectionFacts) -> Evidence? {
        if facts.client.isWindowClosed, let last = facts.client.last, let first = facts.client.zeroWindowFirst {
            return Evidence(
                "the client's window was zero before it: the server could not send its reply",
                Set([first.frame, last.frame]).sorted())
        }
        return openProbes(facts)
    }

    /// The server asked whether the client is still there, and got no answer.
    private func openProbes(_ facts: ConnectionFacts) -> Evidence? {
        guard facts.server.openProbes >= SilenceFault.tellingProbes, let first = facts.server.firstOpenProbe else {
            return nil
        }
        return Evidence(
            "\(facts.server.openProbes) keep-alive probes of the server had no answer",
            [first.frame, facts.server.resets.first?.origin.frame ?? facts.last.frame])
    }

    /// Made beside the capture point: by the firewall, or beyond it by the provider's first router.
    private func byBox(_ stage: Stage, _ story: Story, _ reset: ResetSegment, _ evidence: [Evidence]) -> Finding {
        var finding: Finding
        let nobodyBeyond = "the reset crossed no router: nobody beyond the box beside this point made it"
        if story.viewpoint == .outside {
            finding = Finding("path-injects-reset", .failed, at: stage, .isp, or: [.networkPath], .likely, evidence)
            finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
        } else {
            let isForgotten = story.connection.map { isForgottenState($0, reset) } ?? false
            finding = Finding(
                isForgotten ? "firewall-state-timeout" : "firewall-injects-reset", .failed, at: stage, .firewall,
                .likely, evidence)
            if isForgotten, let idle = story.idle(before: reset.origin) { finding.evidence.append(idle) }
            finding.cleared = [.isp, .networkPath].map {
                Clearance($0, because: nobodyBeyond, frames: [reset.origin.frame])
            }
        }
        finding.cleared.append(Clearance(.server, because: nobodyBeyond, frames: [reset.origin.frame]))
        finding.endedBy = .network
        return finding
    }

    /// Made somewhere between here and the server. Beyond the firewall the provider is the first who could.
    private func byPath(_ stage: Stage, _ story: Story, isNearer: Bool, _ evidence: [Evidence]) -> Finding {
        var finding =
            story.isBeyondFirewall && isNearer
            ? Finding("path-injects-reset", .failed, at: stage, .isp, or: [.networkPath], .possible, evidence)
            : Finding(
                "path-injects-reset", .unknown, at: stage, .unknown,
                or: (story.isOutside ? [.isp, .networkPath] : [.firewall, .isp, .networkPath])
                    + (isNearer ? [] : [.serverFault]), .likely, evidence)
        finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
        // What comes from behind the server's distance may be a gate of its own, whose time to live began elsewhere.
        if isNearer, let frame = evidence.last?.frames.first {
            let because = "the reset that bears its address did not come from where its packets come from"
            finding.cleared.append(Clearance(.server, because: because, frames: [frame]))
        }
        finding.endedBy = .network
        return finding
    }

    /// Only the Internet lies between here and the server.
    private func isBeyondFirewall(_ story: Story) -> Bool {
        [.outside, .besideServer].contains(story.viewpoint) && story.boxAnswersForServer == nil
    }

    /// A reset that bears the client's address, and did not come from where the client's packets come from.
    private func inTheClientsName(_ story: Story) -> Finding? {
        guard let reset = story.clientReset else { return nil }
        let because: String
        switch story.sender(of: reset, from: .client) {
        case .elsewhere(let sign, _), .another(let sign): because = sign
        // Fewer routers than its own packets crossed: made by one of those between.
        case .sameDistance(let sign) where isNearer(reset, story): because = sign
        case .genuine, .adjacentBox, .sameDistance, .unknown: return nil
        }
        var finding = Finding(
            "path-injects-reset", .unknown, at: story.stopStage, .unknown, or: [.firewall, .networkPath, .deviceFault],
            .likely,
            [
                Evidence("a reset came under the client's address", [reset.origin.frame]),
                Evidence(because, [reset.origin.frame]),
            ])
        finding.endedBy = .network
        return finding
    }

    private func isNearer(_ reset: ResetSegment, _ story: Story) -> Bool {
        guard let own = story.ownDistances(.client).map({ Story.hops($0.ttl) }).min() else { return false }
        return Story.hops(reset.ttl) < own
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
