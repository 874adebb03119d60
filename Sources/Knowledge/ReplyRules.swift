import Synchronization

/// A list of reply rules that may be read later: those that come with the program are read when the first reply is
/// asked about. A capture in which everything was delivered never needs them.
final class ReplyRules: Sendable {
    private let rules: Mutex<[ReplyRule]?>
    private let read: @Sendable () -> [ReplyRule]

    init(_ rules: [ReplyRule]) {
        self.rules = Mutex(rules)
        read = { [] }
    }

    init(reading read: @escaping @Sendable () -> [ReplyRule]) {
        rules = Mutex(nil)
        self.read = read
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
