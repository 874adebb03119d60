/// How narrowly a rule describes a reply; the narrower rule wins. Compared from the first field to the last.
package struct Specificity: Sendable, Hashable, Comparable {
    /// Given by the rule itself, as a last resort. 0 where it gives none.
    package var priority: Int
    /// 2: a substring and more (a pattern, or several substrings that must all occur); 1: one of them; 0: any text.
    package var text: Int
    /// 2: an exact enhanced code; 1: a range; 0: any.
    package var enhanced: Int
    /// 2: certain endpoints; 1: a kind of endpoint; 0: any.
    package var endpoint: Int
    /// 2: exact codes; 1: a class; 0: any.
    package var code: Int
    /// How many facts must be set or not set.
    package var facts: Int
    /// How many of stage and verb are given.
    package var stage: Int
    /// The length of the longest of the rule's substrings that was found.
    package var foundLength: Int

    package static func < (left: Specificity, right: Specificity) -> Bool {
        let first = (left.priority, left.text, left.enhanced, left.endpoint)
        let second = (right.priority, right.text, right.enhanced, right.endpoint)
        if first != second { return first < second }
        return (left.code, left.facts, left.stage, left.foundLength)
            < (right.code, right.facts, right.stage, right.foundLength)
    }
}
