package import Capture
package import Knowledge
import SMTP
package import Sessions
import Streams

/// Sessions in, verdicts out.
package struct Diagnostician: Sendable {
    private let knowledge: KnowledgeBase
    private let judge: Judge

    package init(knowledge: KnowledgeBase) {
        self.knowledge = knowledge
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

    package func diagnose(_ session: Session, capture health: CaptureHealth) -> DiagnosedSession {
        let story = Story(session, knowledge: knowledge, health: health)
        let verdict = judge.judge(story)
        return DiagnosedSession(
            session: session, verdict: verdict, ladder: LadderBuilder.ladder(story, verdict),
            serverName: story.serverName,
            serverNameSource: story.serverNameSource, endpoint: story.endpoint, clientName: session.dialogue.clientName)
    }
}
