import Knowledge
import Streams

/// Packets that the capture should have, and an end that came too early.
extension ConnectFault {
    /// Packets of the server that answer no SYN: there was a connection.
    static func lacksBeginning(_ seen: Origin) -> Finding {
        .decisionNotCaptured(
            Evidence("this packet of the server answers no SYN: what it said before it is not here", [seen.frame]),
            unseen: "what the server said before its first packet that is here")
    }

    /// Sent once, and the capture ends before anybody could answer; or the server's packets are here without the first.
    static func capturesEnd(
        after last: OpeningSegment, _ facts: ConnectionFacts, _ story: Story
    ) -> Finding? {
        if facts.lacksServersBeginning { return lacksBeginning(facts.server.first ?? facts.first) }
        guard last.count == 1, facts.firstClose == nil,
            story.secondsWatched(after: last.first) < Story.shortestAnswer
        else { return nil }
        return .captureEnds(
            at: .connect, Evidence("the capture ends before an answer could come", [last.first.frame]))
    }
}
