import Diagnosis
import Knowledge
import SMTP
import Testing

/// What the server accepted, and what became of the others.
@Suite struct DeliveryTests {
    @Test func delivered() throws {
        let session = try Attempt(name: "mail.example.net").expect(
            Script.accepted + Script.quit, .delivered, at: nil, .none, "delivered", by: .client, .proven)
        #expect(session.verdict.stageReached == .quit)
        #expect(session.verdict.decisiveReply?.code == 250)
    }

    @Test(arguments: ["close from client", "rst from client", "rst from server", "close from server", ""])
    func deliveredWithoutQuit(_ end: String) throws {
        let session = try Attempt().expect(Script.accepted + end, .delivered, at: nil, .none, "delivered")
        #expect(session.verdict.stageReached == .accepted)
    }

    @Test func timeoutAfterDelivery() throws {
        try Attempt().expect(
            Script.accepted + "wait 300s\nS: 421 4.4.2 Timeout\nclose from server", .delivered, at: nil, .none,
            "delivered", by: .server)
    }

    @Test func partial() throws {
        let envelope = """
            C: RCPT TO:<nobody@example.net>
            S: 550 5.1.1 <nobody@example.net>: User unknown

            """
        let rest = Script.accepted.dropFirst(Script.rcpt.count)
        let session = try Attempt().expect(
            Script.rcpt + envelope + rest + Script.quit, .partial, at: nil, .recipient, "one-recipient-unknown")
        #expect(session.verdict.decisiveReply?.code == 550)
    }

    /// Deferred, tried again in the same session, and taken.
    @Test(arguments: ["", "C: RSET\nS: 250 Ok\nC: MAIL FROM:<scan@example.org>\nS: 250 Ok\n"])
    func recipientTakenAtTheSecondTry(_ between: String) throws {
        let deferred = "C: RCPT TO:<office@example.net>\nS: 450 4.2.0 Greylisted\n" + between
        let rest = Script.accepted.dropFirst(Script.mail.count)
        try Attempt().expect(
            Script.mail + deferred + rest + Script.quit, .delivered, at: nil, .none, "delivered")
    }

    @Test func oneMessageAcceptedAndOneRefused() throws {
        let second = Script.endOfData.dropFirst(Script.ehlo.count)
        let session = try Attempt().session(
            Script.accepted + second + "S: 554 5.7.1 Message content rejected: spam\n" + Script.quit)
        #expect(session.verdict.outcome == .partial)
        #expect(session.verdict.responsible == .message)
        #expect(session.verdict.decisiveReply?.code == 554)
    }

    @Test func severalMessages() throws {
        let second = Script.accepted.dropFirst(Script.ehlo.count)
        try Attempt().expect(
            Script.accepted + second + Script.quit, .delivered, at: nil, .none, "delivered")
    }

    @Test func pipelinedDelivery() throws {
        try Attempt().expect(
            Script.ehlo + """
                C: MAIL FROM:<scan@example.org>
                C: RCPT TO:<office@example.net>
                C: DATA
                S: 250 2.1.0 Ok
                S: 250 2.1.5 Ok
                S: 354 Go ahead
                body 500 from client

                C: .
                C: QUIT
                S: 250 2.0.0 Ok
                S: 221 2.0.0 Bye
                close from server
                """, .delivered, at: nil, .none, "delivered", by: .client)
    }

    /// The server has the mail, the device reports a failure and sends it again.
    @Test func acceptedAfterTheClientHadLeft() throws {
        try Attempt().expect(
            Script.endOfData + "wait 20s\nfin from client\nwait 5s\nS: 250 2.0.0 Ok\nfin from server", .delivered,
            at: nil, .deviceConfig, "client-timeout-before-reply", by: .client)
    }

    /// A script that closes its half of the connection once everything is said still reads the answer.
    @Test func halfCloseIsNoImpatience() throws {
        try Attempt().expect(
            Script.endOfData + "fin from client\nS: 250 2.0.0 Ok\nfin from server", .delivered, at: nil, .none,
            "delivered")
    }
}
