import Knowledge

/// What a panel's code or message means: `Canon #801`, or `#801` of whatever maker knows it.
struct PanelText {
    let knowledge: KnowledgeBase
    let options: TextOptions

    /// nil where the subject is none that a panel is known to show.
    func lines(about subject: String) -> [String]? {
        let question = PanelQuestion(subject, knowledge)
        if question.maker == nil, question.isReplyCode { return nil }
        let found = question.matches(knowledge)
        if found.isEmpty { return question.maker.flatMap { maker in question.isMakerAlone ? all(of: maker) : nil } }
        if question.maker == nil, Set(found.map(\.maker)).count > 1 { return candidates(found, question) }
        var lines: [String] = []
        for code in found { lines += (lines.isEmpty ? [] : [""]) + entry(code) }
        return lines
    }

    /// What somebody may have meant: `Canon #810`.
    func near(_ subject: String) -> [String] {
        PanelQuestion(subject, knowledge).near(knowledge)
    }

    // MARK: - Layout

    private func entry(_ code: PanelCode) -> [String] {
        var lines = [options.style.bold("\(name(code.maker)) \(Self.title(code))")]
        lines += fill("  ", code.meaning) + [""]
        if !code.stage.isEmpty {
            lines += section("Stage   ", code.stage == "any" ? "any after the connection" : code.stage)
        }
        if !code.causes.isEmpty {
            lines += section("Causes  ", code.causes.joined(separator: ", "))
            lines += section(
                "        ", "postmortem explain \(code.causes[0]) tells more of one; a capture of the job tells which.")
        }
        for (index, step) in code.advice.enumerated() {
            lines += section(index == 0 ? "Do      " : "        ", step.text)
        }
        return lines + source(code)
    }

    private func source(_ code: PanelCode) -> [String] {
        if code.sources.isEmpty {
            return section(
                "Source  ", "none: field experience. Models differ; \(name(code.maker))'s manual has the last word.")
        }
        return code.sources.enumerated().flatMap { index, source in
            let text = source.title + (source.address.map { ", " + $0 } ?? "")
            return section(
                index == 0 ? "Source  " : "        ", text + (code.checkedOn.map { " (read on \($0))" } ?? ""))
        }
    }

    private func candidates(_ found: [PanelCode], _ question: PanelQuestion) -> [String] {
        [
            "Several makers show this. Name the maker: postmortem explain \"\(name(found[0].maker)) \(question.asked)\"",
            "",
        ]
            + found.flatMap { fill("  \(name($0.maker)) \(Self.title($0))  ", $0.meaning) }
    }

    private func all(of maker: String) -> [String]? {
        let codes = knowledge.panelCodes.filter { $0.maker == maker }
        guard !codes.isEmpty else { return nil }
        return [options.style.bold("\(name(maker)): what its panels show")]
            + codes.flatMap { fill("  \(Self.title($0))  ", $0.meaning) }
    }

    private static func title(_ code: PanelCode) -> String {
        code.codes.isEmpty
            ? code.messages.map { "“\($0)”" }.joined(separator: ", ") : code.codes.joined(separator: ", ")
    }

    private func name(_ maker: String) -> String { knowledge.maker(maker)?.name ?? maker }

    private func section(_ label: String, _ text: String) -> [String] { fill("  " + label, text) }

    private func fill(_ first: String, _ text: String) -> [String] {
        Wrapping.fill(text, first: first, width: options.width)
    }
}

/// What is asked about: a maker, and a code or words of a panel.
struct PanelQuestion {
    /// The id of the maker that is named.
    private(set) var maker: String?
    /// As it was given, without the maker.
    private(set) var asked: String
    /// The same without words that say nothing.
    private let shown: String
    private let code: String
    private let words: [Substring]
    private let hasNumberSign: Bool

    /// Words that say nothing of the code.
    private static let fillers: Set<String> = [
        "error", "code", "e-mail", "email", "mail", "scan", "fault", "panel", "status", "message", "copier", "printer",
        "scanner", "mfp", "the", "a", "no",
    ]

    init(_ subject: String, _ knowledge: KnowledgeBase) {
        var rest: [String] = []
        var maker: String?
        let tokens = subject.split { $0 == " " || $0 == "\n" || $0 == ":" || $0 == "," }.map(String.init)
        let isShort = tokens.count <= 5
        for token in tokens {
            if maker == nil, let found = knowledge.maker(namedIn: token) {
                maker = found.id
            } else {
                rest.append(token)
            }
        }
        // `Konica Minolta` is one maker in two words, and a model may stand beside it.
        if maker != nil, isShort { rest.removeAll { knowledge.maker(namedIn: $0)?.id == maker } }
        let telling = rest.filter { !Self.fillers.contains($0.lowercased()) }
        self.maker = maker
        asked = rest.joined(separator: " ")
        shown = telling.joined(separator: " ")
        hasNumberSign = telling.contains { $0.contains("#") }
        code = PanelCode.folded(shown)
        words = rest.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber } }
    }

    var isMakerAlone: Bool { code.isEmpty }

    /// A reply of SMTP, or an enhanced code, unless a number sign says otherwise.
    var isReplyCode: Bool {
        if hasNumberSign { return false }
        if ExplainText.isEnhanced(shown) { return true }
        return words.first.map { ExplainText.isCode(String($0)) } ?? false
    }

    func matches(_ knowledge: KnowledgeBase) -> [PanelCode] {
        guard !code.isEmpty else { return [] }
        return knowledge.panelCodes.filter { entry in
            if let maker, entry.maker != maker { return false }
            return entry.codes.contains { PanelCode.folded($0) == code } || entry.messages.contains(where: isMessage)
        }
    }

    /// All words of the panel's sentence stand in the question, or nearly all of the question's in the sentence.
    private func isMessage(_ message: String) -> Bool {
        let own = Set(message.lowercased().split { !$0.isLetter && !$0.isNumber })
        let asked = Set(words)
        guard asked.count >= 2 else { return false }
        let common = own.intersection(asked).count
        // Without a maker's name a few common words are no panel's sentence.
        if maker == nil, asked.count < 5, common < own.count { return false }
        // With it the beginning of a long one is enough.
        if maker != nil, asked.count >= 3, common == asked.count { return true }
        return common == own.count && asked.count <= own.count * 2
            || common == asked.count && asked.count * 2 >= own.count
    }

    func near(_ knowledge: KnowledgeBase) -> [String] {
        var found: [(distance: Int, text: String)] = []
        let guessed = maker ?? misspelt(knowledge)
        let wanted = guessed == maker ? code : words.filter { knowledge.maker(near: $0) == nil }.joined()
        for entry in knowledge.panelCodes where guessed == nil || entry.maker == guessed {
            let name = knowledge.maker(entry.maker)?.name ?? entry.maker
            for shown in entry.codes {
                let distance = EditDistance.between(PanelCode.folded(shown), wanted)
                // Without a maker one slip only, and no code so short that everything is near it.
                let allowed = guessed == nil ? (wanted.count >= 4 ? 1 : 0) : 1
                if !wanted.isEmpty, distance <= allowed { found.append((distance, "\(name) \(shown)")) }
            }
        }
        if found.isEmpty, !wanted.isEmpty, let guessed {
            return knowledge.panelCodes.filter { $0.maker == guessed }.flatMap {
                $0.codes + $0.messages.map { "“\($0)”" }
            }
        }
        return found.sorted { $0.distance < $1.distance }.map(\.text)
    }

    private func misspelt(_ knowledge: KnowledgeBase) -> String? {
        words.lazy.compactMap { knowledge.maker(near: $0)?.id }.first
    }
}

extension KnowledgeBase {
    /// The maker whose name is one slip away from this word: `Cannon`, `Kyosera`.
    func maker(near word: Substring) -> Maker? {
        guard word.count >= 5 else { return nil }
        return makers.first { maker in
            maker.name.lowercased().split(separator: " ").contains {
                $0.count >= 5 && EditDistance.between($0, word) == 1
            }
        }
    }
}

/// How many letters two short words differ by.
enum EditDistance {
    /// Longer words are compared no further.
    private static let longest = 40

    /// Levenshtein's distance.
    static func between(_ a: some StringProtocol, _ b: some StringProtocol) -> Int {
        let (a, b) = (Array(a.prefix(longest)), Array(b.prefix(longest)))
        var previous = Array(0...b.count)
        for (row, letter) in a.enumerated() {
            var current = [row + 1]
            for (column, other) in b.enumerated() {
                current.append(
                    min(previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1)))
            }
            previous = current
        }
        return previous[b.count]
    }
}
