import Knowledge
import Reports
import Testing

/// Dialogues pasted whole, replies of services, questions in words.
@Suite struct ExplainDialogueTests {
    private static let explain = ExplainText(
        (try? KnowledgeBase.builtIn()) ?? KnowledgeBase(), options: TextOptions())

    private func text(_ subject: String) -> String { Self.explain.text(about: subject) ?? "" }

    private func firstLine(_ subject: String) -> String {
        text(subject).split(separator: "\n").first.map(String.init) ?? ""
    }

    @Test(
        "of a dialogue, the last refusal decides",
        arguments: [
            ("220 mx.example.com ESMTP\n250 ok\n550 5.1.1 User unknown", "recipient-unknown"),
            (
                "250 2.1.0 Sender OK\n550 5.7.60 SMTP; Client does not have permissions to send as this sender",
                "send-as-denied"
            ),
            (
                """
                220 mx.example.com ESMTP Postfix
                EHLO scanner
                250-mx.example.com
                250-STARTTLS
                250 8BITMIME
                MAIL FROM:<scan@example.com>
                250 2.1.0 Ok
                RCPT TO:<u@example.org>
                554 5.7.1 <u@example.org>: Relay access denied
                QUIT
                221 2.0.0 Bye
                """, "relay-denied, proven"
            ),
            (
                """
                === Connected to mx.example.com.
                <-  220 mx.example.com ESMTP
                 -> EHLO copier
                <-  250 mx.example.com
                 -> MAIL FROM:<a@example.com>
                <-  250 2.1.0 Ok
                 -> RCPT TO:<b@example.org>
                <** 554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org
                 -> QUIT
                <-  221 2.0.0 Bye
                """, "ip-blocklisted, proven"
            ),
            (
                "S: 220 smtp.example.com ESMTP\nC: EHLO scanner\nS: 250 smtp.example.com\nC: MAIL FROM:<a@example.com>\n"
                    + "S: 530 5.7.0 Must issue a STARTTLS command first", "starttls-not-used"
            ),
            (
                ">>> AUTH PLAIN\n<<< 334\n>>> AGEAYg==\n<<< 535 5.7.8 Error: authentication failed: generic failure",
                "auth-temporary-failure"
            ),
            (
                "2026-11-26 10:00:00 CLIENT -> SERVER: EHLO localhost\n"
                    + "2026-11-26 10:00:00 SERVER -> CLIENT: 250-smtp.example.com\n250-AUTH LOGIN\n250 STARTTLS\n"
                    + "2026-11-26 10:00:01 CLIENT -> SERVER: AUTH LOGIN\n"
                    + "2026-11-26 10:00:01 SERVER -> CLIENT: 535 Incorrect authentication data",
                "bad-credentials, proven"
            ),
            // What only follows from a refusal is not the one that counts.
            (
                "220 mx\nMAIL FROM:<a@example.com>\n250 ok\nRCPT TO:<b@example.org>\n550 5.1.1 User unknown\nDATA\n"
                    + "503 5.5.1 Error: need RCPT command\nQUIT\n221 bye", "recipient-unknown"
            ),
            (
                "220 mx\nEHLO a\n250-mx\n250 AUTH LOGIN\nAUTH LOGIN\n334 VXNlcm5hbWU6\n"
                    + "535 5.7.8 Error: authentication failed: authentication failure\nMAIL FROM:<a@example.com>\n"
                    + "530 5.7.0 Authentication required", "bad-credentials"
            ),
            (
                "smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, SmtpClientAuthentication "
                    + "is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.')",
                "smtp-auth-disabled-tenant"
            ),
            (
                "warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: generic failure",
                "auth-temporary-failure"
            ),
        ])
    func dialogues(_ subject: String, _ start: String) {
        let line = firstLine(subject)
        #expect(line.hasPrefix(start), "\(line)")
    }

    @Test("the stage is read from the dialogue")
    func stages() {
        let pasted =
            "220 mx\nEHLO a\n250 mx\nMAIL FROM:<a@example.com>\n250 ok\nRCPT TO:<b@example.org>\n250 ok\nDATA\n"
        #expect(firstLine(pasted + "354 go ahead\n550 5.7.1 no spam, please").hasPrefix("content-rejected, proven"))
    }

    @Test(
        "a positive reply accuses nobody",
        arguments: ["220 mx.example.com", "250 2.1.0 Sender OK", "250 ok", "220", "250", "2.1.0", "354 go ahead"])
    func positive(_ subject: String) {
        #expect(!text(subject).contains("may mean") && !text(subject).contains("recipient-unknown"))
    }

    @Test(
        "replies that first words mislead about",
        arguments: [
            (
                "421-4.7.29 Your email has been rate limited because this message wasn't sent over a TLS connection.",
                "starttls-not-used"
            ),
            ("554 5.7.1 Message blocked by policy", "content-rejected"),
            ("553 5.1.3 <u@example..org>... Invalid host name", "recipient-unknown"),
            (
                "550 5.7.23 <u@x.com>: Recipient address rejected: Message rejected due to: SPF fail - not authorized",
                "dmarc-reject"
            ),
            ("550 permanent failure for one or more recipients (u@x.com:blocked)", "refused-by-policy, possible"),
            ("554 5.1.0 Sender denied", "sender-blocked"), ("452 4.7.1 Sender rate exceeded", "temporarily-throttled"),
            ("550 Too many invalid recipients", "refused-by-policy, likely"),
            ("550 Sender blacklisted", "sender-blocked, likely"),
            ("550 203.0.113.7 is blacklisted", "ip-blocklisted, proven"),
            ("535 Authentication credentials invalid", "bad-credentials, likely (rule rfc-credentials-words)"),
            ("503 5.7.1 Incorrect Authentication for Specified Email Address", "send-as-denied"),
            // Slips of the pen.
            ("Unabel to relay", "Taken for “unable to relay”:"),
            ("550 5.7.1 Relay acces denied", "Taken for “Relay access denied”:"),
        ])
    func misread(_ subject: String, _ start: String) {
        let line = firstLine(subject)
        #expect(line.hasPrefix(start), "\(line)")
    }

    @Test(
        "questions in words find a topic",
        arguments: [
            ("telnet test passed but mail not delivered", "telnet-test"),
            ("port 25 is open but mail does not arrive", "port-open-no-mail"),
            ("scanner cannot connect", "cannot-connect"),
            ("test mail works but scan to email fails", "connection-test"),
            ("the printer says sent but nobody gets it", "mail-not-arriving"),
        ])
    func questions(_ subject: String, _ topic: String) {
        #expect(firstLine(subject).hasPrefix(topic), "\(firstLine(subject))")
    }

    @Test(
        "a name that is known is no slip of the pen",
        arguments: [
            "smtp.ionos.de", "smtp.zoho.eu", "smtppro.zoho.eu", "smtp.partner.outlook.cn", "smtp.web.de",
            "mail.gmx.net",
            "smtp.strato.de", "securesmtp.t-online.de", "smtp.orange.fr", "smtp.fastmail.com", "smtp.hostinger.com",
            "smtp.yandex.com",
        ])
    func known(_ host: String) {
        #expect(!text(host).isEmpty && !text(host).contains("slip of the pen"))
    }

    @Test("a name near a family's is")
    func near() {
        #expect(text("contoso-com.mail.protection.outlook.com").contains("slip of the pen") == false)
    }

    @Test("advice for one service is not given to another")
    func advice() {
        #expect(
            !text("553 5.7.1 <a@x.com>: Sender address rejected: not owned by user b").contains("Exchange admin center")
        )
        #expect(
            text("550 5.7.60 SMTP; Client does not have permissions to send as this sender").contains(
                "Exchange admin center"))
        #expect(!text("554 Mail from a@x.com rejected for policy reasons.").contains("Defender"))
        let yahoo = text("535 5.7.0 (#MBR1212) Incorrect username or password")
        #expect(yahoo.contains("Generate app password"))
    }
}
