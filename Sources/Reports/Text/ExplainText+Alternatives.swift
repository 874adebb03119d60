import Knowledge

/// What else a reply may mean: a pasted one tells nothing of its session.
extension ExplainText {
    /// The causes that the same words stand for where the session showed more: what the server offered, what the client
    /// had done, when the reply came. One rule for each; it would win over `best` there.
    func otherSessions(_ best: ReplyRule, _ specificity: Specificity, _ question: ReplyQuestion) -> [ReplyRule] {
        var least = specificity
        least.foundLength = 0
        least.facts = 0
        least.stage = 0
        var causes: Set<String> = [best.cause, ContractWords.refusedAtStage]
        return knowledge.possibleMatches(for: question).filter { match in
            let when = match.rule.when
            let isOtherStage =
                question.stage.isEmpty && !when.stages.isEmpty
                && when.stages.allSatisfy { !best.when.stages.contains($0) }
            return match.specificity.text >= min(1, specificity.text) && least <= match.specificity
                && (!when.facts.isEmpty || isOtherStage && !best.when.stages.isEmpty)
        }.map(\.rule).filter { causes.insert($0.cause).inserted }
    }

    /// `sessions`, and, where only general words or none tell the cause, what else servers give the code for.
    func alternatives(to best: ReplyRule, _ question: ReplyQuestion, _ sessions: [ReplyRule]) -> [String] {
        var lines: [String] = []
        for rule in sessions.prefix(4) {
            let condition = Self.condition(rule.when)
            lines += section(
                lines.isEmpty ? "Or      " : "        ",
                "\(rule.cause)\(condition.isEmpty ? "" : ", if " + condition): \(rule.headline)")
        }
        guard best.confidence == .possible || best.isGeneral && best.confidence != .proven && sessions.isEmpty else {
            return lines
        }
        let told = Set([best.cause] + sessions.map(\.cause))
        let shared = knowledge.shared(by: question).filter { !told.contains($0.cause) }
        guard !shared.isEmpty else { return lines }
        let code = question.enhanced ?? "\(question.code)"
        lines += section(
            lines.isEmpty ? "Or      " : "        ", "\(code) is given for other causes too, by these signs:")
        return lines + shared.flatMap { section("          ", "\($0.cause): \($0.sign)") }
    }

    private static func condition(_ when: ReplyCondition) -> String {
        guard when.facts.isEmpty else { return FactPhrases.all(when.facts) }
        return switch when.stages {
        case ["greeting"]: "it came in place of the greeting"
        case ["accepted"]: "it came while the message was sent, or after it"
        default: when.stages.count == 1 ? "it came at \(when.stages[0].uppercased())" : ""
        }
    }
}
