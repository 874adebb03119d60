import SMTP

/// Words of the server, short enough for a sentence.
enum Quote {
    static let longest = 100

    static func short(_ reply: Reply) -> String {
        let code = reply.enhanced.map { "\($0) " } ?? ""
        let text = code + reply.text
        if text.count > longest { return String(text.prefix(longest)) + "…" }
        return reply.isIncomplete ? text + "…" : text
    }

    static func short(_ text: String) -> String { text.count > longest ? String(text.prefix(longest)) + "…" : text }
}
