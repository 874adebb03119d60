import Diagnosis
import SMTP
import Testing

/// The server says no: at which stage, and whose matter it is.
@Suite struct RefusalTests {
    private func refused(
        _ script: String, _ reply: String, at stage: Stage, _ responsible: Responsible, _ cause: String,
        port: UInt16 = 25, name: String? = nil, location: SourceLocation = #_sourceLocation
    ) throws {
        let session = try Attempt(port: port, name: name).expect(
            script + "S: \(reply)\n" + Script.quit, .refused, at: stage, responsible, cause, location: location)
        let quoted = session.verdict.decisiveReply
        #expect(quoted.map { reply.hasPrefix("\($0.code)") } ?? false, sourceLocation: location)
    }

    // MARK: - Before the envelope

    @Test func atGreeting() throws {
        try refused("", "554 5.7.1 No service here", at: .greeting, .serverPolicy, "refused-at-greeting")
    }

    @Test func busyAtGreeting() throws {
        try Attempt().expect(
            "S: 421 4.3.2 Service not available\nclose from server", .refused, at: .greeting, .serverFault,
            "server-busy-at-greeting", by: .server)
    }

    @Test func tooManyConnections() throws {
        try Attempt().expect(
            "S: 421 4.7.0 mail.example.net Error: too many connections from 192.0.2.1\nclose from server", .refused,
            at: .greeting, .serverPolicy, "too-many-connections", by: .server)
    }

    @Test func invalidEHLOName() throws {
        try refused(
            Script.greeting + "C: EHLO copier_2\n", "501 5.5.4 Invalid domain name", at: .ehlo, .deviceConfig,
            "invalid-ehlo-name")
    }

    @Test func starttlsTemporarily() throws {
        try refused(
            Script.submission + "C: STARTTLS\n", "454 4.7.0 TLS not available due to local problem", at: .starttls,
            .serverFault, "tls-temporarily-unavailable", port: 587)
    }

    @Test func loginMissingOnSubmission() throws {
        try refused(
            Script.submission + "C: MAIL FROM:<scan@example.org>\n", "530 5.7.0 Authentication required", at: .mail,
            .deviceConfig, "auth-missing", port: 587)
    }

    @Test func starttlsDemandedAtMail() throws {
        try refused(
            Script.submission + "C: MAIL FROM:<scan@example.org>\n", "530 5.7.0 Must issue a STARTTLS command first",
            at: .mail, .deviceConfig, "starttls-not-used", port: 587)
    }

    @Test(arguments: ["503 5.5.1 Error: authentication not enabled", "504 5.7.4 Unrecognized authentication type"])
    func loginWhereNoneIsOffered(_ reply: String) throws {
        try refused(
            Script.ehlo + "C: AUTH LOGIN\n", reply, at: .auth, .deviceConfig, "auth-on-mx-endpoint")
    }

    @Test func loginBeforeStartTLS() throws {
        let ehlo = Script.greeting + "C: EHLO copier\nS: 250-mail.example.net\nS: 250 STARTTLS\n"
        try refused(
            ehlo + "C: AUTH LOGIN\n", "538 5.7.11 Encryption required for requested authentication mechanism",
            at: .auth, .deviceConfig,
            "auth-before-starttls", port: 587)
    }

    @Test func wrongPassword() throws {
        try refused(
            Script.submission + "C: AUTH PLAIN AHNjYW4AcGFzcw==\n", "535 5.7.8 Authentication credentials invalid",
            at: .auth, .credentials, "bad-credentials", port: 587)
    }

    // MARK: - The envelope

    @Test func invalidSender() throws {
        try refused(
            Script.ehlo + "C: MAIL FROM:<scanner>\n", "501 5.1.7 Invalid address", at: .mail, .deviceConfig,
            "invalid-sender-address")
    }

    @Test func mailThatNoRuleKnows() throws {
        try refused(
            Script.ehlo + "C: MAIL FROM:<scan@example.org>\n", "550 5.9.9 Mercury is in retrograde", at: .mail,
            .serverPolicy, "refused-at-mail")
    }

    @Test(arguments: [
        (
            "550 5.7.1 Service unavailable, Client host [203.0.113.10] blocked using Spamhaus", Responsible.reputation,
            "ip-blocklisted"
        ),
        ("554 5.7.1 <office@example.net>: Relay access denied", .serverPolicy, "relay-denied"),
        ("550 5.1.1 <office@example.net>: Recipient address rejected: User unknown", .recipient, "recipient-unknown"),
        ("450 4.2.0 <office@example.net>: Recipient address rejected: Greylisted", .serverPolicy, "greylisted"),
        ("550 5.9.9 Mercury is in retrograde", .serverPolicy, "refused-at-rcpt"),
    ])
    func recipient(_ reply: String, _ responsible: Responsible, _ cause: String) throws {
        try refused(
            Script.mail + "C: RCPT TO:<office@example.net>\n", reply, at: .rcpt, responsible, cause)
    }

    @Test func dataRefused() throws {
        try refused(
            Script.rcpt + "C: DATA\n", "451 4.3.5 Server configuration error", at: .data, .serverFault,
            "server-configuration-error")
    }

    @Test func contentRefused() throws {
        try refused(
            Script.endOfData, "554 5.7.1 Message content rejected: spam", at: .accepted, .message, "content-rejected")
    }

    @Test func dailyLimit() throws {
        try refused(
            Script.endOfData, "550 5.4.5 Daily user sending limit exceeded", at: .accepted, .serverPolicy,
            "daily-limit")
    }

    // MARK: - 421

    @Test func timeoutOfAnIdleClient() throws {
        try Attempt().expect(
            Script.mail + "wait 300s\nS: 421 4.4.2 mail.example.net Error: timeout exceeded\nclose from server",
            .refused, at: .rcpt, .deviceFault, "client-idle-too-long", by: .server)
    }

    @Test func endOfDataNeverSent() throws {
        try Attempt().expect(
            Script.data + "body 900 from client\nwait 300s\nS: 421 4.4.2 Timeout\nclose from server",
            .refused, at: .accepted, .deviceFault, "no-end-of-data", by: .server)
    }

    @Test func shuttingDown() throws {
        try Attempt().expect(
            Script.mail + "C: RCPT TO:<office@example.net>\nS: 421 4.3.2 Shutting down\nclose from server",
            .refused, at: .rcpt, .serverFault, "server-shutting-channel", by: .server)
    }

    /// A command that is on nobody's way may be answered with 421, too.
    @Test(arguments: ["RSET", "NOOP"])
    func shuttingDownAt(_ verb: String) throws {
        try Attempt().expect(
            Script.ehlo + "C: \(verb)\nS: 421 4.3.2 Shutting down\nclose from server", .refused, at: .mail,
            .serverFault, "server-shutting-channel", by: .server)
    }
}
