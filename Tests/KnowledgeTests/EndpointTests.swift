import Knowledge
import Testing

@Suite struct EndpointTests {
    let base: KnowledgeBase

    init() throws { base = try KnowledgeBase.builtIn() }

    @Test(
        arguments: [
            ("contoso-com.mail.protection.outlook.com", "m365-mx"),
            ("CONTOSO-COM.MAIL.PROTECTION.OUTLOOK.COM.", "m365-mx"),
            ("contoso-com.e-v1.mx.microsoft", "m365-mx"), ("smtp.hve.mx.microsoft", "m365-hve"),
            ("smtp.office365.com", "m365-submission"), ("outlook.ha.office365.com", nil),
            ("smtp-legacy.office365.com", "m365-legacy"), ("smtp-mail.outlook.com", "outlook-consumer"),
            ("smtp.gmail.com", "gmail-submission"), ("smtp-relay.gmail.com", "gmail-relay"),
            ("alt1.aspmx.l.google.com", "gmail-mx"), ("email-smtp.eu-west-1.amazonaws.com", "amazon-ses"),
            ("smtp.sendgrid.net", "sendgrid"), ("smtp.zoho.eu", "zoho-submission"),
            ("smtpout.secureserver.net", "godaddy-submission"), ("eu-smtp-inbound-1.mimecast.com", "mimecast"),
            ("mx1-us1.ppe-hosted.com", "proofpoint"), ("mail.example.com", nil),
            ("mail.protection.outlook.com.example.net", nil),
        ] as [(String, String?)])
    func nameLeadsTo(_ name: String, _ id: String?) {
        #expect(base.endpoint(for: EndpointQuestion(names: [name]))?.id == id)
    }

    @Test(
        arguments: [
            (
                "DB5PEPF00014B9F.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Sat, 21 Nov 2026",
                "m365-mx"
            ),
            (
                "FR0P281CA0045.outlook.office365.com Microsoft ESMTP MAIL Service ready at Sat, 21 Nov 2026",
                "m365-submission"
            ),
            ("EX01.example.local Microsoft ESMTP MAIL Service ready at Sat, 21 Nov 2026", "exchange-onprem"),
            ("smtp.gmail.com ESMTP a640c23a62f3a.12 - gsmtp", "gmail-submission"),
            ("mail.example.net ESMTP Postfix (Debian/GNU)", "postfix"), ("mail.example.net ESMTP Exim 4.96", "exim"),
            ("host.example.net ESMTP OpenSMTPD", "opensmtpd"),
            ("host.example.net ESMTP Sendmail 8.17.1/8.17.1", "sendmail"),
            ("**************************************", "cisco-asa"), ("mail.example.net ESMTP", nil),
        ] as [(String, String?)])
    func greetingShows(_ greeting: String, _ id: String?) {
        #expect(base.endpoint(for: EndpointQuestion(greeting: greeting))?.id == id)
    }

    @Test func namesDecideBeforeTheGreeting() {
        let question = EndpointQuestion(
            names: ["contoso-com.mail.protection.outlook.com"], greeting: "gw ESMTP Postfix")
        #expect(base.endpoint(for: question)?.id == "m365-mx")
        #expect(base.endpoint(for: EndpointQuestion(greeting: question.greeting))?.id == "postfix")
    }

    @Test func theEhloNameAndTheAddressAreWeakerEvidence() {
        #expect(
            base.endpoint(for: EndpointQuestion(ehloName: "DB5PEPF00014B9F.mail.protection.outlook.com Hello"))?.id
                == "m365-mx")
        #expect(base.endpoint(for: EndpointQuestion(address: "104.47.11.10"))?.id == "m365-mx")
        #expect(base.endpoint(for: EndpointQuestion(address: "104.47.128.10")) == nil)
        #expect(base.endpoint(for: EndpointQuestion(address: "2001:db8::1")) == nil)
        #expect(base.endpoint(for: EndpointQuestion()) == nil)
    }

    @Test func whatEndpointsOfferAndDemand() throws {
        let mx = try #require(base.endpoint(id: "m365-mx"))
        #expect(mx.kind == .mx && mx.neverOffers == ["AUTH"] && mx.alwaysOffers.contains("STARTTLS"))
        let submission = try #require(base.endpoint(id: "m365-submission"))
        #expect(
            submission.demands == ["starttls", "auth", "own-sender"] && submission.mechanisms == ["LOGIN", "XOAUTH2"])
        #expect(!submission.ports.contains(465))
    }

    @Test(arguments: [
        "smtp.example.com", "mx1.example.com", "mail", "relay.scan.local", "smtp-relay.example.com",
        "smtp02.example.com", "contoso-com.mail.protection.outlook.com", "email-smtp.eu-west-1.amazonaws.com",
    ])
    func isAMailHostName(_ name: String) { #expect(base.isMailHostName(name)) }

    @Test(arguments: ["www.example.com", "mailchimp.com", "smtpd-docs.example.com", "ntp.example.com", "", "."])
    func isNoMailHostName(_ name: String) { #expect(!base.isMailHostName(name)) }

    @Test func keywordsThatNobodyElseOffersTellTheServer() {
        #expect(base.endpoint(for: EndpointQuestion(keywords: ["SIZE", "X-EXPS"]))?.id == "exchange-onprem")
        #expect(base.endpoint(for: EndpointQuestion(keywords: ["SIZE", "STARTTLS", "AUTH"])) == nil)
        // What leads to a server says more.
        let named = EndpointQuestion(names: ["contoso-com.mail.protection.outlook.com"], keywords: ["XRDST"])
        #expect(base.endpoint(for: named)?.id == "m365-mx")
    }
}
