/// What a device's panel or report shows when it could not send mail, and what that means on the wire.
package struct PanelCode: Sendable, Hashable {
    package var maker: String
    /// As the panel shows them: `#801`, `016-503`. Empty where it shows words.
    package var codes: [String]
    package var messages: [String]
    package var meaning: String
    /// The stage of a session that it speaks of; empty where it speaks of none.
    package var stage: String
    /// What a capture of it is likely to show.
    package var causes: [String]
    package var advice: [Advice]
    package var sources: [Source]
    package var checkedOn: String?

    /// Letters and digits of a code alone, in lower case: `#801` and `801`, `016-503` and `016503`, `0x1102` and `1102`
    /// are the same.
    package static func folded(_ code: some StringProtocol) -> String {
        let letters = String(code.lowercased().filter { $0.isLetter || $0.isNumber })
        return letters.hasPrefix("0x") ? String(letters.dropFirst(2)) : letters
    }
}

/// What a habit of a device, or a pattern over its sessions, means.
package struct Observation: Sendable, Hashable {
    package var id: String
    package var meaning: String
    package var sources: [Source]
    package var checkedOn: String?
}

extension RuleFile {
    private static let panelKeys = [
        "maker", "codes", "messages", "meaning", "stage", "causes", "advice", "sources", "sourced", "checked",
    ]

    /// One entry of `panel_codes`. The maker must be known.
    func panelCode(_ node: RuleNode, makers: Set<String>) throws(RuleFileError) -> PanelCode {
        let fields = try node.fields(Self.panelKeys)
        let codes = try fields.texts("codes")
        let messages = try fields.texts("messages")
        guard !codes.isEmpty || !messages.isEmpty else { throw node.error("neither 'codes' nor 'messages'") }
        let sources = try sources(of: fields)
        return PanelCode(
            maker: try fields.required("maker").word(of: makers, called: "maker"), codes: codes, messages: messages,
            meaning: try fields.required("meaning").text(),
            stage: try fields["stage"]?.word(of: ContractWords.causeStages, called: "stage") ?? "",
            causes: try fields.words("causes", of: causes, called: "cause"), advice: try advice(fields["advice"]),
            sources: sources, checkedOn: try fields.day("checked") ?? (sources.isEmpty ? nil : checkedOn))
    }

    /// One entry of `observations`.
    func observation(_ node: RuleNode) throws(RuleFileError) -> Observation {
        let fields = try node.fields(["id", "meaning", "sources", "sourced", "checked"])
        let sources = try sources(of: fields)
        return Observation(
            id: try fields.required("id").text(), meaning: try fields.required("meaning").text(), sources: sources,
            checkedOn: try fields.day("checked") ?? (sources.isEmpty ? nil : checkedOn))
    }
}
