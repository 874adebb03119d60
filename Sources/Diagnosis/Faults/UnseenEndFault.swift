import Knowledge
import SMTP
import Streams

/// An end's FIN or reset stands behind octets that are not here: its last words may have decided.
struct UnseenEndFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, story.progress.passed.contains(.connect),
            RefusalFault.decisive(story, knowledge) == nil
        else { return nil }
        let side: Side = facts.server.unseenBeforeEnd > 0 ? .server : .client
        let octets = facts[side].unseenBeforeEnd
        guard octets > 0 else { return nil }
        let end = facts[side].fin ?? facts[side].resets.first?.origin ?? facts.last
        let name = facts[side].fin == nil ? "reset" : "FIN"
        return .decisionNotCaptured(
            Evidence(
                "the \(side.rawValue)'s \(name) stands \(Phrase.octets(octets)) behind the last of its octets that are here",
                [end.frame]), unseen: "the last words of the \(side.rawValue)")
    }
}
