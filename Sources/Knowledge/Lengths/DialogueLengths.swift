/// What is said under TLS, and how long it is: `Rules/lengths.yaml`.
package struct DialogueLengths: Sendable {
    package var sharpness = 1.0
    package var variables: [String: LengthVariable] = [:]
    /// Lengths of what clients send: `address`, `secret`, `name`.
    package var clients: [String: LengthDistribution] = [:]
    /// By the point that the dialogue has reached: what comes next, with its probability.
    package var habits: [String: [(act: String, share: Double)]] = [:]
    /// By the client's act: the kinds of reply, with their probabilities.
    package var outcomes: [String: [(kind: String, share: Double)]] = [:]
    package var dialects: [ServerDialect] = []

    package init() {}

    /// What comes with the program; read when it is first needed. The tests read it with `checkedBuiltIn`, so that it
    /// cannot fail here.
    package static let builtIn: DialogueLengths = {
        guard let tree = PlainYAML.read(BuiltInRules.lengths.bytes) else {
            return (try? checkedBuiltIn()) ?? DialogueLengths()
        }
        return (try? DialogueLengths(RuleNode(tree: tree, file: BuiltInRules.lengths.name))) ?? DialogueLengths()
    }()

    package static func checkedBuiltIn() throws(RuleFileError) -> DialogueLengths {
        let file = BuiltInRules.lengths
        return try DialogueLengths(yaml: String(decoding: file.bytes, as: UTF8.self), file: file.name)
    }
}
