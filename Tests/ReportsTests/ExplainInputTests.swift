import Knowledge
import Reports
import Testing

/// What network engineers paste and type.
@Suite struct ExplainInputTests {
    private static let explain = ExplainText(
        (try? KnowledgeBase.builtIn()) ?? KnowledgeBase(), options: TextOptions())

    private func firstLine(_ subject: String) -> String {
        Self.explain.text(about: subject)?.split(separator: "\n").first.map(String.init) ?? ""
    }

    @Test(
        "the first line",
        arguments: [
            // Logs and bounces.
            (
                "Nov 25 10:03:11 mx postfix/smtpd[12]: NOQUEUE: reject: RCPT from unknown[192.0.2.4]: 554 5.7.1 "
                    + "<boss@x.com>: Relay access denied; from=<a@b> to=<boss@x.com> proto=ESMTP helo=<mfp>",
                "relay-denied, proven"
            ),
            (
                "3A2B: to=<u@x.com>, relay=mx.x.com[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx.x.com[192.0.2.1] "
                    + "said: 550 5.1.1 <u@x.com>: Recipient address rejected: User unknown in virtual mailbox table (in "
                    + "reply to RCPT TO command))", "recipient-unknown, proven"
            ),
            (
                "Remote Server returned '554 5.4.0 < #5.7.64 smtp;550 5.7.64 TenantAttribution; Relay Access Denied>'",
                "mx-endpoint-relay-denied"
            ),
            (
                "#550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP ##",
                "tenant-threshold"
            ),
            (
                "Nov 25 10:00:00 h sendmail[123]: xAB: to=<u@x.com>, mailer=esmtp, relay=mx.x.com. [192.0.2.1], "
                    + "dsn=5.1.1, stat=User unknown", "recipient-unknown"
            ),
            (
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant",
                "smtp-auth-disabled-tenant, proven"
            ),
            (
                "535-5.7.8 Username and Password not accepted. Learn more at\n535 5.7.8  https://support.google.com/mail/",
                "bad-credentials"
            ),
            // Words alone are no proof.
            ("user unknown", "recipient-unknown, likely"), ("Relay access denied", "relay-denied, likely"),
            ("greylisted", "greylisted"), ("blocked using Spamhaus", "ip-blocklisted, likely"),
            ("TenantAttribution; Relay Access Denied", "mx-endpoint-relay-denied, likely"),
            ("access denied", "These words alone do not tell the cause."),
            ("spam", "These words alone do not tell the cause."),
            ("550 words that nobody knows", "No rule explains these words."),
            // Programs' words, where no server said anything.
            ("Connection timed out", "“connection timed out”, a program's words"),
            (
                "conversation with mx.example.net[192.0.2.1] timed out while receiving the initial server greeting",
                "“timed out while receiving the initial server greeting”, a program's words"
            ),
            ("TLS is required, but was not offered by host mx.example.net", "“tls is required, but was not offered”"),
            ("The operation has timed out.", "“the operation has timed out”"),
            ("smtplib: [Errno 104] Connection reset by peer", "“connection reset by peer”"),
            ("ssl.SSLCertVerificationError: certificate verify failed", "“certificate verify failed”"),
            ("getaddrinfo ENOTFOUND smpt.gmail.com", "“getaddrinfo”"),
            (
                "550-5.7.1 [203.0.113.9] Our system has detected that this message is likely unsolicited mail.",
                "content-rejected, likely"
            ),
            // A cause in words.
            ("connection refused", "connection-refused"), ("Mailbox full", "mailbox-full"),
            ("starttls not used", "starttls-not-used"),
            // Rules, codes, services, panels.
            ("rfc-refused", "refused-at-…, possible (rule rfc-refused)"), ("5.7.1", "5.7.1: Permanent failure"),
            ("550", "550: the mailbox is unavailable"), ("421", "421: "), ("smtp.gmail.com", "gmail-submission"),
            ("Canon 801", "Canon #801"), ("canon error code #801", "Canon #801"), ("Xerox 016503", "Xerox 016-503"),
            ("Kyocera error 1102", "Kyocera 1102"), ("Kyocera 0x1102", "Kyocera 1102"),
            ("E-mail error 801", "Canon #801"), ("Sharp CE-02", "Sharp CE-02"),
            ("Konica Minolta Server Connection Error", "Konica Minolta"),
        ])
    func heads(_ subject: String, _ start: String) {
        let line = firstLine(subject)
        #expect(line.hasPrefix(start), "\(line)")
    }

    @Test(
        "nothing is known; what was meant stands first",
        arguments: [
            ("spamhous", "spamhaus"), ("smpt.office365.com", "smtp.office365.com"),
            ("smtp.ofice365.com", "smtp.office365.com"), ("stmp.gmail.com", "smtp.gmail.com"),
            ("contoso-com.mail.protection.outlok.com", "contoso-com.mail.protection.outlook.com"),
            ("starttls-not-usd", "starttls-not-used"), ("relay-denid", "relay-denied"),
        ])
    func nothing(_ subject: String, _ meant: String) {
        #expect(Self.explain.text(about: subject) == nil)
        #expect(Self.explain.suggestions(for: subject).first == meant)
    }

    @Test(
        "codes of panels, one slip away",
        arguments: [
            ("Canon #8O1", "Canon #801"), ("Kyosera 1102", "Kyocera 1102"), ("Xerox 016-53", "Xerox 016-503"),
            ("Sharp CE-07", "Sharp CE-01"),
        ])
    func panels(_ subject: String, _ meant: String) {
        #expect(Self.explain.text(about: subject) == nil)
        #expect(Self.explain.panelSuggestions(for: subject).first == meant)
    }

    @Test("of a maker whose code is not known, what is known")
    func makers() {
        #expect(Self.explain.text(about: "Ricoh SC-870") == nil)
        #expect(Self.explain.panelSuggestions(for: "Ricoh SC-870").contains("“Transmission has failed”"))
    }

    @Test("a code that several causes share says how they are told apart")
    func shared() throws {
        let text = try #require(Self.explain.text(about: "5.7.1"))
        for cause in ["relay-denied", "ip-blocklisted", "auth-missing", "dmarc-reject", "content-rejected"] {
            #expect(text.contains("    \(cause): "), "\(cause)")
        }
        #expect(text.contains("told apart"))
    }

    @Test("no answer shows an id in place of a party, or an empty place")
    func parties() throws {
        let base = try KnowledgeBase.builtIn()
        for subject in base.causes + base.replyRules.map(\.id) {
            let text = try #require(Self.explain.text(about: subject))
            let who = text.split(separator: "\n").first { $0.hasPrefix("  Who ") } ?? ""
            for id in ["device-config", "server-policy", "tenant-config", "dns-config", "network-path", "unknown"] {
                #expect(!who.contains(id), "\(subject): \(who)")
            }
            #expect(!text.contains("<stage>"), "\(subject)")
        }
    }

    @Test("an example to type shows what to put in")
    func examples() throws {
        #expect(try #require(Self.explain.text(about: "dmarc-reject")).contains("ip4:<sending address>"))
    }

    @Test("a stage-bound rule needs the stage or words that tell it")
    func stages() throws {
        let guessed = try #require(Self.explain.text(about: "550 5.6.0 invalid message content"))
        #expect(!guessed.contains(", proven"))
        let told = try #require(
            Self.explain.text(about: "said: 554 rejected as spam (in reply to end of DATA command)"))
        #expect(told.hasPrefix("content-rejected, proven"))
    }
}
