extension KnowledgeBase {
    /// The most specific rule that claims this reply; nil where none does.
    package func rule(for question: ReplyQuestion) -> ReplyRule? {
        let prepared = prepared(question)
        var best: (specificity: Specificity, index: Int)?
        for index in candidates(for: question) {
            guard let specificity = rules.match(index, prepared) else { continue }
            if let best, specificity < best.specificity { continue }
            guard rules.isValid(index, on: question.day) else { continue }
            best = (specificity, index)
        }
        return best.flatMap { rules.rule($0.index) }.map { completed($0, at: question.stage) }
    }

    /// Every rule that claims this reply, the most specific first.
    package func rules(for question: ReplyQuestion) -> [ReplyRule] {
        matches(for: question).map(\.rule)
    }

    /// As ``rules(for:)``, with each rule's specificity.
    package func matches(for question: ReplyQuestion) -> [(specificity: Specificity, rule: ReplyRule)] {
        let prepared = prepared(question)
        var found: [(index: Int, specificity: Specificity)] = []
        for index in candidates(for: question) {
            guard let specificity = rules.match(index, prepared), rules.isValid(index, on: question.day) else {
                continue
            }
            found.append((index, specificity))
        }
        return completed(found, at: question.stage)
    }

    /// The rules whose words or exact enhanced code the reply has, whatever the session showed beside it, the most
    /// specific first: what a reply alone may mean.
    package func possibleMatches(for question: ReplyQuestion) -> [(specificity: Specificity, rule: ReplyRule)] {
        let prepared = prepared(question)
        var found: [(index: Int, specificity: Specificity)] = []
        for index in candidates(for: question) {
            guard let specificity = rules.match(index, prepared, ofAnySession: true),
                specificity.text > 0 || specificity.enhanced > 1
            else { continue }
            found.append((index, specificity))
        }
        return completed(found, at: question.stage)
    }

    private func completed(
        _ found: [(index: Int, specificity: Specificity)], at stage: String
    ) -> [(specificity: Specificity, rule: ReplyRule)] {
        found.sorted { ($0.specificity, $0.index) > ($1.specificity, $1.index) }.compactMap { entry in
            rules.rule(entry.index).map { (entry.specificity, completed($0, at: stage)) }
        }
    }

    private func prepared(_ question: ReplyQuestion) -> PreparedQuestion {
        PreparedQuestion(question, kind: question.endpoint.flatMap { endpoint(id: $0)?.kind })
    }

    /// Fills in the stage of a generic refusal and, from the cause's wording, what the rule leaves unsaid.
    package func completed(_ rule: ReplyRule, at stage: String) -> ReplyRule {
        var rule = rule
        if rule.cause == ContractWords.refusedAtStage, !stage.isEmpty { rule.cause = "refused-at-" + stage }
        let wording = wording(of: rule.cause)
        if rule.responsible.isEmpty {
            rule.responsible = wording?.responsible ?? "unknown"
            if rule.candidates.isEmpty { rule.candidates = wording?.candidates ?? [] }
        }
        if rule.headline.isEmpty { rule.headline = wording?.headline ?? "" }
        rule.headline = Self.headline(rule.headline, at: stage)
        if rule.explanation.isEmpty { rule.explanation = wording?.explanation ?? "" }
        if rule.advice.isEmpty { rule.advice = wording?.advice ?? [] }
        return rule
    }

    /// Most refusals come at RCPT, and headlines say so; the same refusal may come elsewhere.
    private static func headline(_ text: String, at stage: String) -> String {
        let usual = "RCPT: "
        guard text.hasPrefix(usual), let place = places[stage] else { return text }
        return place + ": " + text.dropFirst(usual.count)
    }

    private static let places = [
        "greeting": "Greeting", "ehlo": "EHLO", "starttls": "STARTTLS", "auth": "AUTH", "mail": "MAIL", "data": "DATA",
        "accepted": "After the message",
    ]
}

extension ReplyRules {
    fileprivate func isValid(_ number: Int, on day: String?) -> Bool {
        day == nil || rule(number)?.isValid(on: day) != false
    }
}

extension ReplyRule {
    fileprivate func isValid(on day: String?) -> Bool {
        // Days are written so that the order of the texts is the order of the days.
        guard let day else { return true }
        if let validFrom, day < validFrom { return false }
        if let validUntil, day > validUntil { return false }
        return true
    }
}
