import Diagnosis
import SMTP
import Testing

/// Several refusals in one session: the first is the cause, what follows from it is not.
@Suite struct ConsequenceTests {
    private func decided(
        _ script: String, by code: Int, at stage: Stage, _ responsible: Responsible, _ cause: String,
        port: UInt16 = 25, location: SourceLocation = #_sourceLocation
    ) throws {
        let session = try Attempt(port: port).expect(
            script, .refused, at: stage, responsible, cause, location: location)
        #expect(session.verdict.decisiveReply?.code == code, sourceLocation: location)
    }

    private let pipeline = """
        C: MAIL FROM:<scan@example.org>
        C: RCPT TO:<nobody@example.net>
        C: DATA

        """

    @Test(arguments: ["554 5.5.1 Error: no valid recipients", "503 5.5.1 Bad sequence of commands"])
    func dataAfterRefusedRecipientInAPipeline(_ reply: String) throws {
        try decided(
            Script.ehlo + pipeline + """
                S: 250 2.1.0 Ok
                S: 550 5.1.1 <nobody@example.net>: User unknown
                S: \(reply)

                """ + Script.quit, by: 550, at: .rcpt, .recipient, "recipient-unknown")
    }

    @Test func everythingAfterRefusedMail() throws {
        try decided(
            Script.ehlo + pipeline + """
                S: 550 5.7.1 Sender address rejected: not owned by user scan
                S: 503 5.5.1 Need MAIL command
                S: 503 5.5.1 Need RCPT command

                """ + Script.quit, by: 550, at: .mail, .deviceConfig, "send-as-denied")
    }

    @Test func mailAfterRefusedLogin() throws {
        try decided(
            Script.submission + """
                C: AUTH PLAIN AHNjYW4AcGFzcw==
                S: 535 5.7.8 Authentication credentials invalid
                C: MAIL FROM:<scan@example.org>
                S: 530 5.7.0 Authentication required

                """ + Script.quit, by: 535, at: .auth, .credentials, "bad-credentials", port: 587)
    }

    @Test func theFirstOfAllRefusedRecipients() throws {
        try decided(
            Script.mail + """
                C: RCPT TO:<a@example.net>
                S: 550 5.7.1 Service unavailable, Client host [203.0.113.10] blocked using Spamhaus
                C: RCPT TO:<b@example.net>
                S: 450 4.3.2 Try again later

                """ + Script.quit, by: 550, at: .rcpt, .reputation, "ip-blocklisted")
    }

    /// Another recipient was accepted: DATA was refused for a reason of its own.
    @Test func dataIsItsOwnReasonWhereARecipientWasAccepted() throws {
        try decided(
            Script.rcpt + """
                C: RCPT TO:<nobody@example.net>
                S: 550 5.1.1 <nobody@example.net>: User unknown
                C: DATA
                S: 451 4.3.5 Server configuration error

                """ + Script.quit, by: 451, at: .data, .serverFault, "server-configuration-error")
    }

    /// The server gives up on a client that stays: what it refused before is the cause.
    @Test(arguments: ["421 4.4.2 Error: timeout exceeded", "421 4.7.0 Error: too many errors"])
    func closingAfterARefusal(_ reply: String) throws {
        try decided(
            Script.mail + """
                C: RCPT TO:<office@example.net>
                S: 550 5.7.1 Client host [203.0.113.10] blocked using Spamhaus
                wait 300s
                S: \(reply)
                close from server
                """, by: 550, at: .rcpt, .reputation, "ip-blocklisted")
    }

    // MARK: - Refusals that were overcome

    @Test func heloAfterRefusedEHLO() throws {
        let rest = Script.accepted.dropFirst(Script.ehlo.count)
        try Attempt().expect(
            Script.greeting + """
                C: EHLO copier
                S: 502 5.5.2 Command not recognized
                C: HELO copier
                S: 250 mail.example.net

                """ + rest + Script.quit, .delivered, at: nil, .none, "delivered")
    }

    @Test func plainDeliveryAfterRefusedStartTLS() throws {
        let rest = Script.accepted.dropFirst(Script.ehlo.count)
        try Attempt(port: 25).expect(
            Script.submission + "C: STARTTLS\nS: 454 4.7.0 TLS not available\n" + rest + Script.quit, .delivered,
            at: nil, .none, "delivered")
    }

    @Test func secondMechanismWorks() throws {
        let rest = Script.accepted.dropFirst(Script.ehlo.count)
        try Attempt(port: 587).expect(
            Script.submission + """
                C: AUTH CRAM-MD5
                S: 504 5.5.4 Unrecognized authentication type
                C: AUTH PLAIN AHNjYW4AcGFzcw==
                S: 235 2.7.0 Authentication successful

                """ + rest + Script.quit, .delivered, at: nil, .none, "delivered")
    }
}
