import Capture
import Knowledge
import Packets
import SMTP
import Streams

/// A negative reply, with the stage it stopped.
struct Refusal {
    var exchange: Int
    var stage: Stage
    var reply: Reply
}

/// The server said no: finds the reply that decided, and asks the rules what it means.
struct RefusalFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let refusal = Self.decisive(story, knowledge) else { return nil }
        return Self.finding(refusal, story, knowledge)
    }

    // MARK: - Which reply decided

    /// The last refusal that nothing made good, unless it only follows from an earlier one.
    static func decisive(_ story: Story, _ knowledge: KnowledgeBase) -> Refusal? {
        let refusals = standing(story)
        guard var last = refusals.last else { return nil }
        if TimedOutServer.gaveUp(last, story, knowledge) { return nil }
        while let earlier = refusals.last(where: { $0.exchange < last.exchange && follows(last, $0, story) }) {
            last = earlier
        }
        // What it follows from is in the octets that the capture lacks.
        let startsLate = story.connection?.startsMidStream ?? false && last.stage > .auth
        if isConsequence(last, story), story.missingOctets > 0 || startsLate { return nil }
        // Without the login that was refused before, the server cannot but refuse.
        if let login = refusals.last(where: { $0.stage == .auth }), last.stage > .auth {
            let cause = rule(for: last, story, knowledge)?.cause
            if let cause,
                ["auth-missing", "relay-denied", "mx-endpoint-relay-denied", "bad-credentials"].contains(cause)
            {
                return login
            }
        }
        // All recipients were refused: the first one's reply tells it.
        return last.stage == .rcpt
            ? refusals.first { $0.stage == .rcpt && $0.exchange >= lastMail(story, before: last) } ?? last : last
    }

    /// "Bad sequence", or "no valid recipients": the consequence of a refusal before it.
    private static func isConsequence(_ refusal: Refusal, _ story: Story) -> Bool {
        if refusal.reply.code == 503 { return true }
        guard refusal.stage == .data, refusal.reply.code != 421 else { return false }
        let transaction = story.dialogue.transactions.last { ($0.mail ?? 0) <= refusal.exchange }
        return !(transaction?.recipients.contains { story.dialogue.reply($0.exchange)?.isPositive ?? false } ?? false)
    }

    private static func follows(_ later: Refusal, _ earlier: Refusal, _ story: Story) -> Bool {
        if isConsequence(later, story) { return earlier.stage < later.stage }
        // A server that closes on a client which it has refused, and which got nothing granted since.
        guard later.reply.code == 421, earlier.reply.code != 421, earlier.stage > .greeting else { return false }
        return !story.exchanges[earlier.exchange..<later.exchange].contains { $0.reply?.isPositive ?? false }
    }

    private static func lastMail(_ story: Story, before refusal: Refusal) -> Int {
        story.exchanges[..<refusal.exchange].lastIndex { $0.verb == .mail } ?? 0
    }

    /// Refusals on the way to a delivery that no later success overcame, in their order.
    static func standing(_ story: Story) -> [Refusal] {
        let exchanges = story.exchanges
        return exchanges.indices.compactMap { index in
            guard let reply = exchanges[index].reply, reply.isNegative,
                let stage = stage(of: index, story), stage != .quit, !isFarewell(index, story),
                !wentOnWithOthers(index, story)
            else { return nil }
            let isOvercome = exchanges[(index + 1)...].contains { later in
                guard let reply = later.reply, reply.isPositive, let verb = later.verb, let other = Stage(verb: verb),
                    other != .quit
                else { return false }
                // STARTTLS and EHLO are means: whatever comes after them shows that it went on without.
                return other == stage || (stage <= .starttls && other > .starttls)
            }
            return isOvercome ? nil : Refusal(exchange: index, stage: stage, reply: reply)
        }
    }

    /// A 421 that nobody asked for, after the client had left: Exim's "lost input connection" ends nothing.
    private static func isFarewell(_ index: Int, _ story: Story) -> Bool {
        guard index != story.dialogue.greeting, story.exchanges[index].command == nil,
            let reply = story.exchanges[index].reply, reply.code == 421,
            let left = story.connection?.client.fin ?? story.clientReset?.origin
        else { return false }
        return left.time.nanoseconds < reply.first.nanoseconds
    }

    /// The stage at which a reply came. Without a command it is the greeting, or the next step of the way.
    static func stage(of index: Int, _ story: Story) -> Stage? {
        let isFirst = !story.exchanges.prefix(index).contains { $0.reply != nil }
        if index == story.dialogue.greeting, isFirst, !(story.connection?.startsMidStream ?? false) {
            return isUnsureGreeting(index, story) ? firstCommand(story) ?? .greeting : .greeting
        }
        if let verb = story.exchanges[index].verb {
            if let stage = Stage(verb: verb) { return stage }
            // A command that the server did not know because something masked it, or because it is no SMTP at all.
            if case .other = verb { return story.progress.reached(.ehlo) ? nil : .ehlo }
            // Whatever was asked, the server closes.
            return story.dialogue.reply(index)?.code == 421 ? next(before: index, story) : nil
        }
        if story.dialogue.transactions.contains(where: { $0.end == index }) { return .accepted }
        if story.isUnseenRecipient(index) { return .rcpt }
        if story.dialogue.transactions.last.map({ $0.message != nil && $0.end == nil }) ?? false { return .accepted }
        return next(before: index, story)
    }

    /// The next step of the way; where the capture began later than the way did, what the client asked for next. Nil
    /// where it shows none of it.
    private static func next(before index: Int, _ story: Story) -> Stage? {
        let stage = story.nextNeeded(before: index)
        guard stage == .greeting, story.connection?.startsMidStream ?? false else { return stage }
        guard story.dialogue.reply(index)?.code == 421 else { return nil }
        return story.exchanges[index...].lazy.compactMap { $0.verb.flatMap(Stage.init(verb:)) }.first { $0 != .quit }
    }

    // MARK: - What it means

    static func finding(_ refusal: Refusal, _ story: Story, _ knowledge: KnowledgeBase) -> Finding {
        let rule = rule(for: refusal, story, knowledge)
        let stage = refusal.stage
        var finding = Finding(
            rule?.cause ?? "refused-at-\(stage.rawValue)", .refused, at: stage,
            rule.flatMap { Responsible(rawValue: $0.responsible) }
                ?? (refusal.reply.isTransient ? .serverFault : .serverPolicy),
            or: rule.map { $0.candidates.compactMap(Responsible.init(rawValue:)) } ?? [], rule?.confidence ?? .likely)
        finding.rule = rule
        if refusal.reply.isIncomplete { CutReply.weigh(&finding, refusal) }
        if Self.isPairUnsure(refusal, story) { Self.doubtTheCommand(&finding, refusal) }
        Self.weighWhatIsMissing(&finding, refusal, story)
        // What the server offered is not in the capture: whether the client should have known better cannot be told.
        if stage == .auth, !story.hasWholeEHLOReply,
            [.deviceConfig, .deviceCapability, .serverPolicy].contains(finding.responsible)
        {
            finding.responsible = .unknown
            finding.candidates = [.deviceConfig, .deviceCapability]
            finding.cannotShow.append("which login mechanisms the server offered, and whether it asks for TLS first")
        }
        finding.reply = refusal.reply
        finding.evidence = quoted(refusal, story)
        finding.values = ReplyValues.of(refusal, story)
        TimedOutServer.weigh(&finding, refusal, story)
        if let quick = story.impossiblyQuickAnswer(refusal.exchange) {
            return answeredTooSoon(finding, quick, story)
        }
        if let box = story.boxAnswersForServer { finding = answeredByBox(finding, refusal, box, story) }
        return finding
    }

    static func rule(for refusal: Refusal, _ story: Story, _ knowledge: KnowledgeBase) -> ReplyRule? {
        knowledge.rule(
            for: ReplyQuestion(
                stage: refusal.stage.rawValue, verb: story.exchanges[refusal.exchange].command.map { $0.verb.name },
                code: refusal.reply.code, enhanced: refusal.reply.enhanced.map { "\($0)" },
                text: refusal.reply.isIncomplete ? CutReply.wholeText(refusal.reply) : refusal.reply.text,
                endpoint: story.endpoint?.id, facts: ReplyFacts.of(refusal, story),
                day: Day.of(nanoseconds: refusal.reply.first.nanoseconds)))
    }

    private static func quoted(_ refusal: Refusal, _ story: Story) -> [Evidence] {
        var evidence: [Evidence] = []
        if let command = story.exchanges[refusal.exchange].command {
            evidence.append(Evidence("the client sent \(Quote.short(command.text))", [command.last.frame]))
        }
        evidence.append(
            Evidence(
                "the server answered \(refusal.reply.code) \(Quote.short(refusal.reply))", [refusal.reply.last.frame]))
        return evidence
    }

    /// Whoever said this sits nearer than the server: a box on the way answers in its name.
    private static func answeredTooSoon(_ finding: Finding, _ quick: Evidence, _ story: Story) -> Finding {
        var finding = finding
        finding.cause = "firewall-answers-itself"
        finding.rule = nil
        finding.confidence = .likely
        finding.evidence.append(quick)
        if let box = story.boxAnswersForServer {
            finding.responsible = .firewall
            finding.candidates = [.serverPolicy]
            finding.evidence.append(Evidence(box, [story.connection?.server.first?.frame ?? quick.frames[0]]))
        } else {
            finding.responsible = .unknown
            finding.candidates = [.firewall, .isp, .networkPath].filter { $0 != .firewall || !story.isBeyondFirewall }
        }
        return finding
    }

    /// A box beside the client speaks under the server's address: its words may be its own.
    private static func answeredByBox(_ finding: Finding, _ refusal: Refusal, _ because: String, _ story: Story)
        -> Finding
    {
        var finding = finding
        let evidence = Evidence(because, [story.connection?.server.first?.frame ?? refusal.reply.last.frame])
        if refusal.stage == .greeting {
            finding.cause = "firewall-answers-itself"
            finding.responsible = .firewall
            finding.candidates = [.serverPolicy, .isp]
            finding.confidence = .likely
            finding.rule = nil
        } else if finding.confidence == .proven {
            finding.confidence = .likely
        }
        finding.evidence.append(evidence)
        return finding
    }
}
