extension Verb {
    private static let known: [String: Verb] = [
        "EHLO": .ehlo, "HELO": .helo, "LHLO": .lhlo, "STARTTLS": .startTLS, "AUTH": .auth, "MAIL": .mail,
        "RCPT": .rcpt, "DATA": .data, "BDAT": .bdat, "RSET": .rset, "NOOP": .noop, "QUIT": .quit, "VRFY": .vrfy,
        "EXPN": .expn, "HELP": .help, "ETRN": .etrn, "TURN": .turn,
    ]

    /// Verbs are case-insensitive (RFC 5321 §2.4).
    init(word: ArraySlice<UInt8>) {
        // The longest known verb has 8 letters: a long word needs no look-up.
        let name = word.count > 8 ? "" : String(decoding: word.map(Ascii.upper), as: UTF8.self)
        self = Verb.known[name] ?? .other(String(shown: word, limit: 64))
    }

    var isKnown: Bool { if case .other = self { false } else { true } }
}
