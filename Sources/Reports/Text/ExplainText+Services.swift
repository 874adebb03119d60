import Knowledge

/// Mail services and ports: what a server of that name demands, before anything went wrong.
extension ExplainText {
    /// By its id, one of its hosts, or what people call it; with or without a port.
    func service(_ subject: String) -> [String]? {
        guard let asked = ServiceQuestion(subject) else { return nil }
        let found = endpoints(of: asked)
        guard !found.isEmpty else { return asked.port == nil ? nil : unknownHost(asked) }
        let entries = found.map { entry($0, asked) }
        guard found.count > 1 else { return entries[0] }
        return fill("", "Several services go by the name of \(asked.name):")
            + entries.flatMap { [""] + $0 }
    }

    /// Whose greeting, or list of extensions, these words are.
    func server(_ pasted: PastedReply) -> [String]? {
        guard [220, 250].contains(pasted.code) else { return nil }
        let words = pasted.text.split(separator: " ").map(String.init)
        let question =
            pasted.code == 220
            ? EndpointQuestion(greeting: pasted.text)
            : EndpointQuestion(ehloName: words.first, keywords: words.map { $0.uppercased() })
        guard let endpoint = knowledge.endpoint(for: question) else { return nil }
        let what = pasted.code == 220 ? "A greeting" : "An answer to EHLO"
        return fill("", "\(what), by its words of this server:") + [""] + entry(endpoint, nil)
    }

    private func endpoints(of asked: ServiceQuestion) -> [Endpoint] {
        if let endpoint = knowledge.endpoint(id: asked.name.split(separator: " ").joined(separator: "-")) {
            return [endpoint]
        }
        let called = knowledge.endpoints(called: asked.name)
        if !called.isEmpty { return called }
        guard asked.isHost, asked.name.contains(where: \.isLetter) else { return [] }
        return knowledge.endpoint(for: EndpointQuestion(names: [asked.name], port: asked.port)).map { [$0] } ?? []
    }

    /// Somebody's own server: of its port at least something can be said.
    private func unknownHost(_ asked: ServiceQuestion) -> [String]? {
        guard asked.isHost, let port = asked.port, let topic = knowledge.topic(named: "port \(port)"),
            NearWords.hosts(near: asked.name, among: knowledge.endpoints.flatMap(\.hosts)).isEmpty
        else { return nil }
        return fill("", "\(asked.name) is none of the services that are known. Of its port:") + [""] + lines(of: topic)
    }

    private func entry(_ endpoint: Endpoint, _ asked: ServiceQuestion?) -> [String] {
        var lines = ["\(options.style.bold(endpoint.id)), \(endpoint.kind.rawValue)"]
        lines += fill("  ", endpoint.title)
        let isByHost = asked.map { asked in endpoint.hosts.contains { $0.matches(asked.name) } } ?? false
        let isNamed = asked.map { asked in isKnownHost(asked.name) } ?? false
        let near =
            isByHost && !isNamed
            ? NearWords.hosts(near: asked?.name ?? "", among: knowledge.endpoints.flatMap(\.hosts)) : []
        if !near.isEmpty {
            lines += fill("  ", "Nearly \(Phrases.list(Array(near.prefix(2)), "or")): a slip of the pen?")
        }
        lines.append("")
        if let note = endpoint.note { lines += section("Know    ", note) }
        if !isByHost, !endpoint.hosts.isEmpty {
            let names = endpoint.hosts.prefix(3).map { $0.labels.joined(separator: ".") }
            lines += section("Server  ", names.joined(separator: ", "))
        }
        if !endpoint.ports.isEmpty {
            lines += section("Ports   ", endpoint.ports.map(String.init).joined(separator: ", "))
        }
        if let port = asked?.port { lines += self.port(port, of: endpoint) }
        if !endpoint.demands.isEmpty {
            lines += section("Demands ", endpoint.demands.map(Self.demand).joined(separator: ", "))
        }
        if !endpoint.mechanisms.isEmpty { lines += section("Logins  ", endpoint.mechanisms.joined(separator: ", ")) }
        if !endpoint.neverOffers.isEmpty { lines += section("Never   ", endpoint.neverOffers.joined(separator: ", ")) }
        return lines + sources(endpoint.sources, endpoint.checkedOn)
    }

    /// A name that stands in the list as it is, not as one of a family.
    private func isKnownHost(_ name: String) -> Bool {
        let labels = name.lowercased().split(separator: ".").map(String.init)
        return knowledge.endpoints.contains { $0.hosts.contains { $0.labels == labels } }
    }

    private func port(_ port: Int, of endpoint: Endpoint) -> [String] {
        if !endpoint.ports.isEmpty, !endpoint.ports.contains(port) {
            return section("        ", "\(port) is none of them: nothing answers there.")
        }
        if port == 25, endpoint.kind == .submission {
            return section("        ", "25 answers like 587 here: STARTTLS, then a login. Many networks close it.")
        }
        guard let topic = knowledge.topic(named: "port \(port)") else { return [] }
        return section("        ", "\(topic.headline).")
    }

    private static func demand(_ word: String) -> String {
        switch word {
        case "starttls": "STARTTLS"
        case "tls": "TLS from the first octet"
        case "auth": "a login (AUTH)"
        case "own-sender": "the login's own address as sender, or one that it may use"
        case "known-address": "a public address, certificate or login that is registered there"
        case "inside-recipient": "recipients of its own"
        case "reputation": "a public address of good reputation"
        default: word
        }
    }
}
