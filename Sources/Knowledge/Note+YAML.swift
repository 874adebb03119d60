extension RuleFile {
    private static let noteKeys = [
        "id", "when", "text", "sources", "sourced", "checked_on", "checked", "valid_from", "valid_until",
    ]
    private static let noteConditionKeys = ["cause", "outcome", "endpoint", "kind", "facts", "not"]

    /// One entry of `notes`.
    func note(_ node: RuleNode) throws(RuleFileError) -> Note {
        let fields = try node.fields(Self.noteKeys)
        let sources = try sources(of: fields)
        return Note(
            id: try fields.required("id").text(), when: try noteCondition(try fields.required("when")),
            text: try fields.requiredProse("text"), sources: sources, checkedOn: try checkedOn(of: fields, sources),
            validFrom: try fields.day("valid_from"), validUntil: try fields.day("valid_until"))
    }

    private func noteCondition(_ node: RuleNode) throws(RuleFileError) -> NoteCondition {
        let fields = try node.fields(Self.noteConditionKeys)
        var when = NoteCondition()
        when.causes = try fields.words("cause", of: causes, called: "cause")
        when.outcomes = try fields.words("outcome", of: ContractWords.outcomes, called: "outcome")
        when.endpoints = try fields.words("endpoint", of: endpoints, called: "endpoint")
        when.kinds = try kinds(fields["kind"])
        when.facts = try facts(fields["facts"])
        when.absentFacts = try facts(fields["not"])
        guard !when.isEmpty else { throw node.error("this applies to every session") }
        return when
    }
}
