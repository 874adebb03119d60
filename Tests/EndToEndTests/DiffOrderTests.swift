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

    private static func script(_ reply: String) -> String {
        """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250 mx.example
        C: MAIL FROM:<scan@contoso.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<boss@contoso.example>
        S: \(reply)
        C: QUIT
        S: 221 bye
        close from server
        """
    }

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
}
