/// How sure a rule is of the cause it gives, when the reply matches.
package enum Confidence: String, Sendable, CaseIterable {
    /// The reply says it in words that nothing else explains.
    case proven
    /// A strong sign; other explanations exist.
    case likely
    case possible
}
