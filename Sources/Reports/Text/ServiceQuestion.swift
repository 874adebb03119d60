/// A mail service as people write it: `smtp.gmail.com:587`, `smtps://mail.example.com`, `office365 port 25`, `Gmail`.
struct ServiceQuestion {
    /// In lower case, without scheme and port.
    private(set) var name: String
    private(set) var port: Int?

    /// Numbers that are taken for a port where they stand alone behind a name: 550 is none.
    private static let bare: Set<Int> = [25, 26, 465, 587, 588, 2465, 2525, 2587, 3535]
    /// Words behind a name that say nothing more of it.
    private static let fillers: Set<String> = ["tls", "ssl", "ssl/tls", "starttls", "smtp", "server", "tcp"]

    /// nil where nothing is left of it.
    init?(_ subject: String) {
        var text = subject.lowercased()
        if let scheme = ["smtp://", "smtps://", "submission://", "tls://", "ssl://"].first(where: text.hasPrefix) {
            text.removeFirst(scheme.count)
        }
        var words = text.split { $0.isWhitespace || $0 == "," }.map(String.init)
        while words.count > 1, let last = words.last, Self.fillers.contains(last) { words.removeLast() }
        if words.last?.hasSuffix("/") ?? false { words[words.count - 1].removeLast() }
        if words.count > 1, let last = words.last, let number = Self.port(last.drop { $0 == ":" }),
            last.hasPrefix(":") || words[words.count - 2] == "port" || Self.bare.contains(number)
        {
            port = number
            words.removeLast()
            while words.count > 1, words.last == "port" || words.last == "on" { words.removeLast() }
        } else if let last = words.last, let colon = last.lastIndex(of: ":"), colon != last.startIndex,
            let number = Self.port(last[last.index(after: colon)...])
        {
            port = number
            words[words.count - 1] = String(last[..<colon])
        }
        name = words.joined(separator: " ")
        guard !name.isEmpty else { return nil }
    }

    private static func port(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            (1...65_535).contains(number)
        else { return nil }
        return number
    }

    /// A name with dots, or an address.
    var isHost: Bool {
        name.contains(".") && !name.contains(" ") && !name.contains("@") && !name.contains("/")
    }
}
