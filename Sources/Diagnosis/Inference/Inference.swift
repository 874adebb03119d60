/// What the lengths of a session's encrypted records say.
package struct Inference: Sendable {
    package struct Alternative: Sendable {
        package var cause: String
        package var outcome: Outcome
        package var probability: Double

        package init(cause: String, outcome: Outcome, probability: Double) {
            self.cause = cause
            self.outcome = outcome
            self.probability = probability
        }
    }

    /// The best conclusion.
    package var cause: String
    package var outcome: Outcome
    /// That of the verdict; below `DialogueInference.possible` the verdict does not rest on it.
    package var probability: Double
    /// What else it could be, the most probable first, from 0.01 on.
    package var alternatives: [Alternative]
    /// The kind of server whose words were assumed.
    package var dialect: String
    /// The verdict rests on it.
    package var isUsed: Bool

    package init(
        cause: String, outcome: Outcome, probability: Double, alternatives: [Alternative], dialect: String, isUsed: Bool
    ) {
        self.cause = cause
        self.outcome = outcome
        self.probability = probability
        self.alternatives = alternatives
        self.dialect = dialect
        self.isUsed = isUsed
    }
}
