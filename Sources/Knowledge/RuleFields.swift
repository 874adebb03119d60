/// The fields of one entry of a rule file.
struct RuleFields {
    let entry: RuleNode
    /// Keys and values, in the order of the file.
    let keys: [String]
    let values: [RuleNode]

    subscript(key: String) -> RuleNode? {
        guard let index = keys.firstIndex(of: key) else { return nil }
        return values[index]
    }

    func required(_ key: String) throws(RuleFileError) -> RuleNode {
        guard let value = self[key] else { throw entry.error("'\(key)' is missing") }
        return value
    }

    /// A text shown to people: its placeholders must be known.
    func prose(_ key: String) throws(RuleFileError) -> String? {
        guard let node = self[key] else { return nil }
        let text = try node.text()
        if let unknown = Template.unknownPlaceholder(in: text) {
            throw node.error("unknown placeholder '{\(unknown)}'")
        }
        return text
    }

    func requiredProse(_ key: String) throws(RuleFileError) -> String {
        guard let text = try prose(key) else { throw entry.error("'\(key)' is missing") }
        return text
    }

    func texts(_ key: String) throws(RuleFileError) -> [String] {
        guard let node = self[key] else { return [] }
        return try node.texts()
    }

    func words<Words: Collection<String>>(
        _ key: String, of known: Words, called what: String
    ) throws(RuleFileError) -> [String] {
        guard let node = self[key] else { return [] }
        return try node.words(of: known, called: what)
    }

    /// The day on which the sources were last read: `checked_on`, or its short form `checked`.
    func checkedOn() throws(RuleFileError) -> String? {
        if let node = self["checked_on"], let other = self["checked"] {
            throw other.error("'checked' beside 'checked_on' of line \(node.line)")
        }
        if let day = try day("checked_on") { return day }
        return try day("checked")
    }

    func day(_ key: String) throws(RuleFileError) -> String? {
        guard let node = self[key] else { return nil }
        return try node.day()
    }
}
