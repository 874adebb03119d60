import Capture
import Knowledge
import Packets
import Streams

/// No TCP connection came about: silence, a refusal, or an ICMP error.
struct ConnectFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, !story.progress.passed.contains(.connect) else { return nil }
        if let error = facts.icmp.first(where: { $0.about == .client && !$0.message.isPacketTooBig }) {
            return prohibited(error, story)
        }
        if let reset = story.serverReset { return refused(reset, facts, story) }
        guard let syn = facts.client.opening else { return nil }
        if let answer = facts.server.opening { return unacknowledged(answer, facts, story) }
        let waited = syn.last.time.seconds(since: syn.first.time)
        let evidence = Evidence(
            "\(syn.count) SYN\(syn.count == 1 ? "" : "s") to \(facts.serverAddress) over \(Phrase.seconds(waited)), and no answer",
            [syn.first.frame, syn.last.frame])
        return Finding("syn-unanswered", .unknown, at: .connect, .unknown, or: story.farSide, .proven, [evidence])
    }

    private func refused(_ reset: ResetSegment, _ facts: ConnectionFacts, _ story: Story) -> Finding {
        let syn = facts.client.opening?.first.frame ?? facts.first.frame
        let frames = [syn, reset.origin.frame]
        if case .adjacentBox(let because) = story.sender(of: reset, from: .server) {
            var finding = Finding(
                "firewall-rejects-port", .failed, at: .connect, .firewall, .likely,
                [Evidence("the SYN was answered with a reset", frames), Evidence(because, [reset.origin.frame])])
            finding.endedBy = .network
            return finding
        }
        // On a port that no standard names, the number itself is the first suspect.
        let isStandardPort = [25, 465, 587].contains(story.port)
        var finding = Finding(
            "connection-refused", .unknown, at: .connect, .unknown,
            or: (isStandardPort ? [.dnsConfig] : []) + [.deviceConfig, .serverFault]
                + story.farSide.filter { $0 == .firewall || $0 == .isp },
            .proven, [Evidence("\(facts.serverAddress) answered the SYN with a reset", frames)])
        finding.endedBy = .server
        return finding
    }

    private func prohibited(_ error: ICMPFact, _ story: Story) -> Finding {
        let evidence = Evidence(
            "\(error.sender) answered the SYN: ICMP \(error.message.meaning)", [error.origin.frame])
        func finding(
            _ cause: String, _ responsible: Responsible, or candidates: [Responsible] = []
        ) -> Finding {
            var finding = Finding(cause, .failed, at: .connect, responsible, or: candidates, .likely, [evidence])
            finding.endedBy = .network
            return finding
        }
        if error.message.isTimeExceeded { return finding("routing-loop", .networkPath, or: [.isp]) }
        // The server's own firewall, or its system, speaks.
        if error.sender == story.connection?.serverAddress.address {
            return finding("host-unreachable", .unknown, or: [.serverPolicy, .serverFault, .deviceConfig])
        }
        let isLocal = error.sender.isPrivate && !Self.isProviders(error.sender)
        if error.message.isProhibited {
            if isLocal || story.viewpoint == .besideClient && Story.isInitial(error.ttl) {
                // A private sender stands on the client's own side; far away it may be the provider's, too.
                return finding("firewall-rejects-port", .firewall, or: Story.hops(error.ttl) > 1 ? [.isp] : [])
            }
            return story.viewpoint == .outsideBesideSpeaker && Story.isInitial(error.ttl)
                ? finding("isp-rejects-port", .unknown, or: [.isp, .firewall])
                : finding("isp-rejects-port", .isp, or: [.firewall, .serverPolicy])
        }
        if story.connection?.isInternal ?? false {
            return finding("host-unreachable", .unknown, or: [.serverFault, .deviceConfig, .firewall, .networkPath])
        }
        return isLocal
            ? finding("host-unreachable", .unknown, or: [.firewall, .isp, .networkPath])
            : finding("host-unreachable", .networkPath, or: [.isp, .serverFault])
    }

    /// Shared address space between a provider and its customers (RFC 6598).
    private static func isProviders(_ address: IPAddress) -> Bool { address.v4.map { $0 >> 22 == 0x191 } ?? false }

    private func unacknowledged(_ answer: OpeningSegment, _ facts: ConnectionFacts, _ story: Story) -> Finding {
        let evidence = Evidence(
            "the server's SYN-ACK was sent \(answer.count) times and never acknowledged",
            [answer.first.frame, answer.last.frame])
        guard facts.client.resets.isEmpty else {
            return Finding(
                "tcp-connect-test-only", .testOnly, at: .greeting, .none, .likely,
                [
                    Evidence(
                        "the client reset the connection as soon as it was answered",
                        [facts.client.resets[0].origin.frame])
                ])
        }
        return Finding(
            "synack-unanswered", .unknown, at: .connect, .unknown, or: [.firewall, .isp, .networkPath, .deviceFault],
            .proven, [evidence])
    }
}
