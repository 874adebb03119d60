import Diagnosis
import Knowledge
import TestSupport
import Testing

/// Somebody waited in vain.
@Suite struct SilenceTests {
    private let far: Set<Responsible> = [.firewall, .isp, .networkPath, .serverFault]

    @Test func noGreeting() throws {
        try Attempt().expect(
            "connect\nwait 60s\nclose from client", .unknown, at: .greeting, .unknown, "no-greeting", or: far,
            by: .client)
    }

    @Test func commandNeverAcknowledged() throws {
        try Attempt().expect(
            Script.ehlo
                + "acks off\nC: MAIL FROM:<scan@example.org>\nwait 1s\nretransmit from client\nwait 2s\nretransmit from client",
            .unknown, at: .mail, .unknown, "no-reply", or: far)
    }

    @Test func commandAcknowledgedAndNotAnswered() throws {
        let session = try Attempt().expect(
            Script.mail + "C: RCPT TO:<office@example.net>\nwait 300s\nclose from client", .failed, at: .rcpt,
            .serverFault, "no-reply", by: .client, .likely)
        #expect(session.verdict.candidates.contains(.reputation))
    }

    /// A client that gives a server only seconds has hardly shown that the server is at fault.
    @Test func impatientClientIsNoProofAgainstTheServer() throws {
        let session = try Attempt().session(
            Script.mail + "C: RCPT TO:<office@example.net>\nwait 5s\nclose from client")
        #expect(session.verdict.cause == "no-reply")
        #expect(session.verdict.confidence == .possible)
    }

    private let vanishing =
        "acks off\nbody 1460 from client\nwait 1s\nretransmit from client\nwait 300s\nretransmit from client\n"

    @Test func messageNeverAcknowledged() throws {
        try Attempt().expect(
            Script.data + vanishing + "wait 60s\nfin from client", .unknown, at: .accepted, .unknown, "path-broke",
            or: far)
    }

    /// The client sends and sends; that the server says "timeout" is not the client's doing.
    @Test func largeSegmentsVanish() throws {
        let attempt = Attempt().with {
            $0.damage = { $0.acknowledgingLess(by: 1460, inLast: 2) }
        }
        try attempt.expect(
            Script.data + vanishing + "ack from server\nS: 421 4.4.2 Error: timeout exceeded", .unknown, at: .accepted,
            .unknown, "mtu-black-hole", or: [.firewall, .isp, .networkPath])
    }

    @Test func messageNeverAnswered() throws {
        try Attempt().expect(
            Script.endOfData + "wait 600s\nclose from client", .unknown, at: .accepted, .unknown,
            "no-reply-after-message", or: far, by: .client)
    }

    /// The server takes no more octets: whoever leaves then had no other way.
    @Test(arguments: ["close from client", "rst from client"])
    func serverWindowStaysClosed(_ end: String) throws {
        let session = try Attempt().session(
            Script.data + "body 3000 from client\nwindow 0 from server\nwait 120s\n" + end)
        #expect(session.verdict.cause == "server-zero-window")
        #expect(session.verdict.responsible == .serverFault)
        #expect(session.verdict.stoppedAt == .accepted)
    }

    @Test func serverWindowOpensAgain() throws {
        let body = "body 3000 from client\nwindow 0 from server\nwait 2s\nwindow 501 from server\nC: .\n"
        try Attempt().expect(
            Script.data + body + "S: 250 2.0.0 Ok\n" + Script.quit, .delivered, at: nil, .none, "delivered")
    }
}
