extension RuleFile {
    private static let endpointKeys = [
        "id", "title", "kind", "provider", "names", "called", "greeting", "keywords", "networks", "ports",
        "always_offers",
        "never_offers",
        "demands", "mechanisms", "note", "sources", "sourced", "checked_on", "checked",
    ]

    /// One entry of `endpoints`.
    func endpoint(_ node: RuleNode) throws(RuleFileError) -> Endpoint {
        let fields = try node.fields(Self.endpointKeys)
        let kindNode = try fields.required("kind")
        guard let kind = Endpoint.Kind(rawValue: try kindNode.text()) else { throw kindNode.error("unknown kind") }
        var hosts: [HostPattern] = []
        for entry in fields["names"]?.list() ?? [] {
            guard let host = HostPattern(try entry.text()) else {
                throw entry.error("a host name is expected here; a star stands for whole labels")
            }
            hosts.append(host)
        }
        var networks: [NetworkPrefix] = []
        for entry in fields["networks"]?.list() ?? [] {
            guard let network = NetworkPrefix(try entry.text()) else {
                throw entry.error("an IPv4 network like 192.0.2.0/24 is expected here")
            }
            networks.append(network)
        }
        var ports: [Int] = []
        for entry in fields["ports"]?.list() ?? [] { ports.append(try entry.integer(in: 1...65_535)) }
        let greetings = try fields.texts("greeting").map(FoldedText.init)
        guard !hosts.isEmpty || !greetings.isEmpty || !networks.isEmpty else {
            throw node.error("one of 'names', 'greeting' and 'networks' is needed")
        }
        let sources = try sources(of: fields)
        return Endpoint(
            id: try fields.required("id").text(), title: try fields.required("title").text(), kind: kind,
            provider: try fields["provider"]?.text() ?? "", hosts: hosts,
            called: try fields.texts("called").map(KnowledgeBase.topicName), greetings: greetings,
            keywords: try fields.texts("keywords").map { $0.uppercased() }, networks: networks,
            ports: ports, alwaysOffers: try fields.texts("always_offers"),
            neverOffers: try fields.texts("never_offers"),
            demands: try fields.words("demands", of: Endpoint.knownDemands, called: "demand"),
            mechanisms: try fields.texts("mechanisms"), note: try fields.prose("note"), sources: sources,
            checkedOn: try checkedOn(of: fields, sources))
    }
}
