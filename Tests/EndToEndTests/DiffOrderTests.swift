import Diagnosis
import Reports
import Sessions
import TestSupport
import Testing

/// Which difference comes first.
@Suite struct DiffOrderTests {
    private static func session(_ script: String, port: UInt16) throws -> DiagnosedSession {
        let capture = TranscriptCapture(from: 54_062, to: port)
        return try #require(
            try RecordedCapture(
                name: "made", bytes: PcapWriter(resolution: .nanoseconds).file(try capture.frames(script))
            ).judged().first)
    }

    private static func script(_ reply: String, then end: String = bye) -> String {
        """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250 mx.example
        C: MAIL FROM:<scan@contoso.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<boss@contoso.example>
        S: \(reply)
        \(end)
        """
    }

    private static let bye = "C: QUIT\nS: 221 bye\nclose from server"

    /// The port that the failing session got on with comes behind the reply that refused it.
    @Test func thePortIsNotBeforeTheReply() throws {
        let diff = SessionDiff(
            good: try Self.session(Self.script("250 2.1.5 Ok"), port: 587),
            bad: try Self.session(Self.script("550 5.7.1 Service unavailable"), port: 25))
        #expect(diff.first?.stage == .rcpt)
        #expect(diff.first?.kind == .reply)
        #expect(diff.rest.contains { $0.subject == "port" && $0.matters })
    }

    /// Where the failing session got no further, the port is what matters.
    @Test func thePortIsFirstWhereNothingAnswered() throws {
        let diff = SessionDiff(
            good: try Self.session(Self.script("250 2.1.5 Ok"), port: 587),
            bad: try Self.session("syn\nwait 1s\nsyn\nwait 2s\nsyn", port: 25))
        #expect(diff.first?.subject == "port")
    }

    /// A reset under the server's address says more than that the message was another one.
    @Test func aResetIsBeforeTheSizeOfTheMessage() throws {
        func sending(_ octets: Int, _ end: String) -> String {
            Self.script("250 2.1.5 Ok", then: "C: DATA\nS: 354 go ahead\nbody \(octets) from client\n" + end)
        }
        let diff = SessionDiff(
            good: try Self.session(sending(4_000, "C: .\nS: 250 ok\n" + Self.bye), port: 25),
            bad: try Self.session(sending(7_000, "wait 30ms\nrst from server"), port: 25))
        #expect(diff.first?.subject == "reset under the server's address")
        #expect(diff.rest.contains { $0.subject == "size of the message" })
    }
}
