package import Knowledge
import SMTP
package import Sessions

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

    package func diagnose(_ session: Session, capture health: CaptureHealth) -> DiagnosedSession {
        let story = Story(session, knowledge: knowledge, health: health)
        let verdict = judge.judge(story)
        return DiagnosedSession(
            session: session, verdict: verdict, ladder: LadderBuilder.ladder(story, verdict),
            serverName: story.serverName,
            serverNameSource: story.serverNameSource, endpoint: story.endpoint, clientName: session.dialogue.clientName)
    }
}
