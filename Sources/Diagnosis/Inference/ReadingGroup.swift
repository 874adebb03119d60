import Sessions

/// Readings with one verdict.
struct ReadingGroup {
    var probability: Double
    var session: Session
    var story: Story
    var verdict: Verdict
    var path: [InferredStep]
    var dialect: String
    /// The decisive reply's words are not known.
    var isWordless: Bool
}
