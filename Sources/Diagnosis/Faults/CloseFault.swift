import Capture
import Knowledge
import SMTP
import Streams

/// One end closed without a refusal: in the middle of the message, after a good reply, or because nobody spoke.
struct CloseFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, story.hiddenTLS == nil, story.missingOctets == 0,
            let close = facts.firstClose
        else { return nil }
        guard close.side == .client else { return close.isReset ? nil : byServer(close.origin, facts, story) }
        if story.isInMessage { return inMessage(close, story) }
        if let late = leftBeforeReply(close.origin, story) { return late }
        guard story.quit == nil, story.progress.reached(.mail), story.wait == nil, !story.tookBack else { return nil }
        let said = story.lastReply.map { "after \($0.code) \(Quote.short($0))" } ?? "after its last command"
        // Beyond the firewall, a box that speaks for the device looks like it.
        return Finding(
            "client-closed-without-reason", .failed, at: story.nextNeeded, .deviceFault,
            or: Self.mayBeAnother(story) ? [.firewall] : [], story.isOutside ? .possible : .likely,
            [
                Evidence(
                    "the client closed the connection \(said)",
                    [story.lastReply?.last.frame, close.origin.frame].compactMap(\.self))
            ])
    }

    /// Beyond the firewall, or several routers away, a box may have left in the device's name.
    private static func mayBeAnother(_ story: Story) -> Bool {
        story.isOutside || story.connection?.client.ttlFirst.map { Story.hops($0) > 1 } ?? false
    }

    /// The reply to the last command came when the client had already gone.
    private func leftBeforeReply(_ close: Origin, _ story: Story) -> Finding? {
        guard let last = story.exchanges.last(where: { $0.command != nil }), let command = last.command?.last,
            let reply = last.reply, let stage = last.verb.flatMap(Stage.init(verb:)), stage != .quit,
            command.frame < close.frame, close.frame < reply.first.frame
        else { return nil }
        let patience = Double(close.time.nanoseconds &- command.nanoseconds) / 1e9
        guard patience >= TestFault.shortestWait else { return nil }
        var finding = Finding(
            "client-timeout-too-short", .failed, at: stage, .deviceConfig, or: [.serverPolicy], .likely,
            [
                Evidence(
                    "the client left after \(Phrase.seconds(patience)); \(Patience.demand(at: stage))",
                    [command.frame, close.frame]),
                Evidence("the server's answer came afterwards: \(reply.code)", [reply.first.frame]),
            ])
        finding.values["seconds"] = "\(Int(patience.rounded()))"
        finding.endedBy = .client
        return finding
    }

    /// A silence of the client that is longer than this explains why a server closes without a word.
    static let idleSeconds = 60.0

    /// The server closed although it owed no reply.
    private func byServer(_ close: Origin, _ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard story.wait == nil, story.quit == nil, story.progress.reached(.greeting), story.clientIsAcknowledged else {
            return nil
        }
        let spoken = [facts.client.lastNewData, facts.server.lastNewData].compactMap(\.self)
        guard let heard = spoken.max(by: { $0.time < $1.time }) else { return nil }
        let silence = close.time.seconds(since: heard.time)
        let shown = Evidence(
            "the server closed, \(Phrase.seconds(silence)) after the last octets of anybody",
            [heard.frame, close.frame])
        guard silence >= Self.idleSeconds else {
            return Finding(
                "server-closed-without-reply", .failed, at: story.stopStage, .unknown,
                or: [.serverFault, .serverPolicy, .firewall], .likely, [shown])
        }
        return Self.silent(silence, shown, story)
    }

    /// The server reset after the client had owed the next word for long.
    static func afterSilence(_ reset: Origin, _ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard story.wait == nil, story.quit == nil, story.progress.reached(.greeting), story.clientIsAcknowledged,
            story.missingOctets == 0, story.hiddenTLS == nil, !facts.client.isWindowClosed,
            let heard = [facts.client.lastNewData, facts.server.lastNewData].compactMap(\.self)
                .max(by: { $0.time < $1.time })
        else { return nil }
        let silence = reset.time.seconds(since: heard.time)
        guard silence >= idleSeconds else { return nil }
        return silent(
            silence,
            Evidence(
                "the server reset, \(Phrase.seconds(silence)) after the last octets of anybody",
                [heard.frame, reset.frame]), story)
    }

    private static func silent(_ silence: Double, _ shown: Evidence, _ story: Story) -> Finding {
        if story.isOutside {
            return Finding(
                "client-side-silent", .failed, at: story.stopStage, .unknown, or: story.nearSide, .likely, [shown])
        }
        return Finding(
            story.isInMessage ? "no-end-of-data" : "client-idle-too-long", .failed, at: story.stopStage, .deviceFault,
            or: silence < Patience.server.seconds ? [.serverPolicy] : [], .likely, [shown])
    }

    private func inMessage(_ close: (side: Side, origin: Origin, isReset: Bool), _ story: Story) -> Finding? {
        guard let message = story.dialogue.transactions.last?.message, !message.isComplete else { return nil }
        guard story.clientIsAcknowledged || close.isReset else { return nil }
        if close.isReset, let octets = story.octetsBehindReset {
            return .decisionNotCaptured(
                Evidence(
                    "the client's reset stands \(Phrase.octets(octets)) before the end of what it had sent: it answers a packet that is not here, for a connection that was over",
                    [close.origin.frame]), unseen: "what ended the connection before")
        }
        let shown = Evidence(
            "the client \(close.isReset ? "reset" : "closed") the connection after \(Phrase.octets(message.size)) of the message, before its end",
            [message.first.frame, close.origin.frame])
        return Finding(
            close.isReset ? "client-reset-mid-data" : "client-closed-mid-data", .failed, at: .accepted, .deviceFault,
            or: close.isReset && Self.mayBeAnother(story) ? [.firewall] : [], .likely, [shown])
    }
}
