import Synchronization

/// A list of reply rules that may be read later: those that come with the program are read when the first reply is
/// asked about. A capture in which everything was delivered never needs them.
final class ReplyRules: Sendable {
    private let rules: Mutex<[ReplyRule]?>
    private let read: @Sendable () -> [ReplyRule]
    /// Which rules may claim a reply of this stage and code: found once for each pair that is asked for.
    private let index = Mutex<[Key: [Int]]>([:])

    private struct Key: Hashable {
        var stage: String
        var code: Int
    }

    init(_ rules: [ReplyRule]) {
        self.rules = Mutex(rules)
        read = { [] }
    }

    init(reading read: @escaping @Sendable () -> [ReplyRule]) {
        rules = Mutex(nil)
        self.read = read
    }

    /// Indices into `all`, in its order.
    func candidates(stage: String, code: Int) -> [Int] {
        let rules = all
        return index.withLock { index in
            let key = Key(stage: stage, code: code)
            if let known = index[key] { return known }
            let fresh = rules.indices.filter { rules[$0].when.mayClaim(stage: stage, code: code) }
            // Stages are few and codes three digits, so that this stays small.
            index[key] = fresh
            return fresh
        }
    }

    var all: [ReplyRule] {
        rules.withLock { rules in
            if let rules { return rules }
            let fresh = read()
            rules = fresh
            return fresh
        }
    }
}
