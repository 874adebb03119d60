/// A place in a rule file that knows its file, so that every complaint names file, line and column.
struct RuleNode {
    let tree: RuleTree
    let file: String

    func error(_ reason: String) -> RuleFileError {
        RuleFileError(file: file, line: line, column: tree.column, reason: reason)
    }

    var line: Int { tree.line }

    /// As it is written, white space and all; nil where there is no text.
    var rawText: String? {
        if case .text(let text) = tree.content { text } else { nil }
    }

    var isPairs: Bool {
        if case .pairs = tree.content { true } else { false }
    }

    /// A text that is not empty, white space trimmed at both ends.
    func text() throws(RuleFileError) -> String {
        guard let raw = rawText else { throw error("a text is expected here") }
        let trimmed = raw.trimmingSpace
        guard !trimmed.isEmpty else { throw error("this is empty") }
        return trimmed
    }

    func integer(in range: ClosedRange<Int>) throws(RuleFileError) -> Int {
        guard let value = Int(try text()), range.contains(value) else {
            throw error("a number from \(range.lowerBound) to \(range.upperBound) is expected here")
        }
        return value
    }

    func flag() throws(RuleFileError) -> Bool {
        switch try text().lowercased() {
        case "yes", "true": return true
        case "no", "false": return false
        default: throw error("'yes' or 'no' is expected here")
        }
    }

    /// `yyyy-mm-dd`.
    func day() throws(RuleFileError) -> String {
        let text = try text()
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month),
            (1...Self.days(in: month, of: year)).contains(day)
        else { throw error("a date like 2026-11-21 is expected here") }
        return text
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// The entries of a list; a single value counts as a list of one.
    func list() -> [RuleNode] {
        guard case .list(let entries) = tree.content else { return [self] }
        return entries.map { RuleNode(tree: $0, file: file) }
    }

    func texts() throws(RuleFileError) -> [String] {
        var texts: [String] = []
        for entry in list() { texts.append(try entry.text()) }
        guard !texts.isEmpty else { throw error("this list is empty") }
        return texts
    }

    /// Texts, each of which must be one of the known words.
    func words<Words: Collection<String>>(of known: Words, called what: String) throws(RuleFileError) -> [String] {
        var words: [String] = []
        for entry in list() { words.append(try entry.word(of: known, called: what)) }
        guard !words.isEmpty else { throw error("this list is empty") }
        return words
    }

    func word<Words: Collection<String>>(of known: Words, called what: String) throws(RuleFileError) -> String {
        let word = try text()
        guard known.contains(word) else { throw error("unknown \(what) '\(word)'") }
        return word
    }

    /// The pairs of a mapping, in the order of the file.
    func pairs() throws(RuleFileError) -> [(key: RuleNode, value: RuleNode)] {
        guard case .pairs(let pairs) = tree.content else { throw error("keys and values are expected here") }
        return pairs.map { (RuleNode(tree: $0.key, file: file), RuleNode(tree: $0.value, file: file)) }
    }

    /// The fields of an entry; a key that is not known is refused.
    func fields(_ known: [String]) throws(RuleFileError) -> RuleFields {
        guard case .pairs(let pairs) = tree.content else { throw error("keys and values are expected here") }
        var keys: [String] = []
        var values: [RuleNode] = []
        keys.reserveCapacity(pairs.count)
        values.reserveCapacity(pairs.count)
        for pair in pairs {
            keys.append(try RuleNode(tree: pair.key, file: file).word(of: known, called: "key"))
            values.append(RuleNode(tree: pair.value, file: file))
        }
        return RuleFields(entry: self, keys: keys, values: values)
    }
}

extension String {
    fileprivate var trimmingSpace: String {
        // Nearly every text begins and ends with a visible ASCII character; then there is nothing to do.
        if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return self
        }
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...end])
    }
}
