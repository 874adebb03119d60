extension KnowledgeBase {
    /// The endpoint behind a server. The names that lead to it decide first, then what it says of itself in the
    /// greeting, by its EHLO name and by keywords that it alone offers, then its address. To learn what a server shows of itself, ask without names.
    package func endpoint(for question: EndpointQuestion) -> Endpoint? {
        let names = question.names.filter { !$0.isEmpty }
        if let found = best(names, port: question.port) { return found }
        let greeting = question.greeting.map { FoldedText($0) }
        // The first word of a greeting is the server's own name (RFC 5321, section 4.2).
        let ownNames = [question.greeting.flatMap(Self.firstWord), question.ehloName.flatMap(Self.firstWord)]
        if let found = best(ownNames.compactMap(\.self), port: question.port) { return found }
        if let greeting {
            var longest: (length: Int, index: Int)?
            for index in endpoints.indices {
                for text in endpoints[index].greetings where greeting.contains(text) {
                    if text.bytes.count > longest?.length ?? 0 { longest = (text.bytes.count, index) }
                }
            }
            if let longest { return endpoints[longest.index] }
        }
        if !question.keywords.isEmpty,
            let found = endpoints.first(where: { $0.keywords.contains(where: question.keywords.contains) })
        {
            return found
        }
        guard let address = question.address else { return nil }
        return endpoints.first { $0.networks.contains { $0.contains(address) } }
    }

    /// The endpoint with this id.
    package func endpoint(id: Endpoint.ID) -> Endpoint? { endpointIndices[id].map { endpoints[$0] } }

    /// Those that people call so, whatever the capitals and punctuation: `Gmail`, `Office-365`.
    package func endpoints(called name: String) -> [Endpoint] {
        let name = Self.topicName(name)
        return name.isEmpty ? [] : endpoints.filter { $0.called.contains(name) }
    }

    /// Whether a name is one that mail servers carry: is a failed look-up of it likely an attempt to send mail?
    package func isMailHostName(_ name: String) -> Bool {
        if best([name], port: nil) != nil { return true }
        let labels = name.lowercased().split(separator: ".")
        guard let first = labels.first else { return false }
        return first.split(separator: "-").contains { hostWords.contains(Self.withoutNumber($0)) }
    }

    /// The endpoint whose name pattern is narrowest; the port decides between equals.
    private func best(_ names: [String], port: Int?) -> Endpoint? {
        let names = names.map(HostPattern.labels)
        guard !names.isEmpty else { return nil }
        var best: (precision: Int, index: Int)?
        // Not a loop over the endpoints themselves: to copy each costs more than to look at its names.
        for index in endpoints.indices {
            for host in endpoints[index].hosts where names.contains(where: host.matches) {
                var precision = host.precision * 2
                if let port, endpoints[index].ports.contains(port) { precision += 1 }
                if precision > best?.precision ?? 0 { best = (precision, index) }
            }
        }
        return best.map { endpoints[$0.index] }
    }

    private static func firstWord(_ text: String) -> String? {
        text.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    /// `mx1` is `mx`, `smtp02` is `smtp`.
    private static func withoutNumber(_ word: Substring) -> String {
        String(word.prefix { !("0"..."9").contains($0) })
    }
}
