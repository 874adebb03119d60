/// Sessions of which only record lengths show: a clear beginning, a handshake, then records of so many octets each.
struct Dark {
    enum Cipher {
        /// TLS 1.2, AES-GCM: 24 octets more than the plaintext.
        case gcm
        /// TLS 1.2, AES-CBC with SHA-1, MAC inside: 16 octets of vector, then whole blocks.
        case cbc
        /// TLS 1.3: 17 octets more.
        case tls13
    }

    var cipher = Cipher.gcm
    var host = "AM0P190CA0012.outlook.office365.com"
    var ehlo = "mfp.example.org"

    var microsoft365: (script: String, ehloReply: Int) {
        let lines = [
            "\(host) Hello [203.0.113.10]", "SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "STARTTLS",
            "8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8",
        ]
        return opening(
            "220 \(host) Microsoft ESMTP MAIL Service ready at Sun, 23 Nov 2025 11:12:20 +0000 [08DE4E706BACA25B]",
            lines, "220 2.0.0 SMTP server ready")
    }

    var postfix: (script: String, ehloReply: Int) {
        opening(
            "220 mail.example.net ESMTP Postfix",
            [
                "mail.example.net", "PIPELINING", "SIZE 10240000", "VRFY", "ETRN", "STARTTLS", "ENHANCEDSTATUSCODES",
                "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING",
            ], "220 2.0.0 Ready to start TLS")
    }

    private func opening(_ greeting: String, _ lines: [String], _ ready: String) -> (script: String, ehloReply: Int) {
        var script = "S: \(greeting)\nC: EHLO \(ehlo)\n"
        for (index, line) in lines.enumerated() { script += "S: 250\(index == lines.count - 1 ? " " : "-")\(line)\n" }
        script += "C: STARTTLS\nS: \(ready)\n"
        return (script, lines.reduce(0) { $0 + $1.utf8.count + 6 })
    }

    private var handshake: String {
        switch cipher {
        case .gcm: Script.clientHello() + Script.serverHello + Script.finished
        case .cbc: Script.clientHello() + Script.serverHello(suite: 0xc013) + Script.finished
        case .tls13:
            Script.clientHello() + Script.serverHello13 + Script.encrypted("S", octets: 900)
                + Script.encrypted("S", octets: 53) + Script.encrypted("C", octets: 53)
        }
    }

    private func wire(_ octets: Int) -> Int {
        switch cipher {
        case .gcm: octets + 24
        case .cbc: 16 + (octets + 20 + 16) / 16 * 16
        case .tls13: octets + 17
        }
    }

    /// Each `C12` or `S37`: a record of one side with so many octets of plaintext.
    func records(_ text: String) -> String {
        text.split(separator: " ").map { word in
            Script.encrypted(word.first ?? "C", octets: wire(Int(word.dropFirst()) ?? 0))
        }.joined(separator: "\n")
    }

    func session(_ opening: String, _ text: String, end: String = "close from client") -> String {
        opening + handshake + "\n" + records(text) + "\n" + end
    }

    /// EHLO, its reply, and AUTH LOGIN up to the password.
    func login(_ ehloReply: Int) -> String {
        "C\(7 + ehlo.utf8.count) S\(ehloReply + 10) C12 S18 C30 S18 C18"
    }
}
