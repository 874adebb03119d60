/// What to say about a cause. Texts may hold placeholders, see ``Template``.
package struct CauseWording: Sendable, Identifiable {
    /// The stable id of the contract.
    package var cause: String
    /// The stage at which a session with this cause usually stops; `any`, `capture` or `none` for the other groups.
    package var stage: String
    /// One line that stands alone: the stage and what happened.
    package var headline: String
    /// What it means and why.
    package var explanation: String
    /// Who has to change something, unless the evidence says otherwise.
    package var responsible: String
    /// Who else remains, where one view cannot separate them.
    package var candidates: [String]
    /// A sentence about the responsible party.
    package var who: String
    package var advice: [Advice]
    /// Where to capture to settle what this view cannot.
    package var nextCapture: String?
    package var sources: [Source]
    package var checkedOn: String?

    package var id: String { cause }
    /// False where the wording is general knowledge of the trade.
    package var isSourced: Bool { !sources.isEmpty }
}
