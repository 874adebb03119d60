import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// The box changed what was said, and that decided: STARTTLS taken out or masked, a command overwritten, TLS ended in it.
struct RewriteFault: CompareFault {
    func examine(_ story: PairStory, _ knowledge: KnowledgeBase) -> Finding? {
        guard let inside = story.inside, let outside = story.outside else { return nil }
        return command(inside, outside, story, knowledge) ?? extensions(inside, outside, story, knowledge)
            ?? interception(inside, outside, story)
    }

    // MARK: - A command that arrived as another one

    private func command(
        _ inside: Story, _ outside: Story, _ story: PairStory, _ knowledge: KnowledgeBase
    ) -> Finding? {
        guard let dialogues = story.dialogues, !story.isUntouched(.client) else { return nil }
        for pair in dialogues.pairs {
            guard let i = pair.inside, let o = pair.outside, let said = inside.exchanges[i].command,
                let heard = outside.exchanges[o].command, said.text.lowercased() != heard.text.lowercased(),
                let change = story.changes.first(where: { $0.from == .client && $0.frames.first == said.first.frame }),
                let reply = outside.exchanges[o].reply, reply.isNegative
            else { continue }
            let refusals = [RefusalFault.decisive(inside, knowledge), RefusalFault.decisive(outside, knowledge)]
            let isDecisive = refusals.compactMap(\.self).contains { $0.reply.code == reply.code }
            guard isDecisive || story.insideFinding?.cause == "esmtp-inspection" else { continue }
            let stage = story.insideFinding?.cause == "esmtp-inspection" ? story.insideFinding?.stoppedAt : nil
            var finding = Finding(
                "esmtp-inspection", .refused, at: stage ?? Stage(verb: said.verb) ?? inside.nextNeeded, .firewall,
                story.pair.isSure ? .proven : .likely,
                [
                    Evidence("the device sent \(Quote.short(said.text))", [change.frames[0]]),
                    Evidence("outside it is \(Quote.short(heard.text))", [heard.first.frame]),
                    Evidence("the server refused that: \(reply.code) \(Quote.short(reply))", [reply.last.frame]),
                ])
            finding.reply = inside.exchanges[i].reply.flatMap { $0.isNegative ? $0 : nil } ?? reply
            return finding
        }
        return nil
    }

    // MARK: - An offer that did not arrive

    private func extensions(
        _ inside: Story, _ outside: Story, _ story: PairStory, _ knowledge: KnowledgeBase
    ) -> Finding? {
        guard let mine = ehlo(inside), let theirs = ehlo(outside), outside.offers("STARTTLS"),
            !inside.offers("STARTTLS"), inside.tls == nil, !mine.isIncomplete, inside.missingOctets == 0,
            let alone = story.insideFinding, !story.isUntouched(.server)
        else { return nil }
        let isMasked =
            mine.lines.dropFirst().contains(where: InspectionFault.isMaskedKeyword)
            || inside.dialogue.reply(inside.dialogue.greeting).map { InspectionFault.isMasked($0.text) } ?? false
        let refusal = RefusalFault.decisive(inside, knowledge)
        if let refusal {
            // Refused for something that encryption would not have changed.
            guard [.starttls, .auth, .mail, .ehlo].contains(refusal.stage), isForWantOfTLS(refusal, inside, knowledge)
            else { return nil }
        } else {
            // A farewell whose answer is not in the capture ends it as well.
            let isOver = inside.pending.map { inside.exchanges[$0.index].verb == .quit } ?? true
            guard !inside.progress.reached(.mail), isOver, inside.quit != nil || Ending.of(inside) == .client else {
                return nil
            }
        }
        var finding = Finding(
            isMasked ? "esmtp-inspection" : "starttls-stripped", refusal == nil ? .failed : .refused,
            at: refusal?.stage ?? .starttls, .firewall,
            story.pair.isSure ? .proven : .likely,
            [
                Evidence("outside, the server offers STARTTLS", [theirs.last.frame]),
                Evidence(
                    isMasked
                        ? "inside, the offer is overwritten" : "inside, the same reply comes without it",
                    [mine.last.frame]),
            ])
        if alone.cause == "esmtp-inspection" { finding.evidence += alone.evidence }
        finding.reply = refusal?.reply
        if let refusal {
            finding.values = ReplyValues.of(refusal, inside)
            finding.evidence.append(
                Evidence(
                    "without it the server refused: \(refusal.reply.code) \(Quote.short(refusal.reply))",
                    [refusal.reply.last.frame]))
        }
        return finding
    }

    private func isForWantOfTLS(_ refusal: Refusal, _ story: Story, _ knowledge: KnowledgeBase) -> Bool {
        if refusal.stage != .mail { return true }
        let cause = RefusalFault.rule(for: refusal, story, knowledge)?.cause
        return refusal.reply.code == 530 || cause == "starttls-not-used" || cause == "auth-missing"
            || cause == "auth-before-starttls"
    }

    private func ehlo(_ story: Story) -> Reply? {
        story.exchanges.last { $0.verb == .ehlo && ($0.reply?.isPositive ?? false) }?.reply
    }

    // MARK: - TLS that ends in the box

    /// Each leg has a handshake of its own.
    static func endsTLS(_ story: PairStory) -> Bool {
        guard story.isTerminated, let mine = story.inside?.tls, let theirs = story.outside?.tls,
            let hello = mine.serverHello, let other = theirs.serverHello
        else { return false }
        return hello.random != other.random || !story.sharesHandshake
    }

    private func interception(_ inside: Story, _ outside: Story, _ story: PairStory) -> Finding? {
        guard Self.endsTLS(story), let mine = inside.tls, let theirs = outside.tls,
            let hello = mine.serverHello, let other = theirs.serverHello, let alone = story.insideFinding,
            alone.stoppedAt == .tls, [.failed, .unknown].contains(alone.outcome),
            let close = inside.connection?.firstClose
        else { return nil }
        let refused =
            mine.clientAborted != nil || mine.alerts.contains { $0.from == .client && $0.isFatal }
            || close.side == .client
        guard refused else { return nil }
        var finding = Finding(
            "tls-interception", .failed, at: .tls, .firewall, story.sureness,
            [
                Evidence(
                    "the handshake inside is not the one outside: another ClientHello, another ServerHello",
                    [hello.moment.frame, other.moment.frame]),
                Evidence(
                    "outside, the server's own handshake went well",
                    [theirs.established?.frame ?? other.moment.frame]),
                Evidence(
                    "the device refused what the box showed",
                    [
                        mine.clientAborted?.frame ?? mine.alerts.first { $0.from == .client }?.moment.frame
                            ?? close.origin.frame
                    ]),
            ])
        if let own = mine.serverCertificates.first, let real = theirs.serverCertificates.first, own != real {
            finding.evidence.append(
                Evidence(
                    "the certificate inside is not the one that the server sent",
                    [mine.serverCertificateMoment?.frame, theirs.serverCertificateMoment?.frame].compactMap(\.self)))
        }
        finding.endedBy = .client
        return finding
    }
}

extension PairStory {
    /// Both legs carry one TLS handshake: the box passes it on. The client's 32 random octets tell (RFC 8446 §4.1.2).
    var sharesHandshake: Bool {
        guard let mine = inside?.tls, let theirs = outside?.tls else { return false }
        if let hello = mine.clientHello, let other = theirs.clientHello { return hello.random == other.random }
        if let hello = mine.serverHello, let other = theirs.serverHello { return hello.random == other.random }
        return false
    }
}
