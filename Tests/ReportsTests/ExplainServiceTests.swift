import Knowledge
import Reports
import Testing

/// Services, ports, commands and terms, before anything went wrong; and what a reply alone does not tell.
@Suite struct ExplainServiceTests {
    private static let explain = ExplainText(
        (try? KnowledgeBase.builtIn()) ?? KnowledgeBase(), options: TextOptions())

    private func text(_ subject: String) -> String { Self.explain.text(about: subject) ?? "" }

    @Test(
        "a service, whatever way it is written",
        arguments: [
            ("smtp.gmail.com:587", "gmail-submission, submission"), ("SMTP.GMAIL.COM 587", "gmail-submission"),
            ("smtps://smtp.gmail.com:465/", "gmail-submission"), ("smtp.office365.com port 587 TLS", "m365-submission"),
            ("contoso-com.mail.protection.outlook.com:25", "m365-mx"),
            ("gmail", "Several services go by the name of gmail:"), ("Office-365", "Several services go by the name"),
            ("outlook", "Several services"), ("sendgrid 587", "sendgrid"), ("AWS SES", "amazon-ses"),
            ("mail.example.com:587", "mail.example.com is none of the services that are known. Of its port:"),
            ("192.0.2.10:25", "192.0.2.10 is none of the services"),
            ("220 mx.google.com ESMTP abc - gsmtp", "A greeting, by its words of this server:"),
            ("250-smtp.office365.com Hello [203.0.113.5]", "An answer to EHLO, by its words"),
        ])
    func services(_ subject: String, _ start: String) { #expect(text(subject).hasPrefix(start), "\(text(subject))") }

    @Test("of a port what the service makes of it")
    func ports() {
        #expect(text("smtp.office365.com:465").contains("465 is none of them"))
        #expect(text("smtp.gmail.com:587").contains("Port 587: submission"))
        #expect(text("smtp.office365.com 25").contains("25 answers like 587 here"))
        #expect(Self.explain.text(about: "smtp.gmial.com:587") == nil)
        #expect(Self.explain.suggestions(for: "smtp.gmial.com:587") == ["smtp.gmail.com"])
    }

    @Test(
        "ports, commands, methods, terms",
        arguments: [
            ("25", "port-25"), ("587", "port-587"), ("port 465", "port-465"), ("STARTTLS", "starttls"),
            ("AUTH LOGIN", "auth-login"), ("auth cram-md5", "auth-cram-md5"), ("AUTH PLAIN AGEAYg==", "auth-plain"),
            ("EHLO copier_2nd floor", "ehlo"), ("MAIL FROM:<scan@192.168.1.20>", "mail-from"), ("SPF", "spf"),
            ("TLS 1.2", "tls-versions"), ("direct send", "direct-send"), ("App Password", "app-password"),
            ("timeout", "timeout"), ("RST", "reset"), ("SBL", "blocklist"),
        ])
    func topics(_ subject: String, _ id: String) { #expect(text(subject).hasPrefix(id + "\n"), "\(text(subject))") }

    @Test("a topic is no longer than an explanation")
    func topicsAreShort() throws {
        let base = try KnowledgeBase.builtIn()
        #expect(base.topics.count > 30)
        for topic in base.topics {
            #expect(topic.text.split(separator: ". ").count <= 4, "\(topic.id)")
            #expect(!topic.headline.hasSuffix("."), "\(topic.id)")
            for name in topic.names {
                #expect(base.topic(named: name)?.id == topic.id, "\(name) stands for two topics")
            }
        }
    }

    @Test(
        "5.7.139 without words that are known names them all",
        arguments: [
            "5.7.139 Authentication unsuccessful", "535 5.7.139 Authentication unsuccessful", "535 5.7.139", "5.7.139",
        ])
    func unnamedLogin(_ subject: String) {
        for cause in [
            "smtp-auth-disabled-tenant", "smtp-auth-disabled-mailbox", "security-defaults", "conditional-access",
            "basic-auth-disabled", "bad-credentials",
        ] {
            #expect(text(subject).contains(cause), "\(cause)")
        }
        #expect(!text(subject).contains(", proven") && !text(subject).contains(", likely"))
    }

    @Test("general words are no proof, and one provider's facts are told of nobody else")
    func general() {
        let general = text("535 Authentication failed")
        #expect(general.hasPrefix("bad-credentials, likely") && general.contains("app-password-required"))
        #expect(!general.contains("Exchange Online"))
        let google = text("535 5.7.8 https://support.google.com/mail/?p=BadCredentials abc - gsmtp")
        #expect(google.contains("if the client sent a token") && !google.contains("Exchange Online"))
        #expect(
            text("535 5.7.3 Authentication unsuccessful").contains("Exchange Online")
                && text("bad-credentials").contains("At Microsoft: "))
    }

    @Test("what the session showed decides, and is not told")
    func sessions() {
        let mechanism = text("504 5.7.4 Unrecognized authentication type")
        #expect(mechanism.hasPrefix("auth-on-mx-endpoint, possible"))
        for cause in ["no-common-auth-mechanism", "auth-before-starttls"] { #expect(mechanism.contains(cause)) }
        let timeout = text("421 4.4.2 mail.example.com Error: timeout exceeded")
        #expect(
            timeout.hasPrefix("client-idle-too-long, likely") && timeout.contains("no-end-of-data, if it came while"))
        #expect(
            text("554 5.7.1 <unknown[203.0.113.5]>: Client host rejected: Access denied").hasPrefix("refused-by-policy")
        )
    }

    @Test(
        "words of many replies are not taken for those of a login",
        arguments: [
            ("500 unrecognized command", "unknown-command"),
            ("502 5.5.1 Error: command not implemented", "unknown-command"),
            ("H=(copier) [192.0.2.7] F=<a@b> rejected RCPT <c@d>: relay not permitted", "relay-denied"),
            ("Ricoh Exceeded max. email size", "Ricoh"), ("5.7.606", "5.7.606: Permanent"),
        ])
    func heads(_ subject: String, _ start: String) { #expect(text(subject).hasPrefix(start), "\(text(subject))") }

    @Test("a code within a range of codes is that of its rule")
    func ranges() {
        #expect(text("5.7.606").contains("ip-banned") && text("4.7.500").contains("temporarily-throttled"))
    }

    @Test("a code's causes are those of its class")
    func classes() {
        #expect(text("4.7.0").contains("temporarily-throttled") && !text("4.7.0").contains("530"))
        #expect(text("5.7.0").contains("530") && !text("5.7.0").contains("421"))
        #expect(text("5.4.1").contains("Servers give it for:") && !text("4.4.1").contains("recipient-unknown"))
    }

    @Test("a masked greeting, a masked keyword", arguments: ["220 ****************************", "250-XXXXXXXA"])
    func masked(_ line: String) { #expect(text(line).hasPrefix("esmtp-inspection, ")) }

    @Test(
        "what programs and logs say",
        arguments: [
            ("-2147467259", "“-2147467259”, a program's words"), ("0x80040217", "“0x80040217”"),
            (
                "mail postfix/smtpd[2]: lost connection after STARTTLS from unknown[192.0.2.7]",
                "“lost connection after st"
            ),
            ("timeout after DATA (524288 bytes) from unknown[192.0.2.7]", "“timeout after data”"),
            ("SMTP connect() failed.", "“smtp connect() failed”"), ("Sending failed: 0x800CCC0F", "“0x800ccc0f”"),
            ("235 2.7.0 Authentication successful", "A positive reply: nothing was refused."),
        ])
    func programs(_ words: String, _ start: String) { #expect(text(words).hasPrefix(start), "\(text(words))") }

    @Test("who has to act begins a sentence")
    func sentences() throws {
        let base = try KnowledgeBase.builtIn()
        for subject in base.causes + base.replyRules.map(\.id) {
            let who = text(subject).split(separator: "\n").first { $0.hasPrefix("  Who ") }?.dropFirst(10) ?? "X"
            #expect(who.first?.isLowercase == false, "\(subject): \(who)")
        }
    }
}
