import Knowledge
import SMTP
import Streams

/// Nothing decided it in what was captured: the capture began too late, ended too early, or lacks the reply.
struct IncompleteFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection else { return nil }
        if let lost = story.exchanges.last(where: { $0.replyIsMissing }), let command = lost.command {
            return .decisionNotCaptured(
                Evidence(
                    "the reply to \(Quote.short(command.text)) was acknowledged by the client and is not in the capture",
                    [command.last.frame]), at: lost.verb.flatMap(Stage.init(verb:)), .proven,
                unseen: "what the server answered there")
        }
        let lacking = story.missingOctets + facts.server.neverSeen
        if lacking > 0 {
            let whose = facts.server.neverSeen == 0 ? "that were acknowledged" : "that were sent"
            return .decisionNotCaptured(
                Evidence("\(Phrase.octets(lacking)) \(whose) are not in the capture", story.span), .proven,
                unseen: "what stood in the octets that are missing")
        }
        if facts.lacksServersBeginning, story.progress.reached == .connect, facts.firstClose != nil {
            return .decisionNotCaptured(
                Evidence("the client's SYN is here, the server's SYN-ACK is not", [facts.first.frame]),
                unseen: "what the server said before its first packet that is here")
        }
        if facts.startsMidStream, story.progress.reached == nil || story.progress.reached == .connect {
            var finding = Finding("capture-starts-mid-session", .unknown, at: nil, .capture, .proven)
            finding.evidence = [Evidence("the first packet of this connection is in its middle", [facts.first.frame])]
            return finding
        }
        if facts.firstClose == nil, story.wait == nil, let silent = vanished(facts, story) { return silent }
        if let close = facts.firstClose, close.side == .client {
            return Finding(
                "client-closed-without-reason", .unknown, at: story.stopStage, .unknown,
                or: [.deviceFault, .firewall, .networkPath], .possible,
                [
                    Evidence(
                        "the client \(close.isReset ? "reset" : "closed") the connection before an answer could come",
                        [close.origin.frame])
                ])
        }
        if let close = facts.firstClose {
            return .decisionNotCaptured(
                Evidence(
                    "the server \(close.isReset ? "reset" : "closed") the connection, and nothing in the capture says why",
                    [close.origin.frame]), .possible, unseen: "why it left")
        }
        return .captureEnds(
            at: story.nextNeeded,
            Evidence("the session is still open in the capture's last packet of it", [facts.last.frame]))
    }

    /// The server has answered, and the client says nothing for this long (RFC 5321 §4.5.3.2.7 gives it 5 minutes).
    static let vanishedSeconds = 300.0

    private func vanished(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard story.secondsWatched(after: facts.last) > Self.vanishedSeconds, story.progress.reached(.greeting) else {
            return nil
        }
        return Finding(
            "device-vanished", .failed, at: story.stopStage, .unknown, or: [.deviceFault, .firewall, .networkPath],
            .likely,
            [
                Evidence(
                    "the client sent nothing more for \(Phrase.seconds(story.secondsWatched(after: facts.last)))",
                    [facts.last.frame])
            ])
    }
}

extension ConnectionFacts {
    /// The capture lacks the SYN-ACK of a connection that came about: where the server's octets begin is not known.
    var lacksServersBeginning: Bool {
        client.opening != nil && server.opening == nil && server.packets > 0 && !isOneDirection
            && server.packets > server.resets.count
    }
}
