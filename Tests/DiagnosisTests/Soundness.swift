import Diagnosis
import Knowledge
import Sessions
import Streams
import Testing

/// What holds for every verdict, whatever it says.
enum Soundness {
    static func check(_ session: DiagnosedSession, at location: SourceLocation) {
        checkWords(session.verdict, at: location)
        checkParties(session.verdict, at: location)
        checkFrames(session, at: location)
        checkLadder(session, at: location)
    }

    private static func checkWords(_ verdict: Verdict, at location: SourceLocation) {
        #expect(!verdict.headline.isEmpty && verdict.headline != verdict.cause, sourceLocation: location)
        let texts = [verdict.headline, verdict.explanation, verdict.who] + verdict.advice.map(\.text)
        for text in texts { #expect(!text.contains("{"), "an unfilled placeholder", sourceLocation: location) }
    }

    private static func checkParties(_ verdict: Verdict, at location: SourceLocation) {
        let suspects = Set(([verdict.responsible] + verdict.candidates).compactMap(\.party))
        for clearance in verdict.cleared {
            #expect(!suspects.contains(clearance.party), "suspected and cleared", sourceLocation: location)
            #expect(!clearance.because.isEmpty, sourceLocation: location)
        }
        #expect(Set(verdict.cleared.map(\.party)).count == verdict.cleared.count, sourceLocation: location)
        #expect(Set(verdict.candidates).count == verdict.candidates.count, sourceLocation: location)
        #expect(!verdict.candidates.contains(verdict.responsible), sourceLocation: location)
        if verdict.confidence == .likely, ![.unknown, .capture].contains(verdict.responsible) {
            #expect(!verdict.candidates.isEmpty || !verdict.cannotShow.isEmpty, "likely, and no alternative")
        }
        if verdict.responsible == .capture { #expect(verdict.cleared.isEmpty, sourceLocation: location) }
        if verdict.responsible == .unknown, verdict.cause != "encrypted-after-tls" {
            #expect(!verdict.candidates.isEmpty, "unknown, and nobody remains", sourceLocation: location)
        }
    }

    private static func checkFrames(_ session: DiagnosedSession, at location: SourceLocation) {
        let lookup = session.session.lookup
        let first = min(session.session.first.frame, lookup?.first.frame ?? .max)
        let last = max(session.session.last.frame, lookup?.answered?.frame ?? 0)
        let verdict = session.verdict
        // What explains a session may lie outside of it.
        let errors =
            (session.session.connection?.icmp.map(\.origin.frame) ?? []) + (lookup?.icmp.map(\.origin.frame) ?? [])
            + session.session.reach.map(\.origin.frame) + session.session.attempts.map(\.first.frame)
            + (session.session.lease.map { [$0.origin.frame] } ?? [])
        let frames =
            verdict.evidence.flatMap(\.frames) + verdict.cleared.flatMap(\.frames) + verdict.also.flatMap(\.frames)
            + session.ladder.flatMap(\.frames)
        #expect(
            frames.allSatisfy { first...last ~= $0 || errors.contains($0) }, "frames of another session",
            sourceLocation: location)
        #expect(!verdict.evidence.isEmpty, "no evidence", sourceLocation: location)
        #expect(verdict.evidence.allSatisfy { !$0.frames.isEmpty }, "evidence without frames", sourceLocation: location)
    }

    private static func checkLadder(_ session: DiagnosedSession, at location: SourceLocation) {
        let verdict = session.verdict
        #expect(session.ladder.map(\.stage) == Stage.allCases, sourceLocation: location)
        let stop = session.ladder.first { $0.stage == verdict.stoppedAt }
        #expect(stop?.status != .passed, "stopped at a stage that passed", sourceLocation: location)
        let reached = session.ladder.first { $0.stage == verdict.stageReached }
        if let reached { #expect([.passed, .unseen].contains(reached.status), sourceLocation: location) }
        if verdict.outcome == .delivered { #expect(verdict.stoppedAt == nil, sourceLocation: location) }
    }
}
