import Diagnosis

/// What the lengths of a session's encrypted records say.
struct InferenceReport: Encodable, Sendable {
    struct Alternative: Encodable, Sendable {
        var cause: String
        var outcome: String
        var probability: Double
    }

    /// That of the best conclusion.
    var probability: Double
    /// The verdict rests on it; otherwise it stayed below what may be said.
    var used: Bool
    /// The kind of server whose words were assumed.
    var dialect: String
    /// The best conclusion, where the verdict does not rest on it.
    var cause: String
    var outcome: String
    var alternatives: [Alternative]

    init(_ inference: Inference) {
        probability = Self.rounded(inference.probability)
        used = inference.isUsed
        dialect = inference.dialect
        cause = inference.cause
        outcome = inference.outcome.rawValue
        alternatives = inference.alternatives.map {
            Alternative(cause: $0.cause, outcome: $0.outcome.rawValue, probability: Self.rounded($0.probability))
        }
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
