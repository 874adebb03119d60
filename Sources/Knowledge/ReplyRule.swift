/// What one kind of reply means. Texts may hold placeholders, see ``Template``.
package struct ReplyRule: Sendable, Identifiable {
    package var id: String
    /// When the rule claims a reply.
    package var when: ReplyCondition
    package var cause: String
    /// Empty in a rule as written when the cause's wording says it; never empty in an answer of ``KnowledgeBase``.
    package var responsible: String
    /// Who else remains, beside the responsible one.
    package var candidates: [String]
    package var confidence: Confidence
    /// As `responsible`: the cause's own words where the rule has none.
    package var headline: String
    package var explanation: String
    /// A sentence about the responsible party; empty where the cause's own words do.
    package var who = ""
    package var advice: [Advice]
    package var sources: [Source]
    /// The day on which the sources were last read, `yyyy-mm-dd`.
    package var checkedOn: String?
    /// The first day on which servers answer like this, `yyyy-mm-dd`.
    package var validFrom: String?
    /// The last such day.
    package var validUntil: String?
    /// Whose words these are, as endpoints name it; empty where they are nobody's own.
    package var provider = ""
    /// It goes by codes and words that all servers share.
    package var isGeneral = false
    /// The rule file and its line, for messages.
    package var file: String
    package var line: Int

    /// False where the rule is general knowledge of the trade.
    package var isSourced: Bool { !sources.isEmpty }
    /// The facts that silence the rule.
    package var quietWhen: Set<Fact> { when.absentFacts }
}
