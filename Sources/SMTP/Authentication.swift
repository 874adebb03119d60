/// Follows AUTH (RFC 4954) so that no credential gets into a dialogue.
struct Authentication {
    enum Phase {
        /// No AUTH, or a known command came after it.
        case none
        /// AUTH was sent and its final reply is not seen.
        case waiting
        /// The server's last word was 334: the next line is a response, whatever it looks like.
        case challenged
        /// The final reply was seen: a client that did not wait may still send its lines.
        case over
    }

    private(set) var phase = Phase.none
    private(set) var secrets = Secrets()
    private var mechanism = ""
    private var responses = 0
    private var wasTried = false
    /// Hash of the login's name in lower case, only to compare it: the name itself is not kept.
    private var login: Int?

    /// Is this line something that must not be shown?
    func hides(_ line: Line, _ command: CommandLine) -> Bool {
        switch phase {
        case .challenged: true
        case .waiting: !command.isUnmistakable
        case .over: !command.verb.isKnown
        case .none: wasTried && !command.verb.isKnown && Base64.looksEncoded(line.octets)
        }
    }

    /// The text of a line that answers a challenge. A lone `*` cancels (RFC 4954 §4) and is no secret.
    mutating func response(_ line: Line) -> String {
        if phase == .challenged { phase = .waiting }
        guard line.octets != [UInt8(ascii: "*")] else { return "*" }
        note(line.octets[...])
        return Mask.masked(max(0, line.length &- line.endLength))
    }

    /// AUTH itself: the text to show, the mechanism where the word is one, and the octet of the line at which the
    /// secret begins.
    mutating func begin(
        _ line: Line, _ command: CommandLine, offered: [String]
    ) -> (text: String, mechanism: String?, secret: Int?) {
        phase = .waiting
        wasTried = true
        responses = 0
        mechanism = AuthenticationMechanism.name(command.firstArgument)
        let verb = String(decoding: command.word, as: UTF8.self)
        let isKnown = AuthenticationMechanism.isKnown(command.firstArgument)
        let isName = isKnown || (!mechanism.isEmpty && offered.contains(mechanism))
        guard isName else {
            mechanism = ""
            let text = hiding(command.argument, of: line, after: verb)
            return (text, nil, Self.beginning(of: command.argument))
        }
        let initial = Ascii.trimmed(command.argument.dropFirst(command.firstArgument.count))
        let shown = verb + " " + String(decoding: command.firstArgument, as: UTF8.self)
        return (hiding(initial, of: line, after: shown), mechanism, Self.beginning(of: initial))
    }

    /// An unknown command that may carry a secret: `XXXX PLAIN AGE…`, `X-EXPS NTLM TlRM…`, `AUTH=LOGIN …`.
    /// nil where it may be shown as it is.
    mutating func guarded(_ line: Line, _ command: CommandLine) -> (word: String, text: String, secret: Int?)? {
        let word = command.word.map(Ascii.upper)
        let isAuth = word.starts(with: "AUTH".utf8)
        let isMaskedByBox = !word.isEmpty && word.allSatisfy { $0 == UInt8(ascii: "X") || $0 == UInt8(ascii: "*") }
        let names = AuthenticationMechanism.isKnown(command.firstArgument)
        guard isAuth || isMaskedByBox || names else { return nil }
        if isAuth {
            wasTried = true
            phase = .waiting
            let secret = command.word.dropFirst(4)
            let text = hiding(secret + command.argument, of: line, after: "AUTH")
            return ("AUTH", text, Self.beginning(of: secret) ?? Self.beginning(of: command.argument))
        }
        let shown = String(shown: command.word, limit: 64)
        return (shown, hiding(command.argument, of: line, after: shown), Self.beginning(of: command.argument))
    }

    /// Slices keep the places that their octets have in the line.
    private static func beginning(of secret: ArraySlice<UInt8>) -> Int? {
        secret.isEmpty ? nil : secret.startIndex
    }

    /// A reply to AUTH or to a response. `isLast`: no other AUTH line waits for its reply.
    mutating func replied(_ code: Int, isLast: Bool) {
        if code == 334 {
            phase = .challenged
            wasTried = true
        } else if isLast {
            phase = .over
        }
    }

    /// A known command came after the final reply: the exchange of credentials is behind.
    mutating func knownCommand() { if phase == .over { phase = .none } }

    /// The reply is not in the capture, or octets of the client are not: nothing is certain.
    mutating func lost() { if phase != .none { phase = .over } }

    /// nil where the login is not known or is no address.
    func loginMatches(_ sender: String) -> Bool? { login.map { $0 == Authentication.hash(sender) } }

    private mutating func hiding(_ secret: ArraySlice<UInt8>, of line: Line, after shown: String) -> String {
        guard !secret.isEmpty else { return shown }
        note(secret)
        // What the cap cut off belongs to the secret.
        let cutOff = max(0, line.length &- line.endLength &- line.octets.count)
        return shown + " " + Mask.masked(secret.count &+ cutOff)
    }

    private mutating func note(_ secret: ArraySlice<UInt8>) {
        secrets.remember(secret)
        for word in secret.split(whereSeparator: Ascii.isBlank) where word.count < secret.count {
            secrets.remember(word)
        }
        if let name = AuthenticationMechanism.login(mechanism, response: secret, index: responses) {
            login = name.contains("@") ? Authentication.hash(name) : nil
        }
        responses &+= 1
    }

    private static func hash(_ text: String) -> Int {
        var hasher = Hasher()
        hasher.combine(text.lowercased())
        return hasher.finalize()
    }
}
