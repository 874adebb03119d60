/// Names of SASL mechanisms (RFC 4422 §3.1). Only what is known as one may be shown: a client may send its secret in
/// the mechanism's place.
enum AuthenticationMechanism {
    private static let names: Set<String> = [
        "PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "GSSAPI", "GSS-SPNEGO", "KERBEROS_V4", "XOAUTH", "XOAUTH2",
        "OAUTH10A", "OAUTHBEARER", "EXTERNAL", "ANONYMOUS", "OTP", "SKEY", "SECURID", "MSN", "PASSDSS-3DES-1", "SRP",
        "SCRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-224", "SCRAM-SHA-224-PLUS", "SCRAM-SHA-256",
        "SCRAM-SHA-256-PLUS", "SCRAM-SHA-384", "SCRAM-SHA-384-PLUS", "SCRAM-SHA-512", "SCRAM-SHA-512-PLUS",
        "ECDSA-NIST256P-CHALLENGE", "X-YMAIL-RS1", "ATOKEN", "WETOKEN", "CLIENTTOKEN", "PLAIN-CLIENTTOKEN", "SPNEGO",
    ]

    static func isKnown(_ word: ArraySlice<UInt8>) -> Bool { names.contains(name(word)) }

    static func name(_ word: ArraySlice<UInt8>) -> String {
        word.count > 64 ? "" : String(decoding: word.map(Ascii.upper), as: UTF8.self)
    }

    /// The login's name in the client's `index`-th response (0 is the initial one, or the first line), where the
    /// mechanism shows it: PLAIN (RFC 4616), LOGIN, XOAUTH2, OAUTHBEARER (RFC 7628).
    static func login(_ mechanism: String, response: ArraySlice<UInt8>, index: Int) -> String? {
        guard index == 0, let decoded = Base64.decode(response) else { return nil }
        switch mechanism {
        case "PLAIN":
            let parts = decoded.split(separator: 0, omittingEmptySubsequences: false)
            return parts.count >= 3 ? String(decoding: parts[1], as: UTF8.self) : nil
        case "LOGIN":
            return String(decoding: decoded, as: UTF8.self)
        case "XOAUTH2":
            return value(after: "user=", until: 1, in: decoded)
        case "OAUTHBEARER":
            return value(after: "n,a=", until: UInt8(ascii: ","), in: decoded)
        default:
            return nil
        }
    }

    private static func value(after key: String, until end: UInt8, in octets: [UInt8]) -> String? {
        guard octets.starts(with: key.utf8) else { return nil }
        return String(decoding: octets.dropFirst(key.utf8.count).prefix { $0 != end }, as: UTF8.self)
    }
}
