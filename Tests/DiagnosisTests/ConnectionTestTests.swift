import Diagnosis
import Knowledge
import Testing

/// Clients that end well before they try to send: "Send test mail" keys, monitoring, port checks.
@Suite struct ConnectionTestTests {
    @Test func connectAndClose() throws {
        try Attempt().expect(
            "connect\nclose from client", .testOnly, at: .greeting, .none, "tcp-connect-test-only", by: .client)
    }

    @Test func connectAndReset() throws {
        try Attempt().expect(
            "connect\nrst from client", .testOnly, at: .greeting, .none, "tcp-connect-test-only", by: .client)
    }

    @Test func resetWithoutReadingTheGreeting() throws {
        try Attempt().expect(
            Script.greeting + "rst from client", .testOnly, at: .ehlo, .none, "tcp-connect-test-only", by: .client)
    }

    @Test(arguments: [Script.quit, "C: QUIT\nfin from client"])
    func quitAfterGreeting(_ end: String) throws {
        try Attempt().expect(
            Script.greeting + end, .testOnly, at: .ehlo, .none, "banner-test-only", by: .client, .proven)
    }

    @Test func closeAfterGreeting() throws {
        try Attempt().expect(
            Script.greeting + "close from client", .testOnly, at: .ehlo, .none, "banner-test-only", by: .client)
    }

    /// Exim says "lost input connection" to a client that has left already.
    @Test func aFarewellIsNoRefusal() throws {
        try Attempt().expect(
            Script.greeting + "fin from client\nS: 421 mail.example.net lost input connection\n", .testOnly, at: .ehlo,
            .none, "banner-test-only", by: .client)
    }

    @Test(arguments: [Script.quit, "close from client"])
    func endAfterEHLO(_ end: String) throws {
        try Attempt().expect(Script.ehlo + end, .testOnly, at: .mail, .none, "ehlo-test-only", by: .client)
    }

    /// A client that demands STARTTLS or a login, and is offered none, leaves just as after a test: the capture proves the
    /// one no more than the other.
    @Test(arguments: [
        ("mx Hello\nS: 250 SIZE 1000", Confidence.likely, "neither STARTTLS nor a login"),
        ("mx Hello\nS: 250-AUTH LOGIN\nS: 250 SIZE 1000", .likely, "no STARTTLS"),
        ("mx Hello\nS: 250-STARTTLS\nS: 250 SIZE 1000", .proven, ""),
    ])
    func whatTheClientMayHaveMissed(_ reply: String, _ confidence: Confidence, _ lacking: String) throws {
        let script = Script.greeting + "C: EHLO scanner.example.com\nS: 250-\(reply)\n" + Script.quit
        let verdict = try Attempt().session(script).verdict
        #expect(verdict.cause == "ehlo-test-only" && verdict.confidence == confidence, "\(verdict.confidence)")
        let told = verdict.evidence.first { $0.text.contains("the EHLO reply offers") }
        #expect(lacking.isEmpty ? told == nil : told.map { $0.text.contains(lacking) && !$0.frames.isEmpty } ?? false)
    }

    /// HELO asks for no extensions, so that nothing can be missed.
    @Test func nothingIsMissedAfterHELO() throws {
        let script = Script.greeting + "C: HELO scanner.example.com\nS: 250 mx\n" + Script.quit
        #expect(try Attempt().session(script).verdict.confidence == .proven)
    }

    @Test func onSubmissionTheNextStageIsStartTLS() throws {
        try Attempt(port: 587).expect(
            Script.submission + Script.quit, .testOnly, at: .starttls, .none, "ehlo-test-only")
    }

    @Test func quitAfterLogin() throws {
        let login = "C: AUTH PLAIN AHNjYW4AcGFzcw==\nS: 235 2.7.0 Authentication successful\n"
        let session = try Attempt(port: 587).expect(
            Script.submission + login + Script.quit, .testOnly, at: .mail, .none, "auth-test-only")
        #expect(session.verdict.cleared.contains { $0.party == .credentials })
        #expect(session.verdict.also.contains { $0.cause == "credentials-in-clear" })
    }

    @Test(arguments: [Script.mail, Script.rcpt])
    func quitInsideTheEnvelope(_ script: String) throws {
        let session = try Attempt().session(script + Script.quit)
        #expect(session.verdict.cause == "mail-from-test-only")
        #expect(session.verdict.responsible == .none)
    }

    /// A sender verification of another mail server: MAIL FROM:<>, RCPT, RSET, QUIT.
    @Test func callout() throws {
        let probe = "C: MAIL FROM:<>\nS: 250 Ok\nC: RCPT TO:<scan@example.net>\nS: 250 Ok\nC: RSET\nS: 250 Ok\n"
        try Attempt().expect(
            Script.ehlo + probe + Script.quit, .testOnly, at: .data, .none, "mail-from-test-only")
    }

    /// The same, of a checker that hangs up once it knows.
    @Test func calloutThatHangsUp() throws {
        let probe = "C: MAIL FROM:<>\nS: 250 Ok\nC: RCPT TO:<scan@example.net>\nS: 250 Ok\nC: RSET\nS: 250 Ok\n"
        try Attempt().expect(
            Script.ehlo + probe + "close from client", .testOnly, at: .data, .none, "mail-from-test-only")
    }

    @Test func verifyProbeIsNoRefusal() throws {
        let probe = "C: VRFY root\nS: 502 5.5.1 VRFY disallowed\nC: NOOP\nS: 250 Ok\n"
        try Attempt().expect(Script.ehlo + probe + Script.quit, .testOnly, at: .mail, .none, "ehlo-test-only")
    }

    /// Whoever says QUIT and leaves at once is answered with a reset: nobody's fault.
    @Test func resetAfterQuit() throws {
        try Attempt().expect(
            Script.ehlo + "C: QUIT\nrst from server", .testOnly, at: .mail, .none, "ehlo-test-only", by: .client)
    }

    /// A monitoring system looks whether port 465 is open.
    @Test func portCheckOfImplicitTLS() throws {
        try Attempt(port: 465).expect(
            "connect\nclose from client", .testOnly, at: .greeting, .none, "tcp-connect-test-only", by: .client)
    }
}
