import Diagnosis
import Knowledge
import TestSupport
import Testing

/// Who answers is not who was asked, or something between changes the words.
@Suite struct IdentityTests {
    private let microsoft = "contoso-com.mail.protection.outlook.com"

    @Test func anotherServerUnderAKnownName() throws {
        try Attempt(name: microsoft).expect(
            Script.mail + "C: RCPT TO:<a@example.net>\nS: 550 5.7.1 Relay access denied\n" + Script.quit, .refused,
            at: .rcpt, .unknown, "greeting-of-another-server", or: [.dnsConfig, .firewall, .isp, .serverPolicy])
    }

    @Test func anotherServerNextDoor() throws {
        try Attempt(name: microsoft).with { $0.transcript.server.ttl = 64 }.expect(
            Script.mail + "C: RCPT TO:<a@example.net>\nS: 550 5.7.1 Relay access denied\n" + Script.quit, .refused,
            at: .rcpt, .unknown, "transparent-redirect", or: [.firewall, .isp])
    }

    @Test func starttlsIsMissingWhereItNeverIs() throws {
        let script = """
            S: 220 AM0PR0101.outlook.office365.com Microsoft ESMTP MAIL Service ready
            C: EHLO copier
            S: 250-AM0PR0101.outlook.office365.com Hello [203.0.113.10]
            S: 250-SIZE 157286400
            S: 250 8BITMIME

            """
        try Attempt(port: 587, name: "smtp.office365.com").expect(
            script + Script.quit, .failed, at: .starttls, .unknown, "starttls-not-offered",
            or: [.firewall, .serverPolicy])
        try Attempt(port: 587, name: "smtp.office365.com").expect(
            script + "C: AUTH LOGIN\nS: 504 5.7.4 Unrecognized authentication type\n" + Script.quit, .refused,
            at: .auth,
            .unknown, "starttls-not-offered", or: [.firewall, .deviceConfig])
    }

    private let masked = """
        S: 220 ************************************************
        C: EHLO copier
        S: 250-mail.example.net
        S: 250-SIZE 157286400
        S: 250 XXXXXXXA

        """

    /// The service has no such box before it: it stands on the client's side.
    @Test func maskedWordsOfAKnownService() throws {
        try Attempt(port: 587, name: "smtp.office365.com").expect(
            masked + Script.quit, .failed, at: .starttls, .firewall, "esmtp-inspection", .likely)
    }

    /// Of an unknown server: the box may as well stand before the server.
    @Test func maskedWordsOfAnUnknownServer() throws {
        try Attempt(port: 587, name: "mail.example.net").expect(
            masked + Script.quit, .failed, at: .starttls, .unknown, "esmtp-inspection",
            or: [.firewall, .serverPolicy])
    }

    @Test func maskedGreetingAloneBreaksNothing() throws {
        let rest = Script.accepted.dropFirst(Script.greeting.count)
        let session = try Attempt().expect(
            "S: 220 ************************\n" + rest + Script.quit, .delivered, at: nil, .none, "delivered")
        #expect(session.verdict.also.contains { $0.cause == "esmtp-inspection" })
    }

    @Test func secureShellAnswers() throws {
        try Attempt().expect(
            "S: SSH-2.0-OpenSSH_9.2p1\nwait 2s\nclose from client", .failed, at: .greeting, .deviceConfig,
            "not-an-smtp-server")
    }

    /// A captive portal beside the client is no wrong setting of the device.
    @Test func aBoxNextDoorAnswersWithAnotherProtocol() throws {
        let session = try Attempt().with { $0.transcript.server.ttl = 64 }.session(
            "S: HTTP/1.1 400 Bad Request\nclose from server")
        #expect(session.verdict.cause == "not-an-smtp-server")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.firewall))
    }

    @Test func theFirewallRefusesInTheServersName() throws {
        try Attempt().with { $0.transcript.server.ttl = 64 }.expect(
            "S: 554 5.7.1 Outbound SMTP is blocked\n" + Script.quit, .refused, at: .greeting, .firewall,
            "firewall-answers-itself", .likely)
    }
}
