import Yams

/// How advice and sources are written: a step is a text, or `text`, `source` and `checked`; a source is the key of an
/// entry of `sources`.
extension RuleFile {
    func advice(_ node: RuleNode?) throws(RuleFileError) -> [Advice] {
        guard let node else { return [] }
        var steps: [Advice] = []
        for entry in node.list() {
            guard entry.node.mapping != nil else {
                let text = try entry.text()
                if let unknown = Template.unknownPlaceholder(in: text) {
                    throw entry.error("unknown placeholder '{\(unknown)}'")
                }
                steps.append(Advice(text: text))
                continue
            }
            let fields = try entry.fields(["text", "source", "checked"])
            var step = Advice(text: try fields.requiredProse("text"), checkedOn: try fields.day("checked"))
            if let key = fields["source"] {
                step.source = try source(key)
                step.checkedOn = step.checkedOn ?? checkedOn
            }
            steps.append(step)
        }
        return steps
    }

    func source(_ node: RuleNode) throws(RuleFileError) -> Source {
        let key = try node.text()
        guard let source = sources[key] else { throw node.error("unknown source '\(key)'") }
        return source
    }

    /// The sources of an entry. It names some, or says `sourced: no`.
    func sources(of fields: RuleFields) throws(RuleFileError) -> [Source] {
        guard let node = fields["sources"] else {
            guard let flag = fields["sourced"], try flag.flag() == false else {
                throw fields.entry.error("neither 'sources' nor 'sourced: no'")
            }
            return []
        }
        if let flag = fields["sourced"] { throw flag.error("'sourced' beside 'sources'") }
        var found: [Source] = []
        for entry in node.list() { found.append(try source(entry)) }
        guard !found.isEmpty else { throw node.error("this list is empty") }
        return found
    }
}
