package import Capture
package import Knowledge
import SMTP
package import Sessions
import Streams
package import TLS

/// Sessions in, verdicts out.
package struct Diagnostician: Sendable {
    private let knowledge: KnowledgeBase
    private let judge: Judge
    private let trust: TrustStore

    /// `trust`: the authorities that certificates are judged by.
    package init(knowledge: KnowledgeBase, trust: TrustStore = TrustStore()) {
        self.knowledge = knowledge
        self.trust = trust
        judge = Judge(knowledge: knowledge)
    }

    package func diagnose(_ sessions: [Session], capture health: CaptureHealth) -> [DiagnosedSession] {
        sessions.map { diagnose($0, capture: health) }
    }

    /// Sessions of several files that are one capture. What a session's files lack counts for it.
    package func diagnose(
        _ sessions: [Session], files: [CaptureSummary], numbering: FrameNumbering
    ) -> [DiagnosedSession] {
        if files.count <= 1 { return diagnose(sessions, capture: CaptureHealth(files)) }
        var known: [ClosedRange<Int>: CaptureHealth] = [:]
        return sessions.map { session in
            let first = numbering.place(of: session.first.frame).capture
            let last = numbering.place(of: session.last.frame).capture
            let range = min(first, last)...max(first, last)
            let health = known[range] ?? CaptureHealth(Array(files[range.clamped(to: 0...files.count - 1)]))
            known[range] = health
            return diagnose(session, capture: health)
        }
    }

    /// Sessions that were seen from both sides of a box. `inside` and `outside` are what each capture lacks.
    package func diagnose(
        _ pairs: [PairedSession], inside: CaptureHealth, outside: CaptureHealth
    ) -> [DiagnosedSession] {
        pairs.compactMap { pair in
            var outer = pair.outside.map { self.story($0, outside) }
            outer?.knownViewpoint = .outside
            let story = PairStory(
                pair, inside: pair.inside.map { self.story($0, inside) },
                outside: outer
            ) { judge.finding($0) }
            guard let one = story.inside ?? story.outside, let verdict = judge.judge(story) else { return nil }
            var diagnosed = concluded(one, verdict, passes: story.passes)
            if diagnosed.inference?.isUsed ?? false || one.isDark { PairClearances.clearBox(&diagnosed.verdict, story) }
            diagnosed.comparison = Comparison(
                story,
                showsBox: verdict.responsible == .firewall && verdict.confidence > .possible
                    && story.pair.watch == .shown)
            diagnosed.session.connection?.segments = []
            return diagnosed
        }
    }

    package func diagnose(_ session: Session, capture health: CaptureHealth) -> DiagnosedSession {
        let story = story(session, health)
        return concluded(story, judge.judge(story), passes: true)
    }

    private func story(_ session: Session, _ health: CaptureHealth) -> Story {
        Story(ServerFarewell.applied(to: session), knowledge: knowledge, health: health, trust: trust)
    }

    /// With what the lengths of encrypted records tell, where it is one connection from end to end.
    private func concluded(_ story: Story, _ verdict: Verdict, passes: Bool) -> DiagnosedSession {
        guard passes, var conclusion = DialogueInference(story, knowledge, judge).conclude(instead: verdict)
        else { return diagnosed(story, verdict) }
        if conclusion.inference.isUsed { ServerFarewell.weigh(&conclusion.verdict, story) }
        // What was inferred continues the dialogue only where the verdict rests on it.
        let told = conclusion.inference.isUsed ? Story(conclusion.session, as: story) : story
        var diagnosed = diagnosed(told, conclusion.verdict)
        diagnosed.inference = conclusion.inference
        return diagnosed
    }

    private func diagnosed(_ story: Story, _ verdict: Verdict) -> DiagnosedSession {
        DiagnosedSession(
            session: story.session, verdict: verdict, ladder: LadderBuilder.ladder(story, verdict), waits: story.waits,
            serverName: story.serverName, serverNameSource: story.serverNameSource, endpoint: story.endpoint,
            client: ClientIdentity(story.session, knowledge: knowledge), certificates: story.certificates)
    }
}
