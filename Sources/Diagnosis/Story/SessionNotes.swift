import Capture
import Knowledge
import Sessions
import Streams
import TLS

/// What is worth knowing about a judged session, in the rule files' words.
enum SessionNotes {
    /// A session is told this many at most: the first of the files come first.
    static let most = 4

    static func of(_ finding: Finding, _ story: Story, _ knowledge: KnowledgeBase) -> [Note] {
        // Of what the capture hides nothing can be taught.
        guard finding.responsible != .capture, story.connection != nil else { return [] }
        var facts = SessionFacts.of(story, until: story.exchanges.count)
        // Without keys too: TLS came up, and hides the rest.
        if story.tls?.established != nil { facts.insert(.tls) }
        let question = NoteQuestion(
            cause: finding.cause, outcome: finding.outcome.rawValue, endpoint: story.endpoint,
            facts: facts,
            day: Day.of(nanoseconds: story.session.first.time.nanoseconds))
        return Array(knowledge.notes(for: question).prefix(most))
    }
}
