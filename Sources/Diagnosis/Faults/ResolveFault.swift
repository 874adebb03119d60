import Knowledge
import Packets
import Sessions
import Streams

/// The attempt ended before a connection: the name had no address, or the next hop did not answer.
struct ResolveFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard story.connection == nil else { return nil }
        if let lookup = story.session.lookup { return examine(lookup, knowledge) }
        if let request = story.session.neighbour {
            let evidence = Evidence(
                "\(request.sender) asked \(request.requests) times who has \(request.target); nobody answered",
                [request.first.frame, request.last.frame])
            return Finding(
                "gateway-arp-unanswered", .failed, at: .resolve, .deviceConfig, or: [.firewall, .networkPath], .likely,
                [evidence])
        }
        return nil
    }

    private func examine(_ lookup: NameLookup, _ knowledge: KnowledgeBase) -> Finding? {
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
        case .unanswered:
            finding = Finding(
                "dns-server-silent", .unknown, at: .resolve, .unknown,
                or: [.dnsConfig, .deviceConfig, .firewall, .isp, .networkPath], .proven)
            finding.evidence = [
                Evidence("\(lookup.queries) queries for \(lookup.name) to \(resolver), and no answer", frames)
            ]
        }
        finding.values["name"] = lookup.name
        finding.values["server"] = lookup.name
        return finding
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
