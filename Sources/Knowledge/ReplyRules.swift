import Synchronization

/// A list of reply rules. Those that come with the program are read as replies ask for them; those of users were read
/// before.
final class ReplyRules: Sendable {
    private enum Store: Sendable {
        case rules([ReplyRule])
        case book(ReplyBook)
    }

    private let store: Store
    /// Which rules may claim a reply of this stage and code: found once for each pair that is asked for.
    private let index = Mutex<[Key: [Int]]>([:])

    private struct Key: Hashable {
        var stage: String
        var code: Int
    }

    init(_ rules: [ReplyRule]) { store = .rules(rules) }

    init(_ book: ReplyBook) { store = .book(book) }

    /// Numbers of rules, in their order.
    func candidates(stage: String, code: Int) -> [Int] {
        index.withLock { index in
            let key = Key(stage: stage, code: code)
            if let known = index[key] { return known }
            let fresh =
                switch store {
                case .rules(let rules): rules.indices.filter { rules[$0].when.mayClaim(stage: stage, code: code) }
                case .book(let book):
                    // Those that ask for nothing unknown; `match` asks once more.
                    book.indices.filter { book.mayClaim($0, stage: stage, code: code) }
                }
            // Stages are few and codes three digits, so that this stays small.
            index[key] = fresh
            return fresh
        }
    }

    /// Not by way of the rule: it is large, and copying each costs more than matching it.
    func match(_ number: Int, _ question: PreparedQuestion, ofAnySession: Bool = false) -> Specificity? {
        switch store {
        case .rules(let rules): rules[number].when.match(question, ofAnySession: ofAnySession)
        case .book(let book): book.match(number, question, ofAnySession: ofAnySession)
        }
    }

    /// nil where there is none of this number.
    func rule(_ number: Int) -> ReplyRule? {
        switch store {
        case .rules(let rules): rules.indices.contains(number) ? rules[number] : nil
        case .book(let book): book.indices.contains(number) ? book.rule(number) : nil
        }
    }

    var all: [ReplyRule] {
        switch store {
        case .rules(let rules): rules
        case .book(let book): book.indices.compactMap(book.rule)
        }
    }
}
