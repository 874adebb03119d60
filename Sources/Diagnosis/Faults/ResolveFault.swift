import Capture
import Knowledge
import Packets
import Sessions
import Streams

/// The attempt ended before a connection: the name had no address, or the next hop did not answer.
struct ResolveFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard story.connection == nil else { return nil }
        if let request = story.session.neighbour { return unanswered(request, story) }
        return story.session.lookup.flatMap { examine($0, story, knowledge) }
    }

    private func unanswered(_ request: NeighbourRequest, _ story: Story) -> Finding {
        let evidence = Evidence(
            "\(request.sender) asked \(Phrase.times(request.requests)) who has \(request.target); nobody answered",
            [request.first.frame, request.last.frame])
        // The server is, or should be, in the client's own network.
        if let lookup = story.session.lookup, let answered = lookup.answer(giving: request.target) {
            var finding = Finding(
                "host-unreachable", .failed, at: .connect, .unknown, or: [.serverFault, .deviceConfig, .networkPath],
                .likely, [evidence, Evidence("\(lookup.name) was resolved to \(request.target)", [answered.frame])])
            finding.values["server"] = lookup.name
            return finding
        }
        if let lease = story.session.lease, lease.nameServers.contains(request.target),
            !lease.routers.contains(request.target)
        {
            return Finding(
                "dns-server-silent", .failed, at: .resolve, .unknown, or: [.dnsConfig, .deviceConfig, .networkPath],
                .likely, [evidence, Evidence("DHCP gave it as the name server", [lease.origin.frame])])
        }
        return Finding(
            "gateway-arp-unanswered", .failed, at: .resolve, .deviceConfig, or: [.firewall, .networkPath],
            isGateway(request, story) ? .likely : .possible, [evidence])
    }

    /// By what DHCP gave out, else by the address that most networks give their router.
    private func isGateway(_ request: NeighbourRequest, _ story: Story) -> Bool {
        if let routers = story.session.lease?.routers, !routers.isEmpty { return routers.contains(request.target) }
        return request.target.isUsualRouter
    }

    private func examine(_ lookup: NameLookup, _ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        let frames = [lookup.first.frame, lookup.answered?.frame ?? lookup.last.frame]
        let resolver = lookup.resolvers.first.map { "\($0)" } ?? "the resolver"
        var finding: Finding
        switch lookup.outcome {
        case .answered: return nil
        case .noSuchName:
            finding = denied("dns-nxdomain", lookup, knowledge)
            finding.evidence = [Evidence("\(resolver) answered for \(lookup.name): no such name (NXDOMAIN)", frames)]
        case .noAddress:
            finding = denied("dns-no-address", lookup, knowledge)
            finding.evidence = [Evidence("\(resolver) knows \(lookup.name), but no address for it", frames)]
        case .refused:
            finding = Finding("dns-refused", .failed, at: .resolve, .dnsConfig, or: [.deviceConfig], .proven)
            finding.evidence = [Evidence("\(resolver) refused to answer for \(lookup.name) (REFUSED)", frames)]
        case .serverFailure, .otherError:
            finding = Finding("dns-servfail", .failed, at: .resolve, .dnsConfig, or: [.isp, .networkPath], .likely)
            finding.evidence = [Evidence("\(resolver) could not answer for \(lookup.name) (SERVFAIL)", frames)]
        case .unanswered where lookup.icmp.isEmpty && story.secondsWatched(after: lookup.first) < Story.shortestAnswer:
            finding = .captureEnds(
                at: .resolve, Evidence("the capture ends before an answer for \(lookup.name) could come", frames))
        case .unanswered:
            finding = silent(lookup, story)
            let waited = lookup.last.time.seconds(since: lookup.first.time)
            finding.evidence.insert(
                Evidence(
                    "\(lookup.queries) \(lookup.queries == 1 ? "query" : "queries") for \(lookup.name) to \(resolver) over \(Phrase.seconds(waited)), and no answer",
                    frames), at: 0)
            finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
        }
        finding.evidence += leased(lookup, story)
        finding.values["name"] = lookup.name
        finding.values["server"] = lookup.name
        return finding
    }

    /// Repeated queries over this time that stay alone: the capture was not merely short.
    private static let patientSeconds = 1.0

    private func silent(_ lookup: NameLookup, _ story: Story) -> Finding {
        if let error = lookup.icmp.first { return reported(error, lookup, story) }
        let waited = lookup.last.time.seconds(since: lookup.first.time)
        // DHCP gave it another name server: the one that it asks is set in the device.
        if waited >= Self.patientSeconds, let lease = story.session.lease, !lease.nameServers.isEmpty,
            lookup.resolvers.allSatisfy({ !lease.nameServers.contains($0) })
        {
            return Finding(
                "dns-server-silent", .failed, at: .resolve, .deviceConfig,
                or: [.dnsConfig, .firewall, .isp, .networkPath], .possible)
        }
        guard story.viewpoint == .outside, waited >= Self.patientSeconds else {
            return Finding(
                "dns-server-silent", .unknown, at: .resolve, .unknown,
                or: [.dnsConfig, .deviceConfig, .firewall, .isp, .networkPath],
                story.silenceIsSure(since: lookup.first))
        }
        // The queries left the site: the server that was asked, or the way to it.
        return Finding(
            "dns-server-silent", .failed, at: .resolve, .dnsConfig, or: [.deviceConfig, .isp, .networkPath], .possible)
    }

    /// An ICMP error answers the query: somebody says why.
    private func reported(_ error: ICMPFact, _ lookup: NameLookup, _ story: Story) -> Finding {
        let said = Evidence(
            "\(ConnectFault.who(error, story)) answered a query: ICMP \(error.message.meaning)", [error.origin.frame])
        // The host is there, and no name server runs on it (port unreachable).
        if lookup.resolvers.contains(error.sender) {
            return Finding(
                "dns-server-silent", .failed, at: .resolve, .unknown, or: [.deviceConfig, .dnsConfig], .likely, [said])
        }
        if error.message.isProhibited, story.viewpoint == .besideClient, Story.isInitial(error.ttl) {
            return Finding("firewall-drops-dns", .failed, at: .resolve, .firewall, .likely, [said])
        }
        return Finding(
            "dns-server-silent", .unknown, at: .resolve, .unknown,
            or: [.deviceConfig, .dnsConfig, .firewall, .isp, .networkPath], .likely, [said])
    }

    /// Where the client has its name server from, when DHCP was captured.
    private func leased(_ lookup: NameLookup, _ story: Story) -> [Evidence] {
        guard let lease = story.session.lease, !lease.nameServers.isEmpty else { return [] }
        let given = lease.nameServers.map { "\($0)" }.joined(separator: ", ")
        let from = lease.server.map { "the DHCP server \($0)" } ?? "DHCP"
        let others = lookup.resolvers.filter { !lease.nameServers.contains($0) }
        guard let other = others.first else {
            return [Evidence("\(from) gave the client this name server: \(given)", [lease.origin.frame])]
        }
        return [
            Evidence(
                "\(from) gave the client the name server \(given); it asks \(other), which is set in the client itself",
                [lease.origin.frame, lookup.first.frame])
        ]
    }

    /// The name is wrong, or the DNS is: a name that the rules know exists.
    private func denied(_ cause: String, _ lookup: NameLookup, _ knowledge: KnowledgeBase) -> Finding {
        let known = knowledge.endpoint(for: EndpointQuestion(names: [lookup.name]))
        let isKnown = HostPattern(lookup.name).map { known?.hosts.contains($0) ?? false } ?? false
        return isKnown
            ? Finding(cause, .failed, at: .resolve, .dnsConfig, or: [.firewall, .isp], .likely)
            : Finding(cause, .failed, at: .resolve, .deviceConfig, or: [.dnsConfig], .likely)
    }
}
