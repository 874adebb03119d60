import Foundation
import Synchronization

/// The regular expressions of rules, each compiled once.
enum CompiledPatterns {
    /// A compiled expression does not change, and may be used by several threads at a time (Foundation's documentation).
    private struct Compiled: @unchecked Sendable {
        let expression: NSRegularExpression?
    }

    private static let known = Mutex<[String: Compiled]>([:])

    /// Why a pattern cannot be used; nil where it can.
    static func problem(of pattern: String) -> String? {
        compiled(pattern).expression == nil ? "'\(pattern)' is no regular expression" : nil
    }

    static func finds(_ pattern: String, in text: String) -> Bool {
        guard let expression = compiled(pattern).expression else { return false }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    private static func compiled(_ pattern: String) -> Compiled {
        known.withLock { known in
            if let found = known[pattern] { return found }
            let fresh = Compiled(expression: try? NSRegularExpression(pattern: pattern, options: [.caseInsensitive]))
            known[pattern] = fresh
            return fresh
        }
    }
}
