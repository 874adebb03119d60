/// How advice and sources are written: a step is a text, or `text`, `source` and `checked_on`; a source is the key of an
/// entry of `sources`, or a title and an address.
extension RuleFile {
    func advice(_ node: RuleNode?) throws(RuleFileError) -> [Advice] {
        guard let node else { return [] }
        var steps: [Advice] = []
        for entry in node.list() {
            guard entry.isPairs else {
                let text = try entry.text()
                if let unknown = Template.unknownPlaceholder(in: text) {
                    throw entry.error("unknown placeholder '{\(unknown)}'")
                }
                steps.append(Advice(text: text))
                continue
            }
            let fields = try entry.fields(["text", "source", "checked_on", "checked"])
            var step = Advice(text: try fields.requiredProse("text"), checkedOn: try pastDay(fields))
            if let key = fields["source"] {
                step.source = try source(key)
                step.checkedOn = step.checkedOn ?? checkedOn
            }
            steps.append(step)
        }
        return steps
    }

    /// The key of an entry of `sources`, or `title` and `address` themselves.
    func source(_ node: RuleNode) throws(RuleFileError) -> Source {
        if node.isPairs { return try source(spelt: node) }
        let key = try node.text()
        guard let source = sources[key] else { throw node.error("unknown source '\(key)'") }
        return source
    }

    func source(spelt node: RuleNode) throws(RuleFileError) -> Source {
        let fields = try node.fields(["title", "address"])
        return Source(title: try fields.required("title").text(), address: try fields["address"]?.text())
    }

    /// The sources of an entry. It names some, or says `sourced: no`.
    func sources(of fields: RuleFields) throws(RuleFileError) -> [Source] {
        let isSourced = try fields["sourced"]?.flag()
        guard let node = fields["sources"] else {
            if isSourced == true { throw fields.entry.error("'sourced: yes', but 'sources' is missing") }
            guard isSourced == false else { throw fields.entry.error("neither 'sources' nor 'sourced: no'") }
            return []
        }
        if let flag = fields["sourced"], isSourced == false { throw flag.error("'sourced: no' beside 'sources'") }
        var found: [Source] = []
        for entry in node.list() { found.append(try source(entry)) }
        guard !found.isEmpty else { throw node.error("this list is empty") }
        return found
    }

    /// The entry's own day, or the file's where there are sources.
    func checkedOn(of fields: RuleFields, _ sources: [Source]) throws(RuleFileError) -> String? {
        try pastDay(fields) ?? (sources.isEmpty ? nil : checkedOn)
    }

    /// When the sources were last read, which cannot be on a day to come.
    func pastDay(_ fields: RuleFields) throws(RuleFileError) -> String? {
        let day = try fields.checkedOn()
        if let day, let today, day > today, let node = fields["checked_on"] ?? fields["checked"] {
            throw node.error("\(day) is a day to come")
        }
        return day
    }
}
