import Diagnosis
import Testing

/// The ladder of stages: one rung each, in order, saying what happened there.
@Suite struct LadderTests {
    private func statuses(_ session: DiagnosedSession) -> [Stage: Rung.Status] {
        Dictionary(uniqueKeysWithValues: session.ladder.map { ($0.stage, $0.status) })
    }

    @Test func refusedRecipient() throws {
        let session = try Attempt(name: "mail.example.net").session(
            Script.mail + "C: RCPT TO:<a@example.net>\nS: 550 5.1.1 User unknown\n" + Script.quit)
        #expect(
            session.ladder.map(\.status) == [
                .passed, .passed, .passed, .passed, .skipped, .skipped, .skipped, .passed, .failed, .notReached,
                .notReached, .notReached,
            ])
        #expect(session.ladder[8].frames.count == 2)
        #expect(session.ladder[1].seconds.map { abs($0 - 0.02) < 0.001 } ?? false)
    }

    @Test func whatWasOfferedAndNotUsed() throws {
        let rest = Script.accepted.dropFirst(Script.ehlo.count)
        let session = try Attempt().session(Script.submission + rest + Script.quit)
        #expect(session.ladder.first { $0.stage == .starttls }?.text == "not used")
        #expect(session.ladder.first { $0.stage == .auth }?.text == "offered, not used")
        #expect(statuses(session)[.quit] == .passed)
    }

    @Test func nothingAnswered() throws {
        let session = try Attempt().session("syn\nwait 1s\nsyn")
        #expect(statuses(session)[.resolve] == .passed)
        #expect(statuses(session)[.connect] == .failed)
        #expect(session.ladder.dropFirst(2).allSatisfy { $0.status == .notReached })
    }

    @Test func aTestIsNoFailure() throws {
        let session = try Attempt().session(Script.ehlo + Script.quit)
        #expect(!session.ladder.contains { $0.status == .failed })
    }

    @Test func lateStart() throws {
        let script = """
            midstream
            C: MAIL FROM:<scan@example.org>
            S: 250 2.1.0 Ok
            C: RCPT TO:<a@example.net>
            S: 550 5.1.1 User unknown
            C: QUIT
            S: 221 Bye
            close from server
            """
        let session = try Attempt().session(script)
        #expect(session.verdict.cause == "recipient-unknown")
        #expect(statuses(session)[.greeting] != .passed)
        #expect(statuses(session)[.rcpt] == .failed)
    }
}
