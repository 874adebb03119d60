import Capture
import Knowledge
import SMTP
import Streams

/// Seen from beyond the firewall, the client's side fell silent, left or reset: the device or the box before it.
struct ClientSideFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard story.isOutside, let facts = story.connection, story.progress.passed.contains(.connect) else {
            return nil
        }
        return maskedCommand(story) ?? neverAcknowledges(facts, story) ?? largeSegmentsMissing(facts, story, knowledge)
            ?? reset(facts, story) ?? doesNotStartTLS(story, knowledge) ?? closed(facts, story) ?? silent(facts, story)
    }

    private func maskedCommand(_ story: Story) -> Finding? {
        let masked = story.exchanges.first { exchange in
            guard case .other(let word)? = exchange.verb else { return false }
            return InspectionFault.isMaskedKeyword(word.uppercased()) && exchange.reply?.isNegative ?? true
        }
        guard let masked, let command = masked.command else { return nil }
        var finding = Finding(
            "client-side-sends-xxxx", .refused, at: story.nextNeeded, .unknown, or: [.firewall], .likely,
            [Evidence("a command arrives overwritten: \(Quote.short(command.text))", [command.first.frame])])
        finding.reply = masked.reply
        return finding
    }

    /// The server repeats what it said, and nothing of the client acknowledges it.
    private func neverAcknowledges(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard let lost = story.unanswered(.server) else { return nil }
        // The server had given up already: what came before its farewell was acknowledged.
        if let farewell = Self.farewell(story), farewell.first.frame <= lost.last.frame,
            lost.first.frame >= farewell.first.frame
        {
            return nil
        }
        let shown = Evidence(
            "the server sent \(Phrase.octets(lost.length)) \(Phrase.times(lost.sent)); the client's side never acknowledged them",
            [lost.first.frame, lost.last.frame])
        if let accepted = story.dialogue.transactions.last.flatMap({ story.dialogue.reply($0.end) }),
            accepted.isPositive
        {
            var finding = Finding(
                "reply-never-acknowledged", .delivered, at: nil, .unknown, or: story.nearSide, .proven, [shown])
            finding.reply = accepted
            return finding
        }
        return Finding(
            "client-side-never-acknowledges", .unknown, at: story.nextNeeded, .unknown, or: story.nearSide, .proven,
            [shown])
    }

    private func largeSegmentsMissing(
        _ facts: ConnectionFacts, _ story: Story, _ knowledge: KnowledgeBase
    ) -> Finding? {
        guard facts.client.neverSeen >= 1_000, RefusalFault.decisive(story, knowledge) == nil else { return nil }
        return Finding(
            "large-segments-missing", .unknown, at: story.stopStage, .unknown, or: story.nearSide, .likely,
            [
                Evidence(
                    "\(Phrase.octets(facts.client.neverSeen)) of the client's stream never came, a smaller segment after them did",
                    [facts.client.lastNewData?.frame ?? facts.last.frame])
            ])
    }

    private func reset(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard let close = facts.firstClose, close.side == .client, close.isReset, story.quit == nil,
            facts.client.openProbes < SilenceFault.tellingProbes, story.stall(before: close.origin) == nil,
            let reset = story.clientReset
        else { return nil }
        var evidence = [Evidence("a reset came from the client's side", [close.origin.frame])]
        if let strange = strangeness(of: reset, story) {
            evidence.append(Evidence(strange, [reset.origin.frame]))
        } else if story.exchanges.allSatisfy({ $0.command == nil }) {
            // Who reset at once, and as itself, only looked whether the server greets.
            return nil
        }
        var finding = Finding(
            "reset-from-client-side", .unknown, at: story.stopStage, .unknown, or: story.nearSide, .likely, evidence)
        finding.endedBy = .unknown
        return finding
    }

    /// A reset that differs from the client's other packets: the box before this point may have made it.
    private func strangeness(of reset: ResetSegment, _ story: Story) -> String? {
        switch story.sender(of: reset, from: .client) {
        case .adjacentBox(let because), .sameDistance(let because), .another(let because): because
        case .elsewhere(let because, _): because
        case .genuine, .unknown: nil
        }
    }

    /// The service demands STARTTLS and offers it, and the client's side leaves.
    private func doesNotStartTLS(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard story.isSubmissionPort, story.offers("STARTTLS"), story.tls == nil, !story.progress.reached(.auth),
            story.endpoint?.demands.contains("starttls") ?? false, Ending.of(story) == .client,
            !story.exchanges.contains(where: { $0.verb == .startTLS || $0.verb == .auth || $0.verb == .mail })
        else { return nil }
        return Finding(
            "client-side-does-not-start-tls", .failed, at: .starttls, .unknown, or: [.deviceConfig, .firewall], .likely,
            [Evidence("the server offers STARTTLS, which it demands; the client's side leaves without it", story.span)])
    }

    /// A proxy that speaks for the device may have closed in its name.
    private func closed(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard story.viewpoint == .outsideBesideSpeaker, let close = facts.firstClose, close.side == .client,
            !close.isReset,
            story.quit == nil, story.progress.reached(.mail), story.wait == nil
        else { return nil }
        return Finding(
            "client-side-closed", .failed, at: story.stopStage, .unknown, or: story.nearSide, .likely,
            [Evidence("the client's side closed the connection without a reason that shows here", [close.origin.frame])]
        )
    }

    /// A 421 that answers no command: the server waited long enough.
    private static func farewell(_ story: Story) -> Reply? {
        story.exchanges.last { $0.command == nil && $0.reply?.code == 421 }?.reply
    }

    private func silent(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        // The message's end never came, everything before it did: that is the client's own doing.
        if story.isMessageUnfinished, story.dialogue.transactions.last?.message?.size ?? 0 > 0 { return nil }
        // Its octets came as far as here, and the server never took them.
        guard story.unanswered(.client) == nil else { return nil }
        // Refused before: that the client left nothing more to wait for changes nothing of it.
        guard !RefusalFault.standing(story).contains(where: { $0.reply.code != 421 }) else { return nil }
        let timedOut = Self.farewell(story)
        let isOver = facts.firstClose == nil && facts.client.unacknowledged == 0 && story.wait == nil
        guard
            timedOut != nil && !story.isInMessage && story.progress.reached(.greeting)
                || isOver && story.progress.reached(.greeting),
            story.hiddenTLS == nil,
            story.quit == nil
        else { return nil }
        var finding = Finding(
            "client-side-silent", timedOut == nil ? .unknown : .refused, at: story.stopStage, .unknown,
            or: story.nearSide,
            // Behind the server's word the capture may just have ended.
            timedOut != nil || story.secondsWatched(after: facts.last) >= SilenceFault.patientSeconds
                ? .likely : .possible,
            [
                Evidence(
                    "after the server's reply nothing more came from the client's side",
                    [facts.client.last?.frame ?? facts.last.frame])
            ])
        finding.reply = timedOut
        return finding
    }
}
