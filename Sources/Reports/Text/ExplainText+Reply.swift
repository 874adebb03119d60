import Knowledge

/// A reply's words, with whatever of code and stage stands around them. Words alone carry less than a reply on the wire.
extension ExplainText {
    func reply(_ text: String) -> [String]? {
        let pasted = PastedReply(text)
        let question = question(pasted)
        return explained(question) ?? server(pasted) ?? misspelt(question)
            ?? unexplained(question, knowledge.matches(for: question).map(\.rule))
    }

    /// nil where no rule is the answer.
    private func explained(_ question: ReplyQuestion) -> [String]? {
        let firm = knowledge.matches(for: question)
            .compactMap { grounds(for: $0.rule, question, $0.specificity) }
            .enumerated().sorted { ($1.element.rank, $0.offset) < ($0.element.rank, $1.offset) }.map(\.element)
        guard let best = firm.first else { return nil }
        let sessions = otherSessions(best.rule, best.rank.specificity, question)
        let confidence = min(best.confidence, sessions.isEmpty ? .proven : sessions.count == 1 ? .likely : .possible)
        let rests =
            best.rests ?? (sessions.isEmpty ? nil : "code and words; what the session showed beside them is not told.")
        var lines = explanation(of: best.rule, confidence, rests: rests, from: question.endpoint)
        lines += alternatives(to: best.rule, question, sessions)
        let told = Set([best.rule.cause] + sessions.map(\.cause))
        let others = firm.dropFirst().map(\.rule).filter { !$0.when.words.isEmpty && !told.contains($0.cause) }
        if !others.isEmpty {
            let names = others.prefix(5).map { "\($0.cause) (rule \($0.id))" }.joined(separator: ", ")
            lines += section("Also    ", "less specific rules that match: \(names)")
        }
        return lines + meanings(question, "  Codes   ")
    }

    /// Words of which a letter or two are wrong, where the right ones are the answer: `Relay acces denied`.
    private func misspelt(_ question: ReplyQuestion) -> [String]? {
        guard !Self.isPositive(question),
            let text = NearWords.corrected(question.text, among: knowledge.replyRules.flatMap(\.when.words))
        else { return nil }
        var corrected = question
        corrected.text = text
        return explained(corrected).map { fill("", "Taken for “\(text)”:") + $0 }
    }

    /// What a program's log says where no server said anything.
    func program(_ text: String) -> [String]? {
        let pasted = PastedReply(text)
        guard pasted.code == 0, pasted.enhanced == nil, let found = knowledge.programError(in: text) else { return nil }
        return [options.style.bold("“\(found.words)”") + ", a program's words"] + fill("  ", found.error.meaning) + [""]
            + section("Causes  ", found.error.causes.joined(separator: ", "))
            + section("        ", "A capture of the attempt tells which; postmortem explain tells of each.")
    }

    func question(_ pasted: PastedReply) -> ReplyQuestion {
        ReplyQuestion(
            stage: pasted.stage, code: pasted.code, enhanced: pasted.enhanced, text: pasted.text,
            endpoint: pasted.hosts.lazy.compactMap { knowledge.endpoint(for: EndpointQuestion(names: [$0])) }.first?.id)
    }

    private struct Grounds {
        var rule: ReplyRule
        var confidence: Confidence
        var rank: Rank
        /// What the answer rests on, where that is little.
        var rests: String?
    }

    /// How narrowly a rule describes a reply. Facts of a session, and a stage that is not told, make no rule narrower: of
    /// two rules with the same words the one for more stages is the safer answer.
    private struct Rank: Comparable {
        var specificity: Specificity
        var stages: Int

        init(_ specificity: Specificity, _ rule: ReplyRule, isStageTold: Bool) {
            self.specificity = specificity
            self.specificity.facts = 0
            if !isStageTold { self.specificity.stage = 0 }
            stages = rule.when.stages.isEmpty ? ContractWords.stages.count : rule.when.stages.count
        }

        static func < (one: Rank, other: Rank) -> Bool {
            (one.specificity, one.stages) < (other.specificity, other.stages)
        }
    }

    /// nil where too little is known for this rule to be the answer: it belongs to certain stages, and neither the
    /// stage nor the words tell that it is one of them; or one word without a code, which stands in other replies too.
    private func grounds(
        for rule: ReplyRule, _ question: ReplyQuestion, _ specificity: Specificity
    ) -> Grounds? {
        let found = rule.when.longestFound(in: question.text) ?? ""
        let isPhrase = found.contains(" ") || rule.when.pattern != nil || specificity.text > 1
        let isBare = question.code == 0 && question.enhanced == nil
        if isBare {
            guard rule.confidence != .possible, isPhrase || found.count >= 7 && causes(withWord: found).count == 1
            else {
                return nil
            }
        }
        let isStageGuessed = question.stage.isEmpty && !rule.when.stages.isEmpty
        if isStageGuessed {
            let isExact = !isBare && (specificity.enhanced > 1 || isPhrase && specificity.text > 0)
            guard isExact || isBare && isPhrase else { return nil }
        }
        let rank = Rank(specificity, rule, isStageTold: !question.stage.isEmpty)
        guard isBare || isStageGuessed else { return Grounds(rule: rule, confidence: rule.confidence, rank: rank) }
        let words = found.isEmpty ? "the words" : "the words “\(found)”"
        let lacking = isBare ? (question.stage.isEmpty ? "no code and no stage" : "no code") : "no stage"
        return Grounds(
            rule: rule, confidence: min(rule.confidence, isPhrase ? .likely : .possible), rank: rank,
            rests: isBare
                ? "\(words) alone; \(lacking) stands beside them. The whole reply tells more."
                : "code and words; at which command the reply came is not told"
                    + (rule.when.stages.count == 1 ? ", and is taken to be \(Self.command(rule.when.stages[0]))." : ".")
        )
    }

    private static func command(_ stage: String) -> String {
        switch stage {
        case "greeting": "the greeting"
        case "accepted": "the end of the message"
        default: stage.uppercased()
        }
    }

    /// The causes of rules that look for this word.
    private func causes(withWord word: String) -> Set<String> {
        Set(knowledge.replyRules.filter { $0.when.words.contains { $0.contains(word) } }.map(\.cause))
    }

    /// What the codes mean, and whose words these may be, where no rule is the answer.
    private func unexplained(_ question: ReplyQuestion, _ weak: [ReplyRule]) -> [String]? {
        let asked = question.text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        var causes: Set<String> = [ContractWords.refusedAtStage]
        let holders =
            asked.count < 4
            ? []
            : knowledge.replyRules.filter { rule in
                rule.when.words.contains { (" " + $0 + " ").contains(" " + asked + " ") }
            }.map { knowledge.completed($0, at: "") }
        let list = (weak.filter { !$0.when.words.isEmpty && isWordFound($0, question.text) } + holders)
            .filter { causes.insert($0.cause).inserted }.prefix(10)
            .flatMap { fill("    \($0.cause): ", "\($0.headline) (rule \($0.id))") }
        let codes = code(question) ?? []
        guard !Self.isPositive(question) else {
            return asked.isEmpty ? codes : fill("", "A positive reply: nothing was refused.") + [""] + codes
        }
        guard !list.isEmpty || !codes.isEmpty else { return nil }
        let title = "These words alone do not tell the cause. They stand in replies about:"
        if asked.isEmpty { return codes.isEmpty ? nil : codes }
        let words = list.isEmpty ? fill("", "No rule explains these words.") : fill("", title) + list
        return words + (codes.isEmpty ? [] : [""] + codes)
    }

    /// As a word or its beginning: “spam” is not in “antispam”, and “spamhous” is another word.
    private func isWordFound(_ rule: ReplyRule, _ text: String) -> Bool {
        guard let found = rule.when.longestFound(in: text) else { return false }
        return found.contains(" ")
            || text.lowercased().split { !$0.isLetter && !$0.isNumber }.contains {
                $0.hasPrefix(found) && $0.count <= found.count + 3
            }
    }
}
