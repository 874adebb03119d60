import Bytes
import Sessions
import Streams
import Testing

@Suite struct MailSignatureTests {
    @Test(arguments: ["EHLO x\r\n", "ehlo x", "HeLo x", "LHLO x", "MAIL FROM:<a>", "mail from:<a>", "RCPT TO:<b>"])
    func aClient(_ text: String) { #expect(signature(text) == .client) }

    @Test(arguments: ["220 mx ESMTP\r\n", "220-mx\r\n", "220 "])
    func aServer(_ text: String) { #expect(signature(text) == .server) }

    @Test(arguments: [
        "", "EHL", "EHLO", "EHLOX", "EHLO\r\n", "MAILBOX", "MAIL TO:<x>", "MAIL FROM", "RCPT", "RCPT FROM:<x>",
        "220", "2200", "221 bye", "250 ok", "USER x", "GET / HTTP/1.1", "SSH-2.0-x", "QUIT\r\n", "DATA\r\n",
        "\u{16}\u{3}\u{1}\u{0}", "eh\u{0c}o x",
    ])
    func neither(_ text: String) { #expect(signature(text) == .none) }

    /// The payload lies somewhere in a frame; what follows it is no part of it.
    private func signature(_ text: String) -> ConnectionTable.Signature {
        let octets = Array("EHLO".utf8) + Array(text.utf8) + Array(" from: to:".utf8)
        return MailSignature.of(octets.rawSpan, 4..<(4 + text.utf8.count))
    }
}
