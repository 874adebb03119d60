import Diagnosis
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// Under TLS: the server's last record, after a stall or a long silence, answers nothing.
@Suite struct ServerFarewellTests {
    private static let dark = Dark()
    /// Up to MAIL's reply, as lengths: EHLO, AUTH, MAIL.
    private static let opening = dark.login(dark.microsoft365.ehloReply) + " S37 C34 S21"

    private func session(_ end: String, _ change: (inout Attempt) -> Void = { _ in }) throws -> DiagnosedSession {
        let script = Self.dark.session(Self.dark.microsoft365.script, Self.opening, end: end)
        return try Attempt(port: 587).with(change).session(script)
    }

    /// The client owed the next word for five minutes.
    @Test func aFarewellAfterTheClientsSilence() throws {
        let session = try session("wait 305s\n" + Self.dark.records("S45") + "\nfin from server")
        #expect(session.verdict.outcome != .refused)
        #expect(![.serverPolicy, .serverFault].contains(session.verdict.responsible))
    }

    /// The server had the command for a minute: its reply, or the end of its patience.
    @Test func aLateReplyLeavesTheServerOpen() throws {
        let session = try session(
            Self.dark.records("C33") + "\nwait 60s\n" + Self.dark.records("S45") + "\nfin from server")
        #expect(session.verdict.outcome == .refused)
        #expect(session.verdict.candidates.contains(.serverFault))
        #expect(session.verdict.confidence == .possible)
    }

    /// The command was never acknowledged: the record answers nothing.
    @Test func aFarewellToWhatNeverArrived() throws {
        let session = try session(
            "acks off\n" + Self.dark.records("C33")
                + "\nwait 1s\nretransmit from client\nwait 2s\nretransmit from client\nwait 50s\n"
                + Self.dark.records("S45") + "\nfin from server"
        ) { attempt in
            attempt.damage = { $0.acknowledgingLess(by: 57, inLast: 2) }
        }
        #expect(session.verdict.cause == "no-reply")
        #expect(session.verdict.responsible == .unknown)
    }

    /// A refusal that comes in time stays one.
    @Test func aReplyInTimeIsNone() throws {
        let session = try session(
            Self.dark.records("C33") + "\nwait 2s\n" + Self.dark.records("S45 C6 S24") + "\nclose from server")
        #expect(session.verdict.cause != "server-closed-without-reply")
    }
}
