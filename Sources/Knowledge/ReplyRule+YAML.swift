extension RuleFile {
    private static let replyKeys = [
        "id", "when", "cause", "responsible", "candidates", "confidence", "headline", "explanation", "who", "advice",
        "sources", "sourced", "checked_on", "checked", "valid_from", "valid_until",
    ]

    /// One entry of `replies`.
    func reply(_ node: RuleNode) throws(RuleFileError) -> ReplyRule {
        let fields = try node.fields(Self.replyKeys)
        let causeNode = try fields.required("cause")
        let cause = try causeNode.text()
        guard cause == ContractWords.refusedAtStage || causes.contains(cause) else {
            throw causeNode.error("unknown cause '\(cause)'")
        }
        guard ContractWords.isOfRefusal(cause) else {
            throw causeNode.error("'\(cause)' is no cause of a refusal")
        }
        let sources = try sources(of: fields)
        var confidence: Confidence = sources.isEmpty ? .likely : .proven
        if let word = fields["confidence"] {
            guard let known = Confidence(rawValue: try word.text()) else { throw word.error("unknown confidence") }
            if known == .proven, sources.isEmpty { throw word.error("'proven' needs a source") }
            confidence = known
        }
        let validFrom = try fields.day("valid_from")
        let validUntil = try fields.day("valid_until")
        if let validFrom, let validUntil, let node = fields["valid_until"], validUntil < validFrom {
            throw node.error("the rule ends before it begins")
        }
        return ReplyRule(
            id: try fields.required("id").text(), when: try condition(try fields.required("when")), cause: cause,
            responsible: try fields["responsible"]?.word(of: ContractWords.parties, called: "party") ?? "",
            candidates: try fields.words("candidates", of: ContractWords.parties, called: "party"),
            confidence: confidence, headline: try fields.prose("headline") ?? "",
            explanation: try fields.prose("explanation") ?? "", who: try fields.prose("who") ?? "",
            advice: try advice(fields["advice"]),
            sources: sources, checkedOn: try checkedOn(of: fields, sources),
            validFrom: validFrom, validUntil: validUntil, provider: provider, isGeneral: isGeneral, file: name,
            line: node.line)
    }
}
