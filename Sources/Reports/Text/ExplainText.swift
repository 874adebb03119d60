import Diagnosis
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
            cause(words.lowercased()) ?? code(words) ?? topic(words) ?? service(words) ?? rule(words)
            ?? panel.lines(about: words) ?? program(words)
            ?? (isMeantAsName(words) ? nil : reply(subject) ?? command(words) ?? sentence(words))
        return lines.map { $0.joined(separator: "\n") + "\n" }
    }

    /// Codes of panels that are one slip away, for a message when nothing is known.
    package func panelSuggestions(for subject: String) -> [String] {
        PanelText(knowledge: knowledge, options: options).near(subject)
    }

    /// One word with a hyphen is the name of a cause or of a service, perhaps with a slip in it, and no reply; one with
    /// dots is a host's name.
    private func isMeantAsName(_ subject: String) -> Bool {
        subject.contains { $0 == "-" || $0 == "." }
            && subject.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
            && subject.first?.isLetter ?? false
    }

    /// What somebody may have meant, the nearest first, for a message when nothing is known.
    package func suggestions(for subject: String) -> [String] {
        // `smtp.gmial.com:587` is a host's name with a port.
        if let asked = ServiceQuestion(subject), asked.isHost, asked.name != subject.lowercased() {
            return suggestions(for: asked.name)
        }
        let hosts = NearWords.hosts(near: subject, among: knowledge.endpoints.flatMap(\.hosts))
        // A host's name that nothing known is near is somebody's own.
        if !hosts.isEmpty || isMeantAsName(subject) && subject.contains(".") { return hosts }
        let words = NearWords.misspelt(subject, among: knowledge.replyRules.flatMap(\.when.words))
        return words + NearWords.suggestions(for: subject, among: knowledge.causes + knowledge.endpoints.map(\.id))
    }

    // MARK: - A cause

    /// By its id, or by the id's words: `relay denied`.
    private func cause(_ words: String) -> [String]? {
        let id = words.split { $0 == " " || $0 == "_" }.joined(separator: "-")
        guard let wording = knowledge.wording(of: id) else { return nil }
        var lines = [options.style.bold(wording.cause)]
        lines += fill("  ", wording.headline)
        lines += [""] + section("Why     ", wording.explanation)
        lines += who(wording.who, wording.responsible, wording.candidates)
        lines += section("Stage   ", wording.stage)
        lines += advice(wording.advice)
        if let next = wording.nextCapture { lines += section("Next    ", next) }
        return lines + notes(about: wording.cause) + sources(wording.sources, wording.checkedOn)
    }

    /// What a note says of one provider's service is told with the provider's name.
    private func notes(about cause: String) -> [String] {
        told(
            knowledge.notes(about: cause).map { note in
                let providers = knowledge.providers(of: note).sorted()
                return providers.isEmpty ? note.text : "At \(Phrases.list(providers, "or")): \(note.text)"
            })
    }

    /// What is worth knowing beside a rule, of the services that it is about alone.
    private func notes(about rule: ReplyRule, _ endpoint: Endpoint.ID?) -> [String] {
        let asked = endpoint.map { [$0] } ?? rule.when.endpoints
        return told(
            knowledge.notes(about: rule.cause).filter { note in
                if note.when.endpoints.isEmpty { return true }
                if !asked.isEmpty { return note.when.endpoints.contains(where: asked.contains) }
                return knowledge.providers(of: note).contains(rule.provider)
            }.map(\.text))
    }

    private func told(_ texts: [String]) -> [String] {
        texts.enumerated().flatMap { section($0 == 0 ? "Know    " : "        ", $1) }
    }

    // MARK: - A rule

    private func rule(_ id: String) -> [String]? {
        guard !id.contains(" "), let found = knowledge.replyRules.first(where: { $0.id == id }) else { return nil }
        return explanation(of: knowledge.completed(found, at: ""), found.confidence)
    }

    /// What a rule says. `confidence` is lower than the rule's own where little of the reply is known.
    func explanation(
        of rule: ReplyRule, _ confidence: Confidence, rests: String? = nil, from endpoint: Endpoint.ID? = nil
    ) -> [String] {
        let isAnyStage = rule.cause == ContractWords.refusedAtStage
        let name = isAnyStage ? "refused-at-…" : rule.cause
        var lines = ["\(options.style.bold(name)), \(confidence.rawValue) (rule \(rule.id))"]
        if isAnyStage {
            lines += fill(
                "  ", "A refusal that no other rule explains; the cause is named after the stage of the reply")
            lines += [""] + section("Causes  ", rule.when.stages.map { "refused-at-" + $0 }.joined(separator: ", "))
        }
        if !rule.headline.isEmpty { lines += fill("  ", rule.headline) }
        if !rule.explanation.isEmpty { lines += [""] + section("Why     ", rule.explanation) }
        if let rests { lines += section("Basis   ", rests) }
        let wording = knowledge.wording(of: rule.cause)
        let isUsual = rule.responsible == wording?.responsible
        lines += who(rule.who.isEmpty && isUsual ? wording?.who ?? "" : rule.who, rule.responsible, rule.candidates)
        return lines + advice(rule.advice) + notes(about: rule, endpoint) + sources(rule.sources, rule.checkedOn)
    }

    // MARK: - Layout

    /// The sentence about who has to act, or the party's name, and who else remains.
    private func who(_ sentence: String, _ responsible: String, _ candidates: [String]) -> [String] {
        let others = candidates.filter { $0 != responsible }.map(Self.party)
        let party = Self.party(responsible)
        let known = sentence.isEmpty ? party.prefix(1).uppercased() + party.dropFirst() : sentence
        guard !others.isEmpty else { return section("Who     ", known) }
        let ended = known.last.map { ".!?".contains($0) } ?? false ? known : known + "."
        return section("Who     ", "\(ended) Or: \(Phrases.list(others, "or")).")
    }

    private static func party(_ word: String) -> String {
        Responsible(rawValue: word).map(Phrases.name) ?? word
    }

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
