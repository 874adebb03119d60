/// Two rules that claim the same reply with the same specificity: only their order decides between them.
package struct RuleOverlap: Sendable, CustomStringConvertible {
    package var first: ReplyRule
    package var second: ReplyRule
    /// A reply that both claim.
    package var example: ReplyQuestion

    package var description: String {
        let codes = "\(example.code)" + (example.enhanced.map { " " + $0 } ?? "")
        let at = example.stage.isEmpty ? "" : " at " + example.stage
        let words = example.text.isEmpty ? "" : " “\(example.text)”"
        return "\(second.file):\(second.line): \(second.id) (\(second.cause)) claims the same replies as \(first.id) "
            + "(\(first.cause)) of \(first.file):\(first.line), such as \(codes)\(words)\(at)"
    }
}

extension KnowledgeBase {
    /// Every pair of rules for which a reply exists that both claim with the same specificity. Rules that look for
    /// different words are not held against each other: a reply may hold anybody's words.
    package func overlaps() -> [RuleOverlap] {
        var groups: [Specificity: [Int]] = [:]
        for index in replyRules.indices { groups[replyRules[index].when.specificity(), default: []].append(index) }
        var found: [(Int, Int, ReplyQuestion)] = []
        for group in groups.values {
            for (position, second) in group.enumerated() {
                for first in group[..<position] {
                    guard areValidTogether(replyRules[first], replyRules[second]) else { continue }
                    if let example = common(replyRules[first].when, replyRules[second].when) {
                        found.append((first, second, example))
                    }
                }
            }
        }
        return found.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            .map { RuleOverlap(first: replyRules[$0.0], second: replyRules[$0.1], example: $0.2) }
    }

    private func areValidTogether(_ one: ReplyRule, _ other: ReplyRule) -> Bool {
        if let until = one.validUntil, let from = other.validFrom, until < from { return false }
        if let until = other.validUntil, let from = one.validFrom, until < from { return false }
        return true
    }

    /// A reply that both claim with the same specificity.
    private func common(_ one: ReplyCondition, _ other: ReplyCondition) -> ReplyQuestion? {
        let facts = one.facts.union(other.facts)
        guard facts.isDisjoint(with: one.absentFacts.union(other.absentFacts)), one.pattern == other.pattern else {
            return nil
        }
        let stages = shared(one.stages, other.stages)
        let verbs = shared(one.verbs, other.verbs)
        let codes = (one.codes + other.codes).map(\.example).filter { code in
            one.mayClaim(stage: "", code: code) && other.mayClaim(stage: "", code: code)
        }
        let enhanced = (one.enhanced + other.enhanced).flatMap(\.examples)
        guard let stage = stages.first, let verb = verbs.first, let code = codes.first ?? anyCode(one, other) else {
            return nil
        }
        var question = ReplyQuestion(stage: stage ?? "rcpt", verb: verb, code: code, facts: facts)
        for endpoint in candidates(one, other) {
            question.endpoint = endpoint?.id
            for status in enhanced.isEmpty ? [nil] : enhanced.map(Optional.some) {
                question.enhanced = status
                for text in one.exampleTexts + other.exampleTexts {
                    question.text = text
                    if bothClaim(one, other, question, endpoint?.kind) { return question }
                }
            }
        }
        return nil
    }

    private func bothClaim(
        _ one: ReplyCondition, _ other: ReplyCondition, _ question: ReplyQuestion, _ kind: Endpoint.Kind?
    ) -> Bool {
        var one = one
        var other = other
        // Both ask for the same pattern: what it finds, both find.
        one.pattern = nil
        other.pattern = nil
        let prepared = PreparedQuestion(question, kind: kind)
        guard let mine = one.match(prepared), let theirs = other.match(prepared) else { return false }
        return mine == theirs
    }

    /// The words that both lists allow; an empty list allows every word, which is written as nil.
    private func shared(_ one: [String], _ other: [String]) -> [String?] {
        if one.isEmpty && other.isEmpty { return [nil] }
        if one.isEmpty { return other }
        if other.isEmpty { return one }
        return one.filter(other.contains)
    }

    private func anyCode(_ one: ReplyCondition, _ other: ReplyCondition) -> Int? {
        one.codes.isEmpty && other.codes.isEmpty ? 550 : nil
    }

    private func candidates(_ one: ReplyCondition, _ other: ReplyCondition) -> [Endpoint?] {
        if one.endpoints.isEmpty && other.endpoints.isEmpty && one.kinds.isEmpty && other.kinds.isEmpty { return [nil] }
        return endpoints.filter { endpoint in
            [one, other].allSatisfy {
                ($0.endpoints.isEmpty || $0.endpoints.contains(endpoint.id))
                    && ($0.kinds.isEmpty || $0.kinds.contains(endpoint.kind))
            }
        }
    }
}

extension ReplyCondition {
    /// Texts that satisfy what the condition asks of the words; all of one needle, or all needles together.
    fileprivate var exampleTexts: [String] {
        let all = allText.map(\.string).joined(separator: " ")
        if anyText.isEmpty { return [all] }
        return anyText.map { all.isEmpty ? $0.string : all + " " + $0.string }
    }
}

extension CodePattern {
    fileprivate var example: Int {
        switch self {
        case .exactly(let code): code
        // No RFC gives these a meaning, and no rule names them.
        case .anyOf(let first): first * 100 + 99
        }
    }
}

extension EnhancedPattern {
    fileprivate var examples: [String] {
        let details: [Int] =
            switch detail {
            case .exactly(let value): [value]
            case .range(let range): [range.lowerBound, range.upperBound]
            case .beginning(let digits): [Int(digits + "0"), Int(digits)].compactMap(\.self)
            }
        return details.flatMap { value in
            (severity.map { [$0] } ?? [5, 4]).map { "\($0).\(subject).\(value)" }
        }
    }
}
