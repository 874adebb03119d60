import Capture
import Knowledge
import SMTP
import Streams

/// No fault: the server took the message, for all recipients or for some, perhaps too late for the client.
struct DeliveryFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        let accepted = story.dialogue.transactions.filter {
            story.dialogue.reply($0.end)?.code == 250 && !Self.mayBeAnothersReply($0.end, story)
        }
        let isMidMessage = accepted.isEmpty && Self.acceptedUnseen(story) != nil
        guard let reply = accepted.last.flatMap({ story.dialogue.reply($0.end) }) ?? Self.acceptedUnseen(story),
            !accepted.isEmpty || isMidMessage
        else { return nil }
        if let finding = leftTooEarly(reply, story) { return finding }
        // From outside, an acceptance that the client never acknowledged may not have reached it.
        if story.isOutside, story.unanswered(.server) != nil { return nil }
        if story.progress.refusedRecipients > 0 || story.progress.refusedMessages > 0
            || !story.unseenRecipients.isEmpty,
            let finding = partial(accepted, story, knowledge)
        {
            return finding
        }
        let isWhole = Self.showsAllRecipients(story)
        var finding = Finding("delivered", .delivered, at: nil, .none, isWhole ? .proven : .likely)
        if !isWhole { finding.cannotShow = ["whether all recipients were taken: a part of the dialogue is not here"] }
        finding.reply = reply
        finding.evidence = [
            Evidence("the server took responsibility: \(reply.code) \(Quote.short(reply))", [reply.last.frame])
        ]
        return finding
    }

    /// Every recipient's reply is here: none of them was refused unseen.
    private static func showsAllRecipients(_ story: Story) -> Bool {
        guard let facts = story.connection, !story.dialogue.isInferred else { return true }
        // Holes in a message's content hide no command.
        let inMessages = story.dialogue.transactions.reduce(0) { $0 &+ ($1.message?.missing ?? 0) }
        return !facts.startsMidStream && facts.server.notCaptured == 0 && facts.client.notCaptured <= inMessages
            && story.exchanges.allSatisfy { $0.verb != .rcpt || $0.reply != nil }
    }

    /// Octets of the server are missing before it and a later command has no reply: replies may stand one command too
    /// early.
    private static func mayBeAnothersReply(_ end: Int?, _ story: Story) -> Bool {
        guard let end, let reply = story.dialogue.reply(end), (story.connection?.server.missing ?? 0) > 0,
            hasGap(story, before: reply)
        else { return false }
        return story.exchanges.indices.contains {
            $0 > end && story.exchanges[$0].command != nil && story.exchanges[$0].reply == nil
        }
    }

    private static func hasGap(_ story: Story, before reply: Reply) -> Bool {
        story.dialogue.entries.contains { entry in
            guard case .gap(from: .server, octets: _, at: let moment) = entry else { return false }
            return moment.frame <= reply.first.frame
        }
    }

    /// What the client sent after it is no command: the reply was to a chunk, and more of the message follows.
    private static func goesOn(after reply: Reply, _ story: Story) -> Bool {
        guard let last = story.connection?.client.lastNewData, last.frame > reply.last.frame else { return false }
        return !story.exchanges.contains { $0.command.map { $0.first.frame > reply.last.frame } ?? false }
    }

    /// The capture began inside the message: a 250 without a command, before QUIT's 221.
    static func acceptedUnseen(_ story: Story) -> Reply? {
        guard story.connection?.startsMidStream ?? false, story.dialogue.transactions.allSatisfy({ $0.end == nil }),
            let exchange = story.exchanges.first(where: { $0.reply != nil }), exchange.command == nil,
            let reply = exchange.reply, reply.code == 250,
            reply.enhanced.map({ $0.subject == 0 || $0.subject == 6 }) ?? false,
            (story.connection?.client.octets ?? 0) > 200, !goesOn(after: reply, story)
        else { return nil }
        return reply
    }

    private func leftTooEarly(_ reply: Reply, _ story: Story) -> Finding? {
        guard let facts = story.connection, let fin = facts.client.fin ?? facts.client.resets.first?.origin,
            fin.time.nanoseconds < reply.first.nanoseconds, story.quit == nil,
            let end = story.dialogue.transactions.last?.end, let sent = story.exchanges[end].command?.last
        else { return nil }
        let waited = Double(fin.time.nanoseconds &- sent.nanoseconds) / 1e9
        // Who closes its half at once, all being said, still reads the answer.
        guard waited >= TestFault.shortestWait else { return nil }
        var finding = Finding(
            "client-timeout-before-reply", .delivered, at: nil, .deviceConfig, .likely,
            [
                Evidence(
                    "the client left \(Phrase.seconds(waited)) after the end of its message", [sent.frame, fin.frame]),
                Evidence(
                    "the server accepted the message afterwards: \(reply.code) \(Quote.short(reply))",
                    [reply.last.frame]),
            ])
        finding.reply = reply
        finding.endedBy = .client
        finding.values["seconds"] = "\(Int(waited.rounded()))"
        return finding
    }

    private func partial(_ accepted: [Transaction], _ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        let refused = story.refusedRecipients + story.unseenRecipients
        let ends = story.dialogue.transactions.compactMap { transaction -> Refusal? in
            guard let end = transaction.end, let reply = story.dialogue.reply(end), reply.isNegative else { return nil }
            return Refusal(exchange: end, stage: .accepted, reply: reply)
        }
        guard let refusal = (refused + ends).first else { return nil }
        var finding = RefusalFault.finding(refusal, story, knowledge)
        finding.outcome = .partial
        finding.stoppedAt = nil
        if finding.cause == "recipient-unknown" { finding.cause = "one-recipient-unknown" }
        if let end = accepted.last?.end, let reply = story.dialogue.reply(end) {
            finding.evidence.append(
                Evidence(
                    "the message was accepted for the others: \(reply.code) \(Quote.short(reply))", [reply.last.frame]))
        }
        return finding
    }
}
