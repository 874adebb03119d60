/// When a rule claims a reply. An empty list asks for nothing.
package struct ReplyCondition: Sendable {
    package var stages: [String] = []
    package var verbs: [String] = []
    package var codes: [CodePattern] = []
    package var enhanced: [EnhancedPattern] = []
    package var endpoints: [Endpoint.ID] = []
    package var kinds: [Endpoint.Kind] = []
    /// One of these must occur in the text.
    var anyText: [FoldedText] = []
    /// All of these must occur.
    var allText: [FoldedText] = []
    /// None of these may occur.
    var withoutText: [FoldedText] = []
    /// A regular expression (ICU's syntax, letter case ignored) that must be found in the folded text.
    package var pattern: String?
    /// All of these must be set.
    package var facts: Set<Fact> = []
    /// None of these may be set.
    package var absentFacts: Set<Fact> = []
    package var priority = 0

    /// Asks for nothing at all: such a rule would claim every reply.
    var isEmpty: Bool {
        stages.isEmpty && verbs.isEmpty && codes.isEmpty && enhanced.isEmpty && endpoints.isEmpty && kinds.isEmpty
            && anyText.isEmpty && allText.isEmpty && pattern == nil && facts.isEmpty
    }

    /// The specificity with which the rule claims the reply; nil where it does not. The cheap conditions come first;
    /// the pattern is looked for only when all others hold. `ofAnySession`: what the session shows beside the reply, its
    /// facts and who gave it, is not known and excludes nothing.
    func match(_ prepared: PreparedQuestion, ofAnySession: Bool = false) -> Specificity? {
        let question = prepared.question
        let text = prepared.text
        guard mayClaim(stage: question.stage, code: question.code) else { return nil }
        if !verbs.isEmpty { guard let verb = question.verb, verbs.contains(verb) else { return nil } }
        if !enhanced.isEmpty {
            guard let code = prepared.enhanced, enhanced.contains(where: { $0.matches(code) }) else { return nil }
        }
        if !endpoints.isEmpty, !ofAnySession || question.endpoint != nil {
            guard let endpoint = question.endpoint, endpoints.contains(endpoint) else { return nil }
        }
        if !kinds.isEmpty, !ofAnySession || question.endpoint != nil {
            guard let kind = prepared.kind, kinds.contains(kind) else { return nil }
        }
        if !ofAnySession {
            guard facts.isSubset(of: question.facts), absentFacts.isDisjoint(with: question.facts) else { return nil }
        }

        var found = 0
        if !anyText.isEmpty {
            for needle in anyText where needle.bytes.count > found && text.contains(needle) {
                found = needle.bytes.count
            }
            guard found > 0 else { return nil }
        }
        for needle in allText {
            guard text.contains(needle) else { return nil }
            found = max(found, needle.bytes.count)
        }
        for needle in withoutText where text.contains(needle) { return nil }
        if let pattern { guard CompiledPatterns.finds(pattern, in: text.folded.string) else { return nil } }
        return specificity(foundLength: found)
    }

    /// An enhanced code begins with the digit of its reply code (RFC 3463, section 2).
    func fits(_ code: CodePattern) -> Bool {
        enhanced.contains { $0.severity == nil || $0.severity == code.firstDigit }
    }

    /// Whether stage and code allow it; an empty stage and a code of 0 are not known, and exclude nothing, but for a rule
    /// that goes by the code alone.
    func mayClaim(stage: String, code: Int) -> Bool {
        (stage.isEmpty || stages.isEmpty || stages.contains(stage))
            && (code == 0 && !goesByCode || codes.isEmpty || codes.contains { $0.matches(code) })
    }

    /// It asks for no words and no enhanced code.
    package var goesByCode: Bool { enhanced.isEmpty && anyText.isEmpty && allText.isEmpty && pattern == nil }

    /// What it looks for in the text: some or all of these, in lower case.
    package var words: [String] { (anyText + allText).map(\.string) }

    /// The longest of its words that occurs in the text.
    package func longestFound(in text: String) -> String? {
        let text = SearchedText(text)
        return (anyText + allText).filter(text.contains).max { $0.bytes.count < $1.bytes.count }?.string
    }

    /// Asks for exactly this code.
    package func names(code: Int) -> Bool { codes.contains { $0.isExact && $0.matches(code) } }

    /// Asks for exactly this enhanced code.
    package func names(enhanced text: String) -> Bool {
        let numbers = text.split(separator: ".").compactMap { Int($0) }
        guard numbers.count == 3 else { return false }
        return enhanced.contains { $0.isExact && $0.matches((numbers[0], numbers[1], numbers[2])) }
    }

    /// The specificity apart from the text that is found.
    func specificity(foundLength: Int = 0) -> Specificity {
        let texts = (anyText.isEmpty ? 0 : 1) + allText.count + (pattern == nil ? 0 : 1)
        return Specificity(
            priority: priority, text: min(texts, 2),
            enhanced: enhanced.isEmpty ? 0 : enhanced.allSatisfy(\.isExact) ? 2 : 1,
            endpoint: !endpoints.isEmpty ? 2 : kinds.isEmpty ? 0 : 1,
            code: codes.isEmpty ? 0 : codes.allSatisfy(\.isExact) ? 2 : 1, facts: facts.count + absentFacts.count,
            stage: (stages.isEmpty ? 0 : 1) + (verbs.isEmpty ? 0 : 1), foundLength: foundLength)
    }
}
