package import Knowledge

/// The long text about a cause, a code or a reply, from the rule files alone.
package struct ExplainText {
    private let knowledge: KnowledgeBase
    private let options: TextOptions

    package init(_ knowledge: KnowledgeBase, options: TextOptions) {
        self.knowledge = knowledge
        self.options = options
    }

    /// nil where nothing is known of `subject`.
    package func text(about subject: String) -> String? {
        let subject = subject.split(separator: " ").joined(separator: " ")
        let lines = cause(subject) ?? code(subject) ?? reply(subject)
        return lines.map { $0.joined(separator: "\n") + "\n" }
    }

    /// Causes whose ids hold one of the words, for a message when nothing is known.
    package func suggestions(for subject: String) -> [String] {
        let words = subject.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }
        return knowledge.causes.filter { cause in words.contains { cause.contains($0) } }
    }

    // MARK: - A cause

    private func cause(_ id: String) -> [String]? {
        guard let wording = knowledge.wording(of: id) else { return nil }
        var lines = [options.style.bold(wording.cause)]
        lines += fill("  ", wording.headline)
        lines += [""] + section("Why     ", wording.explanation)
        let responsible = [wording.responsible] + wording.candidates.filter { $0 != wording.responsible }
        let parties = wording.candidates.isEmpty ? wording.responsible : responsible.joined(separator: ", ")
        lines += section("Who     ", wording.who.isEmpty ? parties : "\(wording.who) (\(parties))")
        lines += section("Stage   ", wording.stage)
        lines += advice(wording.advice)
        if let next = wording.nextCapture { lines += section("Next    ", next) }
        return lines + sources(wording.sources, wording.checkedOn)
    }

    // MARK: - A code

    private func code(_ text: String) -> [String]? {
        let words = text.split(separator: " ").map(String.init)
        guard words.count <= 2, words.allSatisfy({ Self.isCode($0) || Self.isEnhanced($0) }) else { return nil }
        var lines: [String] = []
        for word in words {
            let meaning = Int(word).map { knowledge.meaning(ofCode: $0) } ?? knowledge.meaning(ofEnhanced: word)
            if let meaning { lines += fill("\(word)  ", meaning) }
        }
        guard !lines.isEmpty else { return nil }
        // Rules that ask for this very code; those that would take any are no explanation of it.
        let question = question(text)
        let named = knowledge.matches(for: question).filter { match in
            question.enhanced == nil ? match.specificity.code > 1 : match.specificity.enhanced > 1
        }
        guard !named.isEmpty else { return lines }
        return lines + [""] + named.prefix(12).flatMap { fill("  ", "\($0.rule.cause) (rule \($0.rule.id))") }
    }

    static func isCode(_ word: String) -> Bool {
        word.utf8.count == 3 && Int(word).map { (200..<600).contains($0) } == true
    }

    static func isEnhanced(_ word: String) -> Bool {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3
            && parts.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }

    // MARK: - A reply

    private func reply(_ text: String) -> [String]? {
        let question = question(text)
        // A rule that takes any words explains none.
        let isBareText = question.code == 0 && question.enhanced == nil
        let matches = knowledge.matches(for: question).filter { !isBareText || $0.specificity.text > 0 }
        let claiming = Set(matches.map(\.rule.id))
        guard let best = knowledge.rules(for: question).first(where: { claiming.contains($0.id) }) else { return nil }
        var lines: [String] = []
        if let meaning = knowledge.meaning(ofCode: question.code) { lines += fill("\(question.code)  ", meaning) }
        if let enhanced = question.enhanced, let meaning = knowledge.meaning(ofEnhanced: enhanced) {
            lines += fill("\(enhanced)  ", meaning)
        }
        if !lines.isEmpty { lines.append("") }
        lines.append("\(options.style.bold(best.cause)), \(best.confidence.rawValue) (rule \(best.id))")
        if !best.headline.isEmpty { lines += fill("  ", best.headline) }
        if !best.explanation.isEmpty { lines += [""] + section("Why     ", best.explanation) }
        lines += section("Who     ", ([best.responsible] + best.candidates).joined(separator: ", "))
        lines += advice(best.advice) + sources(best.sources, best.checkedOn)
        let others = matches.dropFirst().filter { $0.specificity.text > 0 && $0.rule.cause != best.cause }
        if !others.isEmpty {
            let names = others.prefix(5).map(\.rule).map { "\($0.cause) (rule \($0.id))" }.joined(separator: ", ")
            lines += section("Also    ", "less specific rules that match: \(names)")
        }
        return lines
    }

    /// `550 5.7.1 Service unavailable`: a code and an enhanced code in front are taken off.
    private func question(_ text: String) -> ReplyQuestion {
        var words = text.split { $0 == " " || $0 == "\n" }.map(String.init)
        var question = ReplyQuestion(stage: "", code: 0)
        if let first = words.first, let code = Int(first.prefix(3)), Self.isCode(String(first.prefix(3))),
            first.utf8.count == 3 || first.dropFirst(3).hasPrefix("-")
        {
            question.code = code
            let rest = String(first.dropFirst(4))
            words.removeFirst()
            if !rest.isEmpty { words.insert(rest, at: 0) }
        }
        if let first = words.first, Self.isEnhanced(first) {
            question.enhanced = first
            words.removeFirst()
        }
        question.text = words.joined(separator: " ")
        return question
    }

    // MARK: - Layout

    private func advice(_ advice: [Advice]) -> [String] {
        advice.enumerated().flatMap { index, step in
            section((index == 0 ? "Do      " : "        ") + (advice.count > 1 ? "\(index + 1). " : ""), step.text)
        }
    }

    private func sources(_ sources: [Source], _ checkedOn: String?) -> [String] {
        sources.enumerated().flatMap { index, source in
            let text = source.title + (source.address.map { ", " + $0 } ?? "")
            let checked = checkedOn.map { " (read on \($0))" } ?? ""
            return section(index == 0 ? "Source  " : "        ", text + checked)
        }
    }

    private func section(_ label: String, _ text: String) -> [String] { fill("  " + label, text) }

    private func fill(_ first: String, _ text: String) -> [String] {
        Wrapping.fill(Template.fill(text, with: [:]), first: first, width: options.width)
    }
}
