import Capture
import Knowledge
import Packets
import Sessions
import Streams

/// No TCP connection came about: silence, a refusal, or an ICMP error.
struct ConnectFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, !story.progress.passed.contains(.connect),
            var finding = examine(facts, story, knowledge)
        else { return nil }
        finding.evidence += Self.elsewhere(story)
        return finding
    }

    private func examine(_ facts: ConnectionFacts, _ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        if let error = facts.icmp.first(where: { $0.about == .client && !$0.message.isPacketTooBig }) {
            return prohibited(error, story)
        }
        let expected = ExpectedServer(story, knowledge)
        if let reset = story.serverReset {
            return reset.answersSYN ? refused(reset, facts, story, expected) : Self.lacksBeginning(reset.origin)
        }
        guard let syn = facts.client.opening else { return nil }
        if let ended = Self.capturesEnd(after: facts.server.opening ?? syn, facts, story) { return ended }
        if let answer = facts.server.opening { return unacknowledged(answer, facts, story) }
        return silent(syn, facts, story, expected)
    }

    // MARK: - Silence

    /// SYNs, and the time over which they were sent, that make "no answer" the network's word and not a short capture's.
    private static let patientSYNs = 3
    private static let patientSeconds = 3.0

    private func silent(
        _ syn: OpeningSegment, _ facts: ConnectionFacts, _ story: Story, _ expected: ExpectedServer
    ) -> Finding {
        let waited = syn.last.time.seconds(since: syn.first.time)
        let shown = Evidence(
            "\(syn.count) SYN\(syn.count == 1 ? "" : "s") to \(facts.serverAddress) over \(Phrase.seconds(waited))\(Self.backOff(syn)), and no answer",
            [syn.first.frame, syn.last.frame])
        let passed = [story.firewallLetThemPass].compactMap(\.self)
        if expected.isWrongPort, syn.count >= Self.patientSYNs, waited >= Self.patientSeconds {
            var finding = Finding(
                "wrong-port", .failed, at: .connect, .deviceConfig, .likely, [shown, expected.portEvidence(story)])
            finding.cleared = passed
            return finding
        }
        var candidates = story.farSide
        if expected.isUnknownName { candidates.append(.deviceConfig) }
        // The host answers elsewhere: this port is filtered on the way, or on the host.
        if story.isBeyondFirewall, let answer = story.reach.first {
            var finding = Finding(
                "isp-drops-port", .failed, at: .connect, .isp, or: candidates.filter { $0 != .isp }, .possible,
                [shown, answer])
            finding.cleared = passed
            return finding
        }
        var finding = Finding(
            "syn-unanswered", .unknown, at: .connect, .unknown, or: candidates,
            story.silenceIsSure(since: syn.first), [shown] + story.reach)
        finding.evidence += [story.boxSpeaksForClient].compactMap(\.self)
        finding.cleared = passed
        return finding
    }

    /// ", sent again after 1 s, 2 s and 4 s": the pauses of one SYN's retransmissions (RFC 6298 §5.5).
    static func backOff(_ syn: OpeningSegment) -> String {
        let pauses = zip(syn.times, syn.times.dropFirst()).map { Phrase.seconds($1.seconds(since: $0)) }
        guard let last = pauses.last else { return "" }
        let rest = pauses.dropLast().joined(separator: ", ")
        return ", sent again after " + (rest.isEmpty ? last : "\(rest) and \(last)")
    }

    /// What the same client tried besides: the next address of the name, the other IP version, a retry.
    private static func elsewhere(_ story: Story) -> [Evidence] {
        guard !story.session.attempts.isEmpty else { return [] }
        let tried = story.session.attempts.map {
            "\($0.server) \($0.isConnected ? "connected" : "did not connect")"
        }
        let counted = Dictionary(tried.map { ($0, 1) }, uniquingKeysWith: +)
        var told: Set<String> = []
        let texts = tried.filter { told.insert($0).inserted }.map {
            (counted[$0] ?? 1) > 1 ? "\($0) \(Phrase.times(counted[$0] ?? 1))" : $0
        }
        return [
            Evidence(
                "other attempts of this client for the same server: \(texts.joined(separator: ", "))",
                story.session.attempts.map(\.first.frame))
        ]
    }

    // MARK: - A refusal

    private func refused(
        _ reset: ResetSegment, _ facts: ConnectionFacts, _ story: Story, _ expected: ExpectedServer
    ) -> Finding {
        let syn = facts.client.opening?.first.frame ?? facts.first.frame
        let frames = [syn, reset.origin.frame]
        let answered = Evidence("the SYN was answered with a reset", frames)
        switch story.sender(of: reset, from: .server) {
        case .adjacentBox(let because):
            let isProviders = story.viewpoint == .outside
            var finding = Finding(
                isProviders ? "isp-rejects-port" : "firewall-rejects-port", .failed, at: .connect,
                isProviders ? .isp : .firewall, .likely, [answered, Evidence(because, [reset.origin.frame])])
            finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
            let because = "the reset crossed no router: the server did not send it"
            finding.cleared.append(Clearance(.server, because: because, frames: [reset.origin.frame]))
            finding.endedBy = .network
            return finding
        case .elsewhere(let because, true):
            let evidence = [answered, Evidence(because, [reset.origin.frame])]
            var finding =
                story.isBeyondFirewall
                ? Finding("isp-rejects-port", .failed, at: .connect, .isp, or: [.networkPath], .possible, evidence)
                : Finding(
                    "isp-rejects-port", .unknown, at: .connect, .unknown,
                    or: [.firewall, .isp, .networkPath, .serverFault], .likely, evidence)
            finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
            finding.endedBy = .network
            return finding
        default: break
        }
        var finding = refusedByServer(reset, facts, story, expected)
        finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
        finding.endedBy = .server
        return finding
    }

    private func refusedByServer(
        _ reset: ResetSegment, _ facts: ConnectionFacts, _ story: Story, _ expected: ExpectedServer
    ) -> Finding {
        let syn = facts.client.opening?.first.frame ?? facts.first.frame
        let shown = Evidence(
            "\(facts.serverAddress) answered the SYN with a reset", [syn, reset.origin.frame])
        let pathBoxes = story.farSide.filter { $0 == .firewall || $0 == .isp }
        if expected.isWrongPort {
            return Finding(
                "wrong-port", .failed, at: .connect, .deviceConfig, .likely,
                [shown, expected.portEvidence(story)] + story.reach)
        }
        if let service = expected.refusesWhereItListens, Story.hops(reset.ttl) >= Self.beyondSite {
            return Finding(
                "dns-wrong-address", .failed, at: .connect, .dnsConfig, or: [.deviceConfig, .serverFault] + pathBoxes,
                .possible,
                [
                    shown,
                    Evidence(
                        "\(service.title) answers on port \(story.port) everywhere; what this address answers comes from \(Story.hops(reset.ttl)) routers away",
                        [reset.origin.frame]),
                ] + expected.addressEvidence(story))
        }
        // On a port that no standard names, the number itself is the first suspect.
        let isStandardPort = [25, 465, 587].contains(story.port)
        return Finding(
            "connection-refused", .unknown, at: .connect, .unknown,
            or: (isStandardPort ? [.dnsConfig] : []) + [.deviceConfig, .serverFault] + pathBoxes,
            .proven, [shown] + story.reach)
    }

    /// Routers that no site has between a device and its way out.
    private static let beyondSite = 4

    // MARK: - ICMP

    private func prohibited(_ error: ICMPFact, _ story: Story) -> Finding {
        let evidence = Evidence(
            "\(Self.who(error, story)) answered the SYN: ICMP \(error.message.meaning) (type \(error.message.type), code \(error.message.code))",
            [error.origin.frame])
        func finding(
            _ cause: String, _ responsible: Responsible, or candidates: [Responsible] = []
        ) -> Finding {
            var finding = Finding(cause, .failed, at: .connect, responsible, or: candidates, .likely, [evidence])
            finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
            finding.endedBy = .network
            return finding
        }
        if error.message.isTimeExceeded { return finding("routing-loop", .networkPath, or: [.isp]) }
        // The server's own firewall, or its system, speaks.
        if error.sender == story.connection?.serverAddress.address {
            return finding("host-unreachable", .unknown, or: [.serverPolicy, .serverFault, .deviceConfig])
        }
        let isBeside = story.viewpoint == .besideClient && Story.isInitial(error.ttl)
        let isLocal = error.sender.isPrivate && !Self.isProviders(error.sender) || isBeside
        if error.message.isProhibited {
            if isBesideServer(error, story) || Story.hops(error.ttl) > Self.beyondSite {
                return finding("isp-rejects-port", .unknown, or: [.serverPolicy, .isp, .firewall])
            }
            if isLocal {
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

    /// The router before the server has an address of its network.
    private func isBesideServer(_ error: ICMPFact, _ story: Story) -> Bool {
        guard let server = story.connection?.serverAddress.address, !server.isPrivate, let sender = error.sender.v4,
            let address = server.v4, story.connection?.clientAddress.address.v4.map({ $0 >> 8 }) != address >> 8
        else { return false }
        return sender >> 8 == address >> 8 && !Story.isInitial(error.ttl)
    }

    /// "203.0.113.1, 1 router away": who sent an ICMP error, and from how far.
    static func who(_ error: ICMPFact, _ story: Story) -> String {
        if error.sender == story.connection?.serverAddress.address { return "the server \(error.sender) itself" }
        if error.sender == story.session.nextHop { return "\(error.sender), the client's next hop," }
        let hops = Story.hops(error.ttl)
        return switch hops {
        case 0: "\(error.sender), beside this point (TTL \(error.ttl)),"
        case 1: "\(error.sender), 1 router away (TTL \(error.ttl)),"
        default: "\(error.sender), \(hops) routers away (TTL \(error.ttl)),"
        }
    }

    /// Shared address space between a provider and its customers (RFC 6598).
    private static func isProviders(_ address: IPAddress) -> Bool { address.v4.map { $0 >> 22 == 0x191 } ?? false }

    // MARK: - An answer that nobody took

    private func unacknowledged(_ answer: OpeningSegment, _ facts: ConnectionFacts, _ story: Story) -> Finding {
        let evidence = Evidence(
            "the server's SYN-ACK was sent \(Phrase.times(answer.count)) and never acknowledged",
            [answer.first.frame, answer.last.frame])
        if let reset = facts.client.resets.first, let mac = reset.mac, let own = facts.client.mac, mac != own,
            story.viewpoint == .besideClient
        {
            var finding = Finding(
                "synack-unanswered", .unknown, at: .connect, .unknown, or: [.deviceConfig, .firewall, .networkPath],
                .likely,
                [
                    evidence,
                    Evidence(
                        "the reset that answers it came from the hardware address \(mac), the SYN from \(own): another machine answers under the client's address",
                        [reset.origin.frame]),
                ])
            finding.endedBy = .network
            return finding
        }
        guard facts.client.resets.isEmpty else {
            return Finding(
                "tcp-connect-test-only", .testOnly, at: .greeting, .none, .likely,
                [
                    Evidence(
                        "the client reset the connection as soon as it was answered",
                        [facts.client.resets[0].origin.frame])
                ])
        }
        var finding = Finding(
            "synack-unanswered", .unknown, at: .connect, .unknown,
            or: story.viewpoint == .outside
                ? [.firewall, .deviceFault] : [.firewall, .isp, .networkPath, .deviceFault],
            story.silenceIsSure(since: answer.first), [evidence])
        if story.viewpoint == .outside {
            let because = "the server's answer arrived here"
            finding.cleared = [.server, .isp, .networkPath].map {
                Clearance($0, because: because, frames: [answer.first.frame])
            }
        }
        return finding
    }
}
