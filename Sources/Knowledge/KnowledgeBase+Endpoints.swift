extension KnowledgeBase {
    /// The endpoint behind a server. The names that lead to it decide first, then what it says of itself in the
    /// greeting and in EHLO, then its address. To learn what a server shows of itself, ask without names.
    package func endpoint(for question: EndpointQuestion) -> Endpoint? {
        let names = question.names.filter { !$0.isEmpty }
        if let found = best(names, port: question.port) { return found }
        let greeting = question.greeting.map { FoldedText($0) }
        // The first word of a greeting is the server's own name (RFC 5321, section 4.2).
        let ownNames = [question.greeting.flatMap(Self.firstWord), question.ehloName.flatMap(Self.firstWord)]
        if let found = best(ownNames.compactMap(\.self), port: question.port) { return found }
        if let greeting {
            var longest: (length: Int, endpoint: Endpoint)?
            for endpoint in endpoints {
                for text in endpoint.greetings where greeting.contains(text) {
                    if text.bytes.count > longest?.length ?? 0 { longest = (text.bytes.count, endpoint) }
                }
            }
            if let longest { return longest.endpoint }
        }
        guard let address = question.address else { return nil }
        return endpoints.first { $0.networks.contains { $0.contains(address) } }
    }

    /// The endpoint with this id.
    package func endpoint(id: Endpoint.ID) -> Endpoint? { endpointIndices[id].map { endpoints[$0] } }

    /// Whether a name is one that mail servers carry: is a failed look-up of it likely an attempt to send mail?
    package func isMailHostName(_ name: String) -> Bool {
        if best([name], port: nil) != nil { return true }
        let labels = name.lowercased().split(separator: ".")
        guard let first = labels.first else { return false }
        return first.split(separator: "-").contains { hostWords.contains(Self.withoutNumber($0)) }
    }

    /// The endpoint whose name pattern is narrowest; the port decides between equals.
    private func best(_ names: [String], port: Int?) -> Endpoint? {
        var best: (precision: Int, endpoint: Endpoint)?
        for endpoint in endpoints {
            for host in endpoint.hosts where names.contains(where: host.matches) {
                var precision = host.precision * 2
                if let port, endpoint.ports.contains(port) { precision += 1 }
                if precision > best?.precision ?? 0 { best = (precision, endpoint) }
            }
        }
        return best?.endpoint
    }

    private static func firstWord(_ text: String) -> String? {
        text.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    /// `mx1` is `mx`, `smtp02` is `smtp`.
    private static func withoutNumber(_ word: Substring) -> String {
        String(word.prefix { !("0"..."9").contains($0) })
    }
}
