import Knowledge

/// A code alone: its meaning, and for what causes servers give it.
extension ExplainText {
    func code(_ text: String) -> [String]? {
        let words = text.split(separator: " ").map { String($0.drop { $0 == "#" }) }
        guard words.count <= 2, words.allSatisfy({ Self.isCode($0) || Self.isEnhanced($0) }) else { return nil }
        return code(question(PastedReply(words.joined(separator: " "))))
    }

    /// nil where neither code nor enhanced code is known.
    func code(_ question: ReplyQuestion) -> [String]? {
        let lines = meanings(question, "")
        guard !lines.isEmpty else { return nil }
        if Self.isPositive(question) { return lines }
        let shared = knowledge.shared(by: question)
        let list =
            shared.isEmpty
            ? named(question).prefix(12).flatMap { fill("    \($0.cause): ", "\($0.headline) (rule \($0.id))") }
            : shared.flatMap { fill("    \($0.cause): ", $0.sign) }
        guard !list.isEmpty else { return lines }
        let title =
            switch shared.count {
            case 0: "It may mean:"
            case 1: "Servers give it for:"
            default: "Several causes share it. By stage and words they are told apart:"
            }
        return lines + [""] + fill("  ", title) + list
    }

    /// One rule for each cause that is asked for by this very code; those that would take any are no explanation of it.
    private func named(_ question: ReplyQuestion) -> [ReplyRule] {
        let exact = knowledge.matches(for: question).filter { match in
            question.enhanced == nil ? match.specificity.code > 1 : match.specificity.enhanced > 0
        }.map(\.rule)
        // A rule that asks for words as well is only one of the things that the code may mean.
        let worded = knowledge.replyRules.filter { $0.mayMean(question) }.map { knowledge.completed($0, at: "") }
        var causes: Set<String> = [ContractWords.refusedAtStage]
        return (exact + worded).filter { causes.insert($0.cause).inserted }
    }

    /// What the codes mean in general, whatever the words.
    func meanings(_ question: ReplyQuestion, _ label: String) -> [String] {
        var lines: [String] = []
        if let meaning = knowledge.meaning(ofCode: question.code) {
            lines += fill(label, "\(question.code): \(meaning)")
        }
        if let enhanced = question.enhanced, let meaning = knowledge.meaning(ofEnhanced: enhanced) {
            let start = lines.isEmpty ? label : String(repeating: " ", count: label.count)
            lines += fill(start, "\(enhanced): \(meaning)")
        }
        return lines
    }

    /// Nothing was refused: no cause can be read out of it.
    static func isPositive(_ question: ReplyQuestion) -> Bool {
        question.code == 0 ? question.enhanced?.hasPrefix("2.") ?? false : question.code < 400
    }

    static func isCode(_ word: String) -> Bool {
        word.utf8.count == 3 && Int(word).map { (200..<600).contains($0) } == true
    }

    static func isEnhanced(_ word: String) -> Bool {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3
            && parts.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}

extension ReplyRule {
    /// The rule asks for this very code beside its words.
    fileprivate func mayMean(_ question: ReplyQuestion) -> Bool {
        if let enhanced = question.enhanced { return when.names(enhanced: enhanced) }
        return when.names(code: question.code)
    }
}
