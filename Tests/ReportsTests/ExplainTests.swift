import Knowledge
import Reports
import Testing

@Suite("explain")
struct ExplainTests {
    private let knowledge: KnowledgeBase

    init() throws {
        var base = KnowledgeBase()
        try base.add(
            """
            reply_codes:
              550: the mailbox is unavailable
            enhanced_codes:
              7.1: delivery not authorised
            causes:
              - id: too-bad
                stage: rcpt
                responsible: recipient
                headline: "RCPT: {recipient} is not wanted"
                explanation: Because.
                who: The recipient.
                advice: ["Ask."]
                sourced: no
            replies:
              - id: bad-words
                when: {text: "too bad"}
                cause: too-bad
                confidence: likely
                sourced: no
            """, file: "test.yaml")
        knowledge = base
    }

    private func text(_ subject: String) -> String? {
        ExplainText(knowledge, options: TextOptions()).text(about: subject)
    }

    @Test("a cause")
    func cause() throws {
        let long = try #require(text("too-bad"))
        #expect(long.contains("RCPT: the recipient is not wanted") && long.contains("Do      Ask."))
    }

    @Test("codes")
    func codes() {
        #expect(text("550")?.contains("the mailbox is unavailable") == true)
        #expect(text("550 5.7.1")?.contains("delivery not authorised") == true)
    }

    @Test("a reply's text, with or without its codes")
    func reply() {
        #expect(text("550 5.7.1 that is too bad")?.contains("too-bad, likely (rule bad-words)") == true)
        #expect(text("Too Bad")?.contains("too-bad") == true)
    }

    @Test("what nobody knows, with what is near")
    func nothing() {
        #expect(text("fine weather") == nil)
        #expect(ExplainText(knowledge, options: TextOptions()).suggestions(for: "bad luck") == ["too-bad"])
    }
}

/// Replies as people paste them.
@Suite("pasted replies") struct PastedReplyTests {
    private static let explain = ExplainText(
        (try? KnowledgeBase.builtIn()) ?? KnowledgeBase(), options: TextOptions())

    @Test(
        "the cause stands first, the codes' meaning below",
        arguments: [
            ("550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus.", "ip-blocklisted"),
            (
                "Nov 21 21:22:48 mail postfix/smtp[550]: 4FQx: to=<boss@contoso.com>, "
                    + "relay=contoso-com.mail.protection.outlook.com[104.47.11.10]:25, dsn=5.7.64, status=bounced (host "
                    + "contoso-com.mail.protection.outlook.com[104.47.11.10] said: 550 5.7.64 TenantAttribution; Relay "
                    + "Access Denied (in reply to RCPT TO command))", "mx-endpoint-relay-denied"
            ),
            (
                "<** 530-5.7.0 Must issue a STARTTLS command first. For more information, go to\n"
                    + "<** 530 5.7.0  https://support.google.com/a/answer/3221692 abc - gsmtp", "starttls-not-used"
            ),
            (
                "(535, b'5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.')",
                "smtp-auth-disabled-tenant"
            ),
            (
                "2026-11-21 21:22:48.225 S: 535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.",
                "bad-credentials"
            ),
            (
                "Remote Server returned '550 5.7.68 TenantInboundAttribution; Direct Send not allowed'",
                "direct-send-disabled"
            ),
            ("#5.4.1 smtp;550 5.4.1 Recipient address rejected: Access denied", "recipient-unknown"),
            (
                "SMTP error from remote mail server after RCPT TO:<boss@example.com>: 550 relay not permitted",
                "relay-denied"
            ),
            ("host mx.example.com[192.0.2.25] refused to talk to me: 554 5.7.1 No.", "refused-at-greeting"),
            ("5.7.606 Access denied, banned sending IP [192.0.2.1]", "ip-banned"),
            ("Client host blocked using zen.spamhaus.org", "ip-blocklisted"),
        ])
    func pasted(_ text: String, _ cause: String) throws {
        let lines = try #require(Self.explain.text(about: text)).split(separator: "\n")
        #expect(lines.first?.hasPrefix(cause + ", ") == true, "\(lines.first ?? "")")
    }

    @Test func meaningsStandBelow() throws {
        let text = try #require(Self.explain.text(about: "550 5.7.1 relay not permitted"))
        #expect(text.contains("Codes   550: the mailbox is unavailable") && text.contains("5.7.1: Permanent failure: "))
    }

    @Test(
        "a slip of the pen",
        arguments: [
            ("ip-blocklistd", "ip-blocklisted"), ("auth-mising", "auth-missing"), ("greylsited", "greylisted"),
            ("m365-mxx", "m365-mx"), ("relay denied", "relay-denied"),
        ])
    func near(_ word: String, _ meant: String) {
        #expect(Self.explain.suggestions(for: word).first == meant)
    }

    @Test func aServiceIsExplainedByItsName() throws {
        let text = try #require(Self.explain.text(about: "contoso-com.mail.protection.outlook.com"))
        #expect(
            text.hasPrefix("m365-mx, mx") && text.contains("Never   AUTH") && text.contains("recipients of its own"))
    }

    /// No unfilled placeholder, no doubled noun, in any text that people read offline.
    @Test func everyCauseReadsWell() throws {
        let base = try KnowledgeBase.builtIn()
        for cause in base.causes {
            let text = try #require(Self.explain.text(about: cause))
            #expect(!text.contains("{") || text.contains("map{"), "\(cause)")
            for twice in [
                "the recipient the recipient", "the sender the sender", "address the sending address", "port this port",
            ] {
                #expect(!text.contains(twice), "\(cause)")
            }
            #expect(!text.lowercased().contains("i think"), "\(cause)")
        }
    }
}
