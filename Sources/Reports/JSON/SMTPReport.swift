import SMTP

/// What the two parties said of themselves.
struct SMTPReport: Encodable, Sendable {
    /// The text of the server's first reply.
    var greeting: String?
    /// The client's EHLO or HELO argument.
    var helo: String?
    var extensions: [String]
    /// As offered under TLS; empty where that is not readable.
    var extensionsAfterTLS: [String] = []
    var authOffered: [String]
    var authTried: [String]

    enum CodingKeys: String, CodingKey {
        case greeting, helo, extensions
        case extensionsAfterTLS = "extensions_after_tls"
        case authOffered = "auth_offered"
        case authTried = "auth_tried"
    }

    /// nil where nothing of SMTP was read.
    init?(_ dialogue: Dialogue) {
        guard !dialogue.exchanges.isEmpty else { return nil }
        greeting = dialogue.reply(dialogue.greeting)?.lines.joined(separator: "\n")
        helo = dialogue.clientName
        let isUnderTLS = dialogue.encryptedFrom != nil || dialogue.isInferred
        extensions = isUnderTLS ? dialogue.extensionsBeforeTLS : dialogue.extensions
        extensionsAfterTLS = isUnderTLS ? dialogue.extensions : []
        authOffered = dialogue.authOffered
        authTried = dialogue.authTried
    }
}
