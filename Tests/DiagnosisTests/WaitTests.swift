import Diagnosis
import Streams
import TestSupport
import Testing

/// Who waited for whom, how long, and what RFC 5321 §4.5.3.2 asks.
@Suite struct WaitTests {
    @Test func aSlowServerThatAnswers() throws {
        let session = try Attempt().session(
            Script.ehlo
                + "C: MAIL FROM:<a@example.org>\nwait 35s\nS: 250 Ok\nwait 90s\nC: RCPT TO:<b@example.net>\nS: 250 Ok\n"
                + "C: DATA\nS: 354 go\nC: .\nS: 250 2.0.0 Ok\n" + Script.quit)
        #expect(session.verdict.outcome == .delivered)
        let waits = session.waits
        #expect(waits.map(\.stage) == [.mail, .rcpt])
        #expect(waits.map(\.owner) == [.server, .client])
        #expect(waits.map { Int($0.seconds) } == [35, 90])
        #expect(waits.map(\.minimum) == [300, 300])
        #expect(waits.allSatisfy { !$0.isInVain && $0.frames.count == 2 })
    }

    @Test func aReplyThatNeverCame() throws {
        let session = try Attempt().session(Script.mail + "C: RCPT TO:<b@example.net>\nwait 40s\nfin from client")
        let wait = try #require(session.waits.last)
        #expect(wait.isInVain && wait.owner == .server && wait.stage == .rcpt && wait.minimum == 300)
        let rung = session.ladder.first { $0.stage == .rcpt }
        #expect(
            rung?.text == "waited 40.1 s, RFC 5321 asks for 5 min"
                || rung?.text == "waited 40 s, RFC 5321 asks for 5 min")
    }

    @Test func theEndOfTheMessageHasTenMinutes() throws {
        let session = try Attempt().session(Script.endOfData + "wait 120s\nfin from client")
        #expect(session.waits.last?.minimum == 600)
    }

    @Test func pipelinedCommandsWaitForNobody() throws {
        let session = try Attempt().session(
            Script.ehlo
                + "C: MAIL FROM:<a@example.org>\nC: RCPT TO:<b@example.net>\nS: 250 Ok\nS: 250 Ok\nC: QUIT\nS: 221 bye")
        #expect(session.waits.isEmpty)
    }
}
