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
    /// So many are looked for: files with more say the same thing over and over.
    package static let mostOverlaps = 1_000

    /// Every pair of rules for which a reply exists that both claim with the same specificity. Rules that look for
    /// different words are not held against each other: a reply may hold anybody's words.
    package func overlaps() -> [RuleOverlap] {
        let rules = replyRules
        var buckets: [OverlapSign: [Int]] = [:]
        for index in rules.indices {
            for sign in OverlapSign.all(of: rules[index].when) { buckets[sign, default: []].append(index) }
        }
        var found: [Pair: ReplyQuestion] = [:]
        // In an order that does not change from run to run, so that a list cut short is the same list.
        for bucket in buckets.values.sorted(by: { $0.lexicographicallyPrecedes($1) }) where bucket.count > 1 {
            for (position, second) in bucket.enumerated() {
                for first in bucket[..<position] {
                    let pair = Pair(first: first, second: second)
                    guard found[pair] == nil, areValidTogether(rules[first], rules[second]),
                        let example = common(rules[first].when, rules[second].when)
                    else { continue }
                    found[pair] = example
                    if found.count == Self.mostOverlaps { return listed(found, rules) }
                }
            }
        }
        return listed(found, rules)
    }

    private struct Pair: Hashable {
        var first: Int
        var second: Int
    }

    private func listed(_ found: [Pair: ReplyQuestion], _ rules: [ReplyRule]) -> [RuleOverlap] {
        found.sorted { ($0.key.second, $0.key.first) < ($1.key.second, $1.key.first) }
            .map { RuleOverlap(first: rules[$0.key.first], second: rules[$0.key.second], example: $0.value) }
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
        guard one.mayShareWords(with: other) else { return nil }
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

/// What two rules have in common where a reply exists that both claim with the same specificity: those without a common
/// sign need not be held against each other.
private struct OverlapSign: Hashable {
    var specificity: Specificity
    var sign: String

    static func all(of when: ReplyCondition) -> Set<OverlapSign> {
        let specificity = when.specificity()
        return Set(signs(of: when, specificity).map { OverlapSign(specificity: specificity, sign: $0) })
    }

    private static func signs(of when: ReplyCondition, _ specificity: Specificity) -> [String] {
        switch specificity.text {
        case 0:
            if !when.enhanced.isEmpty { return when.enhanced.map { "x.\($0.subject)" } }
            return when.codes.isEmpty ? ["any"] : when.codes.map { "\($0)" }
        case 1:
            // The found words are of the same length, and are all that the reply holds.
            return when.pattern.map { ["/" + $0] } ?? when.words
        default:
            // The longest word that is found is the same word for both, as the reply holds nothing but the words of one.
            let most = when.allText.map(\.bytes.count).max() ?? 0
            let longest = when.allText.filter { $0.bytes.count == most }
            let found =
                when.anyText.isEmpty
                ? longest
                : when.anyText.flatMap {
                    $0.bytes.count > most ? [$0] : $0.bytes.count == most ? longest + [$0] : longest
                }
            return found.map { (when.pattern ?? "") + "/" + $0.string }
        }
    }
}

extension ReplyCondition {
    /// All that the one demands is a part of the words of the other, or the reverse.
    fileprivate func mayShareWords(with other: ReplyCondition) -> Bool {
        if allText.isEmpty && other.allText.isEmpty { return true }
        return holdsAll(of: other) || other.holdsAll(of: self)
    }

    private func holdsAll(of other: ReplyCondition) -> Bool {
        other.allText.allSatisfy { wanted in (allText + anyText).contains { $0.contains(wanted) } }
            || other.allText.isEmpty
    }

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
