package import Knowledge

/// The long text about a cause, a code, a service or a reply, from the rule files alone.
package struct ExplainText {
    let knowledge: KnowledgeBase
    let options: TextOptions

    package init(_ knowledge: KnowledgeBase, options: TextOptions) {
        self.knowledge = knowledge
        self.options = options
    }

    /// nil where nothing is known of `subject`.
    package func text(about subject: String) -> String? {
        let words = subject.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let panel = PanelText(knowledge: knowledge, options: options)
        let lines =
            cause(words.lowercased()) ?? rule(words) ?? endpoint(words) ?? panel.lines(about: words) ?? code(words)
            ?? (isMeantAsName(words) ? nil : reply(subject))
        return lines.map { $0.joined(separator: "\n") + "\n" }
    }

    /// Codes of panels that are one slip away, for a message when nothing is known.
    package func panelSuggestions(for subject: String) -> [String] {
        PanelText(knowledge: knowledge, options: options).near(subject)
    }

    /// One word with a hyphen is the name of a cause or of a service, perhaps with a slip in it, and no reply.
    private func isMeantAsName(_ subject: String) -> Bool {
        subject.contains("-") && subject.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            && subject.first?.isLetter ?? false
    }

    /// What somebody may have meant, the nearest first, for a message when nothing is known.
    package func suggestions(for subject: String) -> [String] {
        NearWords.suggestions(for: subject, among: knowledge.causes + knowledge.endpoints.map(\.id))
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
        return lines + notes(about: wording.cause) + sources(wording.sources, wording.checkedOn)
    }

    private func notes(about cause: String) -> [String] {
        knowledge.notes(about: cause).enumerated().flatMap { index, note in
            section(index == 0 ? "Know    " : "        ", note.text)
        }
    }

    // MARK: - A rule, a service

    private func rule(_ id: String) -> [String]? {
        guard let found = knowledge.replyRules.first(where: { $0.id == id }) else { return nil }
        return explanation(of: knowledge.completed(found, at: ""))
    }

    private func endpoint(_ name: String) -> [String]? {
        guard !name.contains(" "), name.contains(where: \.isLetter) else { return nil }
        let isHost = name.contains(".") && !name.contains("@") && !name.contains("/")
        let byName = isHost ? knowledge.endpoint(for: EndpointQuestion(names: [name])) : nil
        guard let endpoint = knowledge.endpoint(id: name.lowercased()) ?? byName else { return nil }
        var lines = ["\(options.style.bold(endpoint.id)), \(endpoint.kind.rawValue)"]
        lines += fill("  ", endpoint.title)
        lines.append("")
        if let note = endpoint.note { lines += section("Know    ", note) }
        if !endpoint.ports.isEmpty {
            lines += section("Ports   ", endpoint.ports.map(String.init).joined(separator: ", "))
        }
        if !endpoint.demands.isEmpty {
            lines += section("Demands ", endpoint.demands.map(Self.demand).joined(separator: ", "))
        }
        if !endpoint.mechanisms.isEmpty { lines += section("Logins  ", endpoint.mechanisms.joined(separator: ", ")) }
        if !endpoint.neverOffers.isEmpty { lines += section("Never   ", endpoint.neverOffers.joined(separator: ", ")) }
        return lines + sources(endpoint.sources, endpoint.checkedOn)
    }

    private static func demand(_ word: String) -> String {
        switch word {
        case "starttls": "STARTTLS"
        case "tls": "TLS from the first octet"
        case "auth": "a login (AUTH)"
        case "own-sender": "the login's own address as sender, or one that it may use"
        case "known-address": "a public address, certificate or login that is registered there"
        case "inside-recipient": "recipients of its own"
        case "reputation": "a public address of good reputation"
        default: word
        }
    }

    // MARK: - A code

    private func code(_ text: String) -> [String]? {
        let words = text.split(separator: " ").map { String($0.drop { $0 == "#" }) }
        guard words.count <= 2, words.allSatisfy({ Self.isCode($0) || Self.isEnhanced($0) }) else { return nil }
        let question = question(PastedReply(words.joined(separator: " ")))
        let lines = meanings(question, "")
        guard !lines.isEmpty else { return nil }
        // Rules that ask for this very code; those that would take any are no explanation of it.
        let named = knowledge.matches(for: question).filter { match in
            question.enhanced == nil ? match.specificity.code > 1 : match.specificity.enhanced > 1
        }
        // A rule that asks for words as well is only one of the things that the code may mean.
        let worded = knowledge.replyRules.filter { $0.mayMean(question) }.map { ($0.cause, $0.id) }
        var told: Set<String> = []
        let list = (named.map { ($0.rule.cause, $0.rule.id) } + worded).filter { told.insert($0.1).inserted }
        guard !list.isEmpty else { return lines }
        return lines + ["", "  It may mean:"]
            + list.prefix(16).flatMap { fill("    ", "\($0.0) (rule \($0.1))") }
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
        let question = question(PastedReply(text))
        // A rule that takes any words explains none.
        let isBareText = question.code == 0 && question.enhanced == nil
        let matches = knowledge.matches(for: question).filter { !isBareText || $0.specificity.text > 0 }
        guard let best = matches.first?.rule else { return nil }
        var lines = explanation(of: best)
        let others = matches.dropFirst().filter { $0.specificity.text > 0 && $0.rule.cause != best.cause }
        if !others.isEmpty {
            let names = others.prefix(5).map(\.rule).map { "\($0.cause) (rule \($0.id))" }.joined(separator: ", ")
            lines += section("Also    ", "less specific rules that match: \(names)")
        }
        return lines + meanings(question, "  Codes   ")
    }

    private func explanation(of rule: ReplyRule) -> [String] {
        var lines = ["\(options.style.bold(rule.cause)), \(rule.confidence.rawValue) (rule \(rule.id))"]
        if !rule.headline.isEmpty { lines += fill("  ", rule.headline) }
        if !rule.explanation.isEmpty { lines += [""] + section("Why     ", rule.explanation) }
        lines += section("Who     ", ([rule.responsible] + rule.candidates).joined(separator: ", "))
        return lines + advice(rule.advice) + notes(about: rule.cause) + sources(rule.sources, rule.checkedOn)
    }

    /// What the codes mean in general, whatever the words.
    private func meanings(_ question: ReplyQuestion, _ label: String) -> [String] {
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

    private func question(_ pasted: PastedReply) -> ReplyQuestion {
        ReplyQuestion(
            stage: pasted.stage, code: pasted.code, enhanced: pasted.enhanced, text: pasted.text,
            endpoint: pasted.hosts.lazy.compactMap { knowledge.endpoint(for: EndpointQuestion(names: [$0])) }.first?.id)
    }

    // MARK: - Layout

    func advice(_ advice: [Advice]) -> [String] {
        advice.enumerated().flatMap { index, step in
            section((index == 0 ? "Do      " : "        ") + (advice.count > 1 ? "\(index + 1). " : ""), step.text)
        }
    }

    func sources(_ sources: [Source], _ checkedOn: String?) -> [String] {
        guard !sources.isEmpty else { return section("Source  ", "none: general knowledge of the trade") }
        return sources.enumerated().flatMap { index, source in
            let text = source.title + (source.address.map { ", " + $0 } ?? "")
            let checked = checkedOn.map { " (read on \($0))" } ?? ""
            return section(index == 0 ? "Source  " : "        ", text + checked)
        }
    }

    func section(_ label: String, _ text: String) -> [String] { fill("  " + label, text) }

    func fill(_ first: String, _ text: String) -> [String] {
        Wrapping.fill(Template.fill(text, with: [:]), first: first, width: options.width)
    }
}

extension ReplyRule {
    /// The rule asks for this very code beside its words.
    fileprivate func mayMean(_ question: ReplyQuestion) -> Bool {
        if let enhanced = question.enhanced { return when.names(enhanced: enhanced) }
        return when.names(code: question.code)
    }
}
