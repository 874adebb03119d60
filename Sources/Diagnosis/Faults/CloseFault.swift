import Knowledge
import SMTP
import Streams

/// The client ended it, without a refusal: in the middle of the message, or after a good reply.
struct CloseFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, story.tls == nil, story.missingOctets == 0, let close = facts.firstClose
        else { return nil }
        if story.isInMessage, close.side == .client { return inMessage(close, story) }
        guard close.side == .client, story.quit == nil, story.progress.reached(.mail), story.wait == nil else {
            return nil
        }
        let said = story.lastReply.map { "after \($0.code) \(Quote.short($0))" } ?? "after its last command"
        return Finding(
            "client-closed-without-reason", .failed, at: story.nextNeeded, .deviceFault, .likely,
            [
                Evidence(
                    "the client closed the connection \(said)",
                    [story.lastReply?.last.frame, close.origin.frame].compactMap(\.self))
            ])
    }

    private func inMessage(_ close: (side: Side, origin: Origin, isReset: Bool), _ story: Story) -> Finding? {
        guard let message = story.dialogue.transactions.last?.message, !message.isComplete else { return nil }
        guard story.clientIsAcknowledged || close.isReset else { return nil }
        let shown = Evidence(
            "the client \(close.isReset ? "reset" : "closed") the connection after \(Phrase.octets(message.size)) of the message, before its end",
            [message.first.frame, close.origin.frame])
        return Finding(
            close.isReset ? "client-reset-mid-data" : "client-closed-mid-data", .failed, at: .accepted, .deviceFault,
            .likely, [shown])
    }
}
