/// Texts with placeholders, such as `{server}`.
package enum Template {
    /// Every placeholder, with the phrase that stands in its place where the value is not known.
    package static let absentPhrases: [String: String] = [
        "server": "the server",
        "server_ip": "the server's address",
        "port": "this port",
        "client": "the client",
        "ip": "the sending address",
        "sender": "the sender's address",
        "recipient": "the recipient",
        "reply": "its reply",
        "ehlo": "its EHLO name",
        "size": "its size",
        "limit": "the limit",
        "mechanism": "this mechanism",
        "offered": "those that the server offers",
        "seconds": "some",
        "name": "the name",
    ]

    /// Puts the values in. A value that is absent or empty leaves its phrase, with a capital at the start of a sentence.
    package static func fill(_ text: String, with values: [String: String]) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var filled = ""
        for piece in pieces(of: text) {
            switch piece {
            case .literal(let literal):
                filled += literal
            case .placeholder(let name):
                if let value = values[name], !value.isEmpty {
                    filled += value
                } else if let phrase = absentPhrases[name] {
                    append(phrase, to: &filled)
                } else {
                    filled += "{" + name + "}"
                }
            }
        }
        return filled
    }

    /// The phrase in place of a value, without a noun that already stands before it: not "the recipient the recipient".
    private static func append(_ phrase: String, to text: inout String) {
        if isInCommand(text) {
            let words = phrase.split(separator: " ")
            text +=
                "<"
                + (words.count > 1 && articles.contains(words[0]) ? words.dropFirst() : words[...])
                .joined(separator: " ") + ">"
            return
        }
        if startsSentence(after: text) {
            text += phrase.prefix(1).uppercased() + phrase.dropFirst()
            return
        }
        let before = text.split(separator: " ").last.map(String.init) ?? ""
        let nouns = phrase.split(separator: " ").dropFirst()
        guard text.last == " ", before.count > 2, nouns.contains(where: { $0.hasPrefix(before) }) else {
            text += phrase
            return
        }
        text.removeLast()
        guard before == "port" else { return }
        text.removeLast(before.count)
        text += text.hasSuffix("server ") ? "on " + phrase : phrase
    }

    private static let articles: Set<Substring> = ["the", "its", "this"]

    /// Inside single quotes stands something to type.
    private static func isInCommand(_ text: String) -> Bool {
        var isInside = false
        var last: Character = " "
        for character in text {
            if character == "'", isInside || last == " " || last == "(" { isInside.toggle() }
            last = character
        }
        return isInside
    }

    /// The first placeholder that has no phrase.
    static func unknownPlaceholder(in text: String) -> String? {
        guard text.utf8.contains(0x7B) else { return nil }
        for case .placeholder(let name) in pieces(of: text) where absentPhrases[name] == nil { return name }
        return nil
    }

    private enum Piece {
        case literal(String)
        case placeholder(String)
    }

    /// Braces around anything but lower-case letters and underscores are literal text.
    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            let inside = rest[rest.index(after: open)...]
            let name = inside.prefix { ("a"..."z").contains($0) || $0 == "_" }
            if !name.isEmpty, inside.dropFirst(name.count).first == "}" {
                pieces.append(.literal(String(rest[..<open])))
                pieces.append(.placeholder(String(name)))
                rest = inside.dropFirst(name.count).dropFirst()
            } else {
                pieces.append(.literal(String(rest[...open])))
                rest = inside
            }
        }
        pieces.append(.literal(String(rest)))
        return pieces
    }

    private static func startsSentence(after text: String) -> Bool {
        guard let last = text.last(where: { !$0.isWhitespace }) else { return true }
        return text.last?.isWhitespace == true && (last == "." || last == "?" || last == "!")
    }
}
