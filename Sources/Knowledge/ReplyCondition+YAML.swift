extension RuleFile {
    private static let conditionKeys = [
        "stage", "verb", "code", "enhanced", "text", "all", "without", "pattern", "endpoint", "kind", "facts", "not",
        "priority",
    ]

    /// The `when` of a reply rule.
    func condition(_ node: RuleNode) throws(RuleFileError) -> ReplyCondition {
        let fields = try node.fields(Self.conditionKeys)
        var when = ReplyCondition()
        when.stages = try fields.words("stage", of: ContractWords.stages, called: "stage")
        for entry in fields["verb"]?.list() ?? [] {
            let verb = try entry.text().uppercased()
            guard ContractWords.verbs.contains(verb) else { throw entry.error("unknown verb '\(verb)'") }
            when.verbs.append(verb)
        }
        for entry in fields["code"]?.list() ?? [] {
            guard let code = CodePattern(try entry.text()) else { throw entry.error("a code is '550' or '5xx'") }
            when.codes.append(code)
        }
        for entry in fields["enhanced"]?.list() ?? [] {
            guard let code = EnhancedPattern(try entry.text()) else {
                throw entry.error("an enhanced code is '5.7.1', '5.7.60*', '5.7.606-649' or 'x.7.1'")
            }
            when.enhanced.append(code)
        }
        when.anyText = try fields.texts("text").map(FoldedText.init)
        when.allText = try fields.texts("all").map(FoldedText.init)
        when.withoutText = try fields.texts("without").map(FoldedText.init)
        if let entry = fields["pattern"] {
            let pattern = try entry.text()
            if checksPatterns, let problem = CompiledPatterns.problem(of: pattern) { throw entry.error(problem) }
            when.pattern = pattern
        }
        when.endpoints = try fields.words("endpoint", of: endpoints, called: "endpoint")
        when.kinds = try kinds(fields["kind"])
        when.facts = try facts(fields["facts"])
        when.absentFacts = try facts(fields["not"])
        when.priority = try fields["priority"]?.integer(in: -9...9) ?? 0
        guard !when.isEmpty else { throw node.error("this claims every reply") }
        if let fact = when.facts.intersection(when.absentFacts).first, let entry = fields["not"] {
            throw entry.error("'\(fact.rawValue)' is asked for as well, so that this never holds")
        }
        if let entry = fields["enhanced"], !when.codes.isEmpty, !when.codes.contains(where: when.fits) {
            throw entry.error("no reply has this enhanced code with this code: both begin with the same digit")
        }
        return when
    }

    func kinds(_ node: RuleNode?) throws(RuleFileError) -> [Endpoint.Kind] {
        var kinds: [Endpoint.Kind] = []
        for entry in node?.list() ?? [] {
            guard let kind = Endpoint.Kind(rawValue: try entry.text()) else { throw entry.error("unknown kind") }
            kinds.append(kind)
        }
        return kinds
    }

    func facts(_ node: RuleNode?) throws(RuleFileError) -> Set<Fact> {
        var facts: Set<Fact> = []
        for entry in node?.list() ?? [] {
            let fact = Fact(rawValue: try entry.text())
            guard Fact.all.contains(fact) else { throw entry.error("unknown fact '\(fact.rawValue)'") }
            facts.insert(fact)
        }
        return facts
    }
}
