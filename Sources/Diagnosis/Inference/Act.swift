import Knowledge

/// What a client sends under TLS, one command or one line.
enum Act: String, Sendable {
    case ehlo, helo, mail, rcpt, data, message, bdat, rset, noop, quit, cancel
    case authLogin = "auth-login"
    /// AUTH LOGIN with the user's name behind it.
    case authLoginUser = "auth-login-user"
    case authPlain = "auth-plain"
    case authPlainInitial = "auth-plain-initial"
    case authXOAUTH2 = "auth-xoauth2"
    case authXOAUTH2Initial = "auth-xoauth2-initial"
    case authCRAM = "auth-cram"
    case authNTLM = "auth-ntlm"
    case usernameLine = "username-line"
    case passwordLine = "password-line"
    case plainLine = "plain-line"

    /// It begins an AUTH exchange, or is a line of one.
    var isLogin: Bool {
        switch self {
        case .authLogin, .authLoginUser, .authPlain, .authPlainInitial, .authXOAUTH2, .authXOAUTH2Initial, .authCRAM,
            .authNTLM,
            .usernameLine, .passwordLine, .plainLine, .cancel:
            true
        default: false
        }
    }

    var mechanism: String? {
        switch self {
        case .authLogin, .authLoginUser, .usernameLine, .passwordLine: "LOGIN"
        case .authPlain, .authPlainInitial: "PLAIN"
        case .authXOAUTH2, .authXOAUTH2Initial: "XOAUTH2"
        case .authCRAM: "CRAM-MD5"
        case .authNTLM: "NTLM"
        default: nil
        }
    }
}

/// The point that a dialogue has reached: what may come next. The words are those of the rule file.
enum Point: String, Sendable {
    /// Implicit TLS: the server has not greeted.
    case connected
    case greeted
    case afterTLS = "after-tls"
    case introduced
    case loginOffered = "introduced-login-offered"
    case loggedIn = "logged-in"
    case loginRefused = "login-refused"
    case senderAccepted = "sender-accepted"
    case senderRefused = "sender-refused"
    case recipientAccepted = "recipient-accepted"
    case recipientsRefused = "recipients-refused"
    case dataRefused = "data-refused"
    case messageDone = "message-done"
    case reset
    /// The next line is determined.
    case awaitsUser = "user"
    case awaitsPassword = "password"
    case awaitsResponse = "response"
    case awaitsMessage = "message"
    case over
}

/// How long a client's lines are.
struct ActLengths: Sendable {
    private let lengths: [Act: LengthDistribution]
    private let base64OfName: LengthDistribution
    let address: LengthDistribution

    init(_ model: DialogueLengths, ehlo: Int?) {
        func client(_ name: String) -> LengthDistribution {
            model.clients[name] ?? LengthDistribution(evenly: 4...64)
        }
        address = client("address")
        let secret = client("secret")
        var lengths: [Act: LengthDistribution] = [
            .authLogin: LengthDistribution(exactly: 12), .authPlain: LengthDistribution(exactly: 12),
            .authXOAUTH2: LengthDistribution(exactly: 14), .authCRAM: LengthDistribution(exactly: 15),
            .data: LengthDistribution(exactly: 6), .rset: LengthDistribution(exactly: 6),
            .noop: LengthDistribution(exactly: 6), .quit: LengthDistribution(exactly: 6),
            .authNTLM: LengthDistribution(exactly: 11), .cancel: LengthDistribution(exactly: 3),
        ]
        let hello = client("name").shifted(by: 7)
        let known = ehlo.map { LengthDistribution(exactly: $0).mixed(0.97, with: hello) } ?? hello
        lengths[.ehlo] = known
        lengths[.helo] = known
        base64OfName = Self.base64(address)
        lengths[.usernameLine] = base64OfName.shifted(by: 2)
        lengths[.authLoginUser] = base64OfName.shifted(by: 13)
        lengths[.passwordLine] = Self.base64(secret).shifted(by: 2)
        let plain = Self.base64(address.adding(secret).shifted(by: 2))
        lengths[.plainLine] = plain.shifted(by: 2)
        lengths[.authPlainInitial] = plain.shifted(by: 13)
        // A token of Entra or Google has a kilobyte or two; others are short.
        let token = LengthDistribution(evenly: 10...300).mixed(0.2, with: LengthDistribution(evenly: 300...2600))
        lengths[.authXOAUTH2Initial] = Self.base64(
            LengthDistribution(evenly: 10...64).adding(token).shifted(by: 20)
        ).shifted(by: 15)
        lengths[.mail] = Self.path(address, octets: 14, parameters: Self.mailParameters)
        lengths[.rcpt] = Self.path(address, octets: 12, parameters: [(0, 0.93), (1, 0.05), (31, 0.02)])
        self.lengths = lengths
    }

    subscript(act: Act) -> LengthDistribution? { lengths[act] }

    /// SIZE=, BODY=8BITMIME, both; a space behind the colon.
    private static let mailParameters: [(octets: Int, share: Double)] = [
        (0, 0.55), (1, 0.03), (9, 0.01), (10, 0.06), (11, 0.08), (12, 0.06), (13, 0.02), (14, 0.05), (24, 0.03),
        (25, 0.04), (26, 0.03), (8, 0.01), (19, 0.01), (23, 0.02),
    ]

    private static func path(
        _ address: LengthDistribution, octets: Int, parameters: [(octets: Int, share: Double)]
    ) -> LengthDistribution {
        var shares = [Double](repeating: 0, count: (parameters.map(\.octets).max() ?? 0) + 1)
        for (octets, share) in parameters { shares[octets] += share }
        return address.adding(LengthDistribution(low: octets, shares: shares))
    }

    /// The length of the base64 of so many octets (RFC 4648): 4 for each 3.
    private static func base64(_ length: LengthDistribution) -> LengthDistribution {
        let low = (length.low + 2) / 3 * 4
        var shares = [Double](repeating: 0, count: (length.high + 2) / 3 * 4 - low + 1)
        for octets in length.range { shares[(octets + 2) / 3 * 4 - low] += length[octets] }
        return LengthDistribution(low: low, shares: shares)
    }

    /// How long an address, or a login's name, is that makes a line of this length.
    func named(by act: Act, octets: ClosedRange<Int>) -> (name: String, length: LengthDistribution)? {
        switch act {
        case .usernameLine, .authLoginUser:
            let header = act == .usernameLine ? 2 : 13
            let low = max(1, (octets.lowerBound - header) / 4 * 3 - 2)
            let high = max(low, (octets.upperBound - header) / 4 * 3)
            return ("user", LengthDistribution(evenly: low...high))
        case .mail:
            let plain = LengthDistribution(evenly: max(1, octets.lowerBound - 14)...max(1, octets.upperBound - 14))
            // Parameters may take their part of it.
            return ("sender", plain.mixed(0.7, with: LengthDistribution(evenly: 3...max(3, octets.upperBound - 14))))
        case .rcpt:
            return (
                "recipient",
                LengthDistribution(evenly: max(1, octets.lowerBound - 12)...max(1, octets.upperBound - 12))
            )
        default: return nil
        }
    }
}
