/// What stands in a rule file at one place: a text, a list or pairs. Codes, numbers and dates are texts here.
struct RuleTree: Sendable {
    enum Content: Sendable {
        case text(String)
        case list([RuleTree])
        case pairs([Pair])
    }

    struct Pair: Sendable {
        var key: RuleTree
        var value: RuleTree
    }

    var content: Content
    /// From 1, as ``column``.
    var line: Int
    var column: Int
}
