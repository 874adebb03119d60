import Capture
import Knowledge
import SMTP
import Sessions
import Streams

/// The client ended well before it tried to send: a connection test.
struct TestFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, story.progress.passed.contains(.connect), Ending.of(story) == .client,
            story.session.isMailPort || !story.exchanges.isEmpty
        else { return nil }
        guard story.hiddenTLS == nil, story.missingOctets == 0, let reached = story.progress.passed.max() else {
            return nil
        }
        // What was before the capture began may have been the attempt.
        // So may have been what came with a SYN-ACK that is not here: a greeting that refused.
        let isBeginningUnseen = facts.startsMidStream || facts.lacksServersBeginning
        if isBeginningUnseen, reached == .connect || !story.exchanges.contains(where: { $0.command != nil }) {
            return nil
        }
        // Who named a sender or a recipient tried to send, whatever became of the replies.
        let triesToSend = story.exchanges.contains { [.mail, .rcpt, .data, .bdat].contains($0.verb) }
        if triesToSend, reached < .mail { return nil }
        let commands = story.exchanges.compactMap(\.command)
        // Nothing was said: whether a greeting arrived that nobody read, the connection itself was the test.
        let wasUnread = commands.isEmpty && (facts.firstClose?.isReset ?? false)
        guard let cause = wasUnread || reached == .connect ? "tcp-connect-test-only" : story.testCause else {
            return nil
        }
        if reached >= .mail, story.quit == nil, !story.tookBack { return nil }
        if reached == .connect, let patience = patience(facts), patience > Self.shortestWait { return nil }
        let next = story.nextNeeded
        let frame = story.quit?.last.frame ?? facts.firstClose?.origin.frame ?? facts.last.frame
        let how = story.quit == nil ? "closed the connection" : "said QUIT"
        return Finding(
            cause, .testOnly, at: next, .none, story.quit == nil || facts.startsMidStream ? .likely : .proven,
            [
                Evidence(
                    "the client \(how) \(reached == .connect ? "as soon as it was connected" : "after \(reached.rawValue)"), and tried nothing further",
                    [frame])
            ])
    }

    /// Who waits longer than this for a greeting wanted one.
    static let shortestWait = 1.0

    private func patience(_ facts: ConnectionFacts) -> Double? {
        guard let established = facts.established, let close = facts.firstClose else { return nil }
        return close.origin.time.seconds(since: established.time)
    }
}
