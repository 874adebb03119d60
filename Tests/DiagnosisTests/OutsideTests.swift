import Diagnosis
import TestSupport
import Testing

/// Seen beyond the firewall: what the client's side does may be the firewall's doing.
@Suite struct OutsideTests {
    private let near: Set<Responsible> = [.firewall, .deviceFault]

    @Test func refusalIsTheSame() throws {
        let session = try Attempt.outside().expect(
            Script.mail + "C: RCPT TO:<a@example.net>\nS: 550 5.1.1 User unknown\n" + Script.quit, .refused, at: .rcpt,
            .recipient, "recipient-unknown")
        #expect(!session.verdict.cleared.contains { $0.party == .firewall })
    }

    @Test func resetFromTheClientsSide() throws {
        try Attempt.outside().expect(
            Script.data + "body 3000 from client\nrst from client", .unknown, at: .accepted, .unknown,
            "reset-from-client-side", or: near, by: .unknown)
    }

    @Test func replyNeverAcknowledged() throws {
        try Attempt.outside().expect(
            Script.endOfData
                + "acks off\nS: 250 2.0.0 Ok\nwait 1s\nretransmit from server\nwait 2s\nretransmit from server",
            .delivered, at: nil, .unknown, "reply-never-acknowledged", or: near)
    }

    @Test func clientNeverAcknowledges() throws {
        try Attempt.outside().expect(
            Script.greeting + "C: EHLO copier\nacks off\nS: 250 Ok\nwait 1s\nretransmit from server", .unknown,
            at: .mail,
            .unknown, "client-side-never-acknowledges", or: near)
    }

    @Test func serverTimesOutOnASilentClient() throws {
        try Attempt.outside().expect(
            Script.mail + "wait 300s\nS: 421 4.4.2 Timeout\nclose from server", .refused, at: .rcpt, .unknown,
            "client-side-silent", or: near, by: .server)
    }

    @Test func commandArrivesMasked() throws {
        try Attempt.outside(port: 587).expect(
            Script.submission + "C: XXXXXXXX\nS: 500 5.3.3 Unrecognized command\n" + Script.quit, .refused,
            at: .starttls,
            .unknown, "client-side-sends-xxxx", or: [.firewall])
    }

    @Test func serverResets() throws {
        let session = try Attempt.outside().session(Script.ehlo + "C: MAIL FROM:<a@example.org>\nrst from server")
        #expect(session.verdict.cause == "server-reset-without-reply")
        #expect(Set(session.verdict.candidates + [session.verdict.responsible]) == [.serverFault, .isp, .networkPath])
    }

    // MARK: - On the server's side

    /// The server's packets start here, the client's have crossed the Internet.
    private var besideServer: Attempt {
        Attempt.outside().with {
            $0.transcript.client.ttl = 50
            $0.transcript.server.ttl = 64
        }
    }

    @Test func theInternetIsOnTheClientsSide() throws {
        let session = try besideServer.session(
            Script.greeting + "C: EHLO copier\nacks off\nS: 250 Ok\nwait 1s\nretransmit from server")
        #expect(Set(session.verdict.candidates) == [.firewall, .isp, .networkPath, .deviceFault])
    }

    @Test func serverResetsBesideTheCapture() throws {
        let session = try besideServer.session(Script.ehlo + "C: MAIL FROM:<a@example.org>\nrst from server")
        #expect(session.verdict.responsible == .serverFault)
    }

    /// A device with an address of its own in the Internet, captured beside it.
    @Test func publicDeviceIsNotBeyondTheFirewall() throws {
        let device = Attempt().with { $0.transcript.client.address = "203.0.113.77" }
        let session = try device.session(Script.ehlo + "C: MAIL FROM:<a@example.org>\nrst from server")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.firewall))
    }
}
