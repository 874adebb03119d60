/// Beginnings of transcripts, each up to a stage, and octets that are no text.
enum Script {
    static let greeting = "S: 220 mail.example.net ESMTP ready\n"

    static let ehlo =
        greeting + """
            C: EHLO copier.example.org
            S: 250-mail.example.net
            S: 250-PIPELINING
            S: 250 8BITMIME

            """

    /// A submission server: STARTTLS, and a login before TLS, too.
    static let submission =
        greeting + """
            C: EHLO copier.example.org
            S: 250-mail.example.net
            S: 250-STARTTLS
            S: 250-AUTH LOGIN PLAIN
            S: 250 8BITMIME

            """

    static let mail =
        ehlo + """
            C: MAIL FROM:<scan@example.org>
            S: 250 2.1.0 Ok

            """

    static let rcpt =
        mail + """
            C: RCPT TO:<office@example.net>
            S: 250 2.1.5 Ok

            """

    static let data =
        rcpt + """
            C: DATA
            S: 354 End data with <CR><LF>.<CR><LF>

            """

    static let endOfData = data + "body 900 from client\n\nC: .\n"

    static let accepted = endOfData + "S: 250 2.0.0 Ok: queued as 4F00\n"

    static let quit = "C: QUIT\nS: 221 2.0.0 Bye\nclose from server\n"

    // MARK: - TLS records

    static let starttls = submission + "C: STARTTLS\nS: 220 2.0.0 Ready to start TLS\n"

    /// A ClientHello of this version (RFC 5246 §7.4.1.2), without extensions.
    static func clientHello(_ version: UInt16 = 0x0303) -> String {
        let body = word(version) + [UInt8](repeating: 7, count: 32) + [0, 0, 2, 0xc0, 0x2f, 1, 0]
        return "C| " + escaped(record(22, [1, 0] + word(UInt16(body.count)) + body)) + "\n"
    }

    /// A ServerHello of TLS 1.2.
    static let serverHello = serverHello(suite: 0xc02f)

    static func serverHello(suite: UInt16) -> String {
        let body = word(0x0303) + [UInt8](repeating: 9, count: 32) + [0] + word(suite) + [0]
        return "S| " + escaped(record(22, [2, 0] + word(UInt16(body.count)) + body)) + "\n"
    }

    /// A ServerHello of TLS 1.3: supported_versions names it (RFC 8446 §4.2.1).
    static let serverHello13: String = {
        let versions: [UInt8] = [0, 43, 0, 2, 3, 4]
        let body =
            word(0x0303) + [UInt8](repeating: 9, count: 32) + [0] + word(0x1301) + [0] + word(UInt16(versions.count))
            + versions
        return "S| " + escaped(record(22, [2, 0] + word(UInt16(body.count)) + body)) + "\n"
    }()

    /// ChangeCipherSpec and an encrypted Finished, from both.
    static let finished: String = {
        let octets = escaped(record(20, [1]) + record(22, [UInt8](repeating: 0xaa, count: 40)))
        return "C| \(octets)\nS| \(octets)\n"
    }()

    static func encrypted(_ side: Character, octets: Int) -> String {
        "\(side)| " + escaped(record(23, [UInt8](repeating: 0xbb, count: octets))) + "\n"
    }

    static func alert(_ side: Character, _ code: UInt8) -> String {
        "\(side)| " + escaped(record(21, [2, code])) + "\n"
    }

    static func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        [type, 3, 3] + word(UInt16(content.count)) + content
    }

    static func word(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }

    static func escaped(_ octets: [UInt8]) -> String {
        octets.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
