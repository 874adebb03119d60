import Diagnosis
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// Something stopped, and an end or a box gave up on it later: what stopped it is the fault, not the farewell.
@Suite struct StallTests {
    private let far: Set<Responsible> = [.firewall, .isp, .networkPath, .serverFault]

    /// Octets of the client that nobody took, over a minute.
    private static let repeated =
        "wait 1s\nretransmit from client\nwait 2s\nretransmit from client\nwait 4s\nretransmit from client\nwait 50s\n"

    private static func acknowledgingLess(_ octets: UInt32) -> @Sendable ([TestFrame]) -> [TestFrame] {
        { $0.acknowledgingLess(by: octets, inLast: 1) }
    }

    // MARK: - A late 421

    /// The command was sent again and again; that the server waited for one is not the client's silence.
    @Test func aTimeoutAfterACommandThatNeverArrived() throws {
        let lost = Attempt().with { $0.damage = Self.acknowledgingLess(28) }
        let session = try lost.expect(
            Script.mail + "acks off\nC: RCPT TO:<b@example.org>\n" + Self.repeated + "S: 421 4.4.2 timeout", .unknown,
            at: .rcpt, .unknown, "no-reply", or: far)
        #expect(!session.verdict.candidates.contains(.deviceFault))
    }

    /// The server's system had the command for a minute: the server owed the next word.
    @Test func aTimeoutAfterACommandThatArrived() throws {
        try Attempt().expect(
            Script.mail + "C: RCPT TO:<b@example.org>\nwait 60s\nS: 421 4.4.2 timeout", .refused, at: .rcpt,
            .serverFault, "server-closed-without-reply", or: [.firewall], .likely)
    }

    @Test func aTimeoutAfterAMessageThatArrived() throws {
        try Attempt().expect(
            Script.endOfData + "wait 120s\nS: 421 4.4.2 Error: timeout exceeded", .refused, at: .accepted,
            .serverFault, "closed-after-message-without-reply", or: [.firewall], .likely)
    }

    /// A client that was silent remains the first suspect; a server that waits seconds is one as well.
    @Test(arguments: [(20, [Responsible.serverPolicy]), (301, [])])
    func aTimeoutAfterSilence(_ seconds: Int, _ others: [Responsible]) throws {
        let session = try Attempt().session(Script.mail + "wait \(seconds)s\nS: 421 4.4.2 timeout")
        #expect(session.verdict.cause == "client-idle-too-long")
        #expect(session.verdict.responsible == .deviceFault)
        #expect(session.verdict.candidates == others)
        if !others.isEmpty { #expect(session.verdict.confidence <= .likely) }
    }

    /// The window stays closed until the server says that it waited too long.
    @Test func aTimeoutOfAServerThatTookNothing() throws {
        try Attempt().expect(
            Script.data + "body 2000 from client\nwindow 0 from server\nwait 60s\nwindow 0 from server\nacks off\n"
                + "S: 421 4.4.2 timeout\nwindow 0 from server", .failed, at: .accepted, .serverFault,
            "server-zero-window")
    }

    @Test func aResetOfAServerThatTookNothing() throws {
        try Attempt().expect(
            Script.data
                + "body 2000 from client\nwindow 0 from server\nwait 60s\nwindow 0 from server\nrst from server",
            .failed, at: .accepted, .serverFault, "server-zero-window")
    }

    // MARK: - A reset

    /// The box beside the client ends what has been dead for a minute.
    @Test func aBoxThatEndsWhatHadStopped() throws {
        let session = try Attempt().with { $0.resetTTL = 64 }.expect(
            Script.mail + "acks off\nC: RCPT TO:<b@example.org>\n" + Self.repeated + "rst from server", .unknown,
            at: .rcpt, .unknown, "path-injects-reset", or: far, by: .network)
        #expect(!session.verdict.cleared.contains { [.server, .isp, .networkPath].contains($0.party) })
    }

    /// The server owed its reply for longer than a client has to wait.
    @Test func aBoxThatWaitedLongEnough() throws {
        let near = Attempt().with { $0.resetTTL = 64 }
        let script = Script.mail + "C: RCPT TO:<b@example.org>\n"
        try near.expect(
            script + "wait 310s\nrst from server", .unknown, at: .rcpt, .unknown, "path-injects-reset",
            or: [.firewall, .serverFault])
        try near.expect(
            script + "wait 30s\nrst from server", .failed, at: .rcpt, .firewall, "firewall-injects-reset")
    }

    /// The server itself resets what it never got.
    @Test func aServerThatEndsWhatHadStopped() throws {
        let session = try Attempt.outside().session(
            Script.data + "acks off\nbody 1460 from client\n" + Self.repeated + "rst from server")
        #expect(session.verdict.cause == "path-broke")
        #expect(session.verdict.responsible != .serverFault)
    }

    /// The client's window is closed: the server cannot say what it owes.
    @Test func aClientThatTakesNothing() throws {
        let session = try Attempt().session(
            Script.mail + "C: RCPT TO:<b@example.org>\nwindow 0 from client\nwait 100s\nrst from server")
        #expect(session.verdict.candidates.contains(.deviceFault))
        #expect(!session.verdict.cleared.contains { $0.party == .device })
    }

    // MARK: - The client leaves

    /// Who leaves at once does not show that no reply would have come.
    @Test(arguments: ["close from client", "rst from client"]) func aClientThatHardlyWaits(_ end: String) throws {
        let session = try Attempt().session(Script.mail + "C: RCPT TO:<b@example.org>\nwait 100ms\n" + end)
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains { $0 == .deviceConfig || $0 == .deviceFault })
    }

    /// A reply that was sent again and again, and never acknowledged, clears nobody between.
    @Test func aReplyThatNeverArrived() throws {
        let unheard = Attempt().with { $0.damage = Self.acknowledgingLess(22) }
        let session = try unheard.expect(
            "acks off\nwait 10ms\nS: 220 mail.example.net\n"
                + Self.repeated.replacing("from client", with: "from server") + "fin from client", .unknown,
            at: .ehlo, .unknown, "client-side-never-acknowledges", or: [.deviceFault, .networkPath])
        #expect(session.verdict.cleared.isEmpty)
    }

    /// The server had closed before the command came.
    @Test func aCommandAfterTheServersFIN() throws {
        let session = try Attempt().session(
            Script.mail
                + "wait 10s\nfin from server\nack from client\nwait 30s\nacks off\nC: RCPT TO:<b@example.org>\nrst from server"
        )
        #expect(session.verdict.cause == "server-closed-without-reply")
        #expect(session.verdict.responsible == .unknown)
    }

    // MARK: - Whose turn it was

    /// The device stops in the middle, everything is acknowledged, and the server resets after five minutes.
    @Test func aDeviceThatStopsInItsMessage() throws {
        let script = Script.data + "body 2000 from client\nwait 305s\nrst from server"
        try Attempt().expect(script, .failed, at: .accepted, .deviceFault, "no-end-of-data")
        try Attempt.outside().expect(
            Script.data + "wait 305s\nrst from server", .failed, at: .accepted, .unknown, "client-side-silent",
            or: [.firewall, .deviceFault])
    }

    /// Octets of a chunk are missing: the client's turn, whatever the server acknowledged.
    @Test func aDeviceThatStopsInItsChunk() throws {
        let session = try Attempt().session(
            Script.rcpt + "C: BDAT 3000 LAST\nbody 2000 from client\nwait 305s\nS: 421 4.4.2 timeout")
        #expect(session.verdict.responsible == .deviceFault)
    }

    /// The server owed its greeting.
    @Test func aTimeoutAsTheFirstWord() throws {
        try Attempt().expect(
            "wait 310s\nS: 421 4.4.2 mx.example timeout", .refused, at: .greeting, .serverFault,
            "server-closed-without-reply", or: [.firewall])
    }

    /// Whatever the code, it answers no command that it did not acknowledge.
    @Test(arguments: [
        "451 4.4.2 Timeout - closing connection", "451 4.7.0 Timeout waiting for client input", "451 4.3.0 Try later",
    ])
    func aReplyThatAcknowledgesNothing(_ reply: String) throws {
        let lost = Attempt().with { $0.damage = Self.acknowledgingLess(28) }
        try lost.expect(
            Script.mail + "acks off\nC: RCPT TO:<b@example.org>\n" + Self.repeated + "S: \(reply)", .unknown,
            at: .rcpt, .unknown, "no-reply", or: far)
    }

    /// Refused, and then nobody said QUIT: the server's farewell changes nothing of the refusal, from either side.
    @Test func aFarewellAfterARefusal() throws {
        let script =
            Script.mail
            + "C: RCPT TO:<b@example.org>\nS: 550 5.1.1 User unknown\nwait 300s\nS: 421 4.4.2 timeout\nfin from server"
        for attempt in [Attempt(), .outside()] {
            let verdict = try attempt.session(script).verdict
            #expect(verdict.outcome == .refused)
            #expect(verdict.cause == "recipient-unknown")
        }
    }
}
