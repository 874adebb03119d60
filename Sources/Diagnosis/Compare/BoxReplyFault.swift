import Capture
import Knowledge
import SMTP
import Sessions
import Streams

/// The box answered in the server's place: a redirect, a refusal that the server never spoke, an acceptance that it
/// never gave, a connection to a server that does not answer.
struct BoxReplyFault: CompareFault {
    func examine(_ story: PairStory, _ knowledge: KnowledgeBase) -> Finding? {
        guard let inside = story.inside, let outside = story.outside, inside.connection != nil,
            outside.connection != nil
        else { return nil }
        return accepted(inside, outside, story) ?? redirected(inside, outside, story, knowledge)
            ?? refused(inside, outside, story, knowledge) ?? deadServer(inside, outside, story)
            ?? silentServer(inside, outside, story)
    }

    // MARK: - A server that fell silent behind the box

    /// The box carried the command on; the server's TCP took it, and no answer came while the device waited.
    private func silentServer(_ inside: Story, _ outside: Story, _ story: PairStory) -> Finding? {
        guard story.isTerminated, let mine = story.insideFinding, mine.responsible == .unknown, let wait = inside.wait,
            let pending = inside.pending, let theirs = story.dialogues?.outside(of: pending.index), theirs.reply == nil,
            !theirs.replyIsMissing, let command = theirs.command, outside.missingOctets == 0,
            outside.clientIsAcknowledged, outside.connection?.server.resets.isEmpty ?? false,
            outside.connection?.server.fin == nil, mine.cause == "no-reply"
        else { return nil }
        var finding = Finding(
            "no-reply", .failed, at: wait.stage, .serverFault, or: [.reputation], .likely, mine.evidence)
        finding.evidence.append(
            Evidence(
                "outside, the box carried the command on; the server's TCP acknowledged it, and no reply came",
                [command.last.frame, outside.connection?.client.lastAcknowledged?.frame ?? command.last.frame]))
        finding.values = mine.values
        finding.endedBy = mine.endedBy
        return finding
    }

    // MARK: - Accepted inside, not outside

    private func accepted(_ inside: Story, _ outside: Story, _ story: PairStory) -> Finding? {
        guard story.isTerminated, let mine = story.insideFinding, let theirs = story.outsideFinding,
            mine.outcome == .delivered, let accepted = mine.reply, ![.delivered, .partial].contains(theirs.outcome),
            theirs.responsible != .capture, !outside.isDark,
            outside.connection?.firstClose != nil || outside.quit != nil
                || !outside.progress.passed.contains(.connect)
        else { return nil }
        let isRefused = theirs.outcome == .refused
        var finding = theirs
        finding.cause = isRefused ? "proxy-accepted-server-rejected" : theirs.cause
        finding.rule = nil
        if !story.pair.isSure { finding.confidence = min(finding.confidence, .likely) }
        finding.stoppedAt = isRefused ? nil : theirs.stoppedAt
        finding.endedBy = Ending.of(inside)
        finding.evidence =
            [
                Evidence(
                    "inside, the box took the message: \(accepted.code) \(Quote.short(accepted))", [accepted.last.frame]
                )
            ]
            + (theirs.reply.map {
                [
                    Evidence(
                        "outside, the server answered its own try: \($0.code) \(Quote.short($0))", [$0.last.frame])
                ]
            } ?? theirs.evidence)
        return finding
    }

    // MARK: - Somebody else

    private func redirected(
        _ inside: Story, _ outside: Story, _ story: PairStory, _ knowledge: KnowledgeBase
    ) -> Finding? {
        guard story.isRedirected, let mine = story.insideFinding, let asked = inside.connection,
            let found = outside.connection, ![.delivered, .partial, .testOnly].contains(mine.outcome), !inside.isDark,
            mine.responsible.party != .device || mine.outcome == .refused
        else { return nil }
        var finding = Finding(
            "transparent-redirect", mine.outcome == .unknown ? .failed : mine.outcome,
            at: mine.stoppedAt ?? story.outsideFinding?.stoppedAt, .firewall, story.sureness,
            [
                Evidence(
                    "inside, the device asked for \(asked.serverAddress); outside, the connection goes to \(found.serverAddress)",
                    [asked.first.frame, found.first.frame])
            ])
        if let refusal = RefusalFault.decisive(inside, knowledge) {
            finding.reply = refusal.reply
            finding.values = ReplyValues.of(refusal, inside)
            finding.evidence.append(
                Evidence(
                    "who answered there said \(refusal.reply.code) \(Quote.short(refusal.reply))",
                    [refusal.reply.last.frame]))
        }
        return finding
    }

    // MARK: - A refusal that the server never spoke

    private func refused(
        _ inside: Story, _ outside: Story, _ story: PairStory, _ knowledge: KnowledgeBase
    ) -> Finding? {
        guard let refusal = RefusalFault.decisive(inside, knowledge), let dialogues = story.dialogues,
            story.insideFinding?.outcome == .refused, !story.isDamaged || story.isTerminated,
            !story.isUntouched(.server)
        else { return nil }
        let theirs = dialogues.outside(of: refusal.exchange)
        // What the outer capture lacks may be the server's refusal.
        if theirs?.reply == nil, outside.missingOctets > 0 || theirs?.replyIsMissing ?? false { return nil }
        // The outer capture may have ended before the server spoke.
        let isOver = outside.connection?.firstClose != nil
        if theirs?.reply == nil, !isOver,
            !story.isWatched(at: Timestamp(nanoseconds: refusal.reply.last.nanoseconds))
        {
            return nil
        }
        // The box reports what had stopped beyond it.
        if theirs?.reply == nil, let command = theirs?.command, TimedOutServer.isFarewell(refusal, inside, knowledge),
            Self.stalledBeyond(since: command.last, until: refusal.reply.first, outside)
        {
            return nil
        }
        // The server said no as well: its own words, whatever the box made of them.
        if theirs?.reply?.isNegative ?? false { return nil }
        // Out of step: a later refusal outside may be this one.
        if theirs == nil,
            outside.exchanges.contains(where: { $0.reply?.code == refusal.reply.code && $0.reply?.isNegative ?? false })
        {
            return nil
        }
        let what: String
        if let reply = theirs?.reply {
            what = "outside, the server answered \(reply.code) \(Quote.short(reply))"
        } else if theirs?.command != nil {
            what = "outside, the server gave no answer to it"
        } else {
            what = "nothing of it is outside: the server was not asked"
        }
        var finding = Finding(
            "firewall-answers-itself", .refused, at: refusal.stage, .firewall, story.sureness,
            [
                Evidence(
                    "inside, the device was told \(refusal.reply.code) \(Quote.short(refusal.reply))",
                    [refusal.reply.last.frame]),
                Evidence(
                    what, [theirs?.reply?.last.frame ?? theirs?.command?.last.frame ?? outside.session.last.frame]),
            ])
        finding.reply = refusal.reply
        finding.values = ReplyValues.of(refusal, inside)
        finding.endedBy =
            outside.quit == nil && theirs == nil && refusal.stage > .greeting ? .network : Ending.of(inside)
        return finding
    }

    /// The server took nothing of what came out, or owed its reply for as long as people wait.
    private static func stalledBeyond(since: Moment, until: Moment, _ outside: Story) -> Bool {
        outside.unanswered(.client) != nil
            || outside.clientIsAcknowledged && outside.seconds(from: since, to: until) >= SilenceFault.patientSeconds
    }

    // MARK: - A box that hides a dead server

    private func deadServer(_ inside: Story, _ outside: Story, _ story: PairStory) -> Finding? {
        guard story.isTerminated, inside.progress.passed.contains(.connect),
            !outside.progress.passed.contains(.connect), let theirs = story.outsideFinding,
            let mine = story.insideFinding, !(inside.connection?.server.hasData ?? false)
        else { return nil }
        var finding = mine
        let isTest = mine.outcome == .testOnly || mine.outcome == .delivered
        if isTest { return nil }
        finding.responsible = theirs.responsible == .firewall ? .unknown : theirs.responsible
        finding.candidates = theirs.candidates.filter { $0 != .firewall }
        // A server that does not answer at all may be the wrong one.
        if finding.responsible == .unknown, !finding.candidates.contains(.deviceConfig) {
            finding.candidates.append(.deviceConfig)
        }
        finding.outcome = finding.responsible == .unknown ? .unknown : .failed
        finding.confidence = story.pair.isSure ? theirs.confidence : min(theirs.confidence, .likely)
        finding.evidence =
            [
                Evidence(
                    "inside, the box completed the handshake in the server's name",
                    [inside.connection?.server.first?.frame ?? inside.session.first.frame])
            ] + theirs.evidence
        return finding
    }
}
