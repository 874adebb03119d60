extension RuleFile {
    private static let causeKeys = [
        "id", "stage", "responsible", "candidates", "headline", "explanation", "who", "advice", "next_capture",
        "sources", "sourced", "checked_on", "checked",
    ]

    /// One entry of `causes`.
    func cause(_ node: RuleNode) throws(RuleFileError) -> CauseWording {
        let fields = try node.fields(Self.causeKeys)
        let sources = try sources(of: fields)
        return CauseWording(
            cause: try fields.required("id").text(),
            stage: try fields.required("stage").word(of: ContractWords.causeStages, called: "stage"),
            headline: try fields.requiredProse("headline"), explanation: try fields.requiredProse("explanation"),
            responsible: try fields.required("responsible").word(of: ContractWords.parties, called: "party"),
            candidates: try fields.words("candidates", of: ContractWords.parties, called: "party"),
            who: try fields.requiredProse("who"), advice: try advice(fields["advice"]),
            nextCapture: try fields.prose("next_capture"), sources: sources,
            checkedOn: try checkedOn(of: fields, sources))
    }
}
