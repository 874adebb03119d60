import Capture
import Knowledge
import SMTP
import Streams

/// The server took no more octets: its receive window stayed closed until somebody gave up (RFC 9293 §3.8.6.1).
struct ZeroWindowFault: Fault {
    /// A window that is closed for less says nothing: receivers pause.
    static let shortestSeconds = 2.0

    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, story.isInMessage || story.isMessageUnfinished, facts.server.isWindowClosed,
            let closed = facts.server.zeroWindowFirst
        else { return nil }
        let since = max(closed.time, facts.client.lastNewData?.time ?? closed.time)
        let end = facts.firstClose?.origin ?? facts.last
        let seconds = end.time.seconds(since: since)
        // A server that says that it waited too long took nothing while it did.
        let gaveUp =
            facts.firstClose?.isReset ?? false
            || story.lastReply.map { $0.code == 421 && $0.first.frame > closed.frame } ?? false
        guard seconds >= Self.shortestSeconds, facts.firstClose?.side != .server || gaveUp else { return nil }
        let shown = Evidence(
            "the server's window was zero for the last \(Phrase.seconds(seconds)): it took no more of the message",
            [closed.frame, end.frame])
        let confidence: Confidence = seconds >= SilenceFault.patientSeconds ? .likely : .possible
        return story.boxAnswersForServer == nil
            ? Finding("server-zero-window", .failed, at: .accepted, .serverFault, confidence, [shown])
            : Finding("server-zero-window", .failed, at: .accepted, .unknown, or: story.farSide, .likely, [shown])
    }
}
