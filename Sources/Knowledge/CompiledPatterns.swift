import Foundation
import Synchronization

/// The regular expressions of rules, each compiled once, and each search bounded: a pattern such as `(a+)+$` would
/// otherwise try for longer than anybody waits.
enum CompiledPatterns {
    /// How often a search may report that it is still at work: once in 10,000 steps of the matcher (ICU), which is well
    /// under a millisecond, some milliseconds where each step is long. Who needs more has not found it.
    private static let mostReports = 10

    /// A compiled expression does not change, and may be used by several threads at a time (Foundation's documentation).
    private struct Compiled: @unchecked Sendable {
        let expression: NSRegularExpression?
    }

    private struct Known: Sendable {
        var patterns: [String: Compiled] = [:]
        var givenUp: Set<String> = []
    }

    private static let known = Mutex(Known())

    /// Why a pattern cannot be used; nil where it can.
    static func problem(of pattern: String) -> String? {
        // By itself first: two halves of an expression may well make a whole one of what is put around them.
        let isExpression = (try? NSRegularExpression(pattern: pattern)) != nil
        return isExpression && compiled(pattern).expression != nil ? nil : "'\(pattern)' is no regular expression"
    }

    static func finds(_ pattern: String, in text: String) -> Bool {
        guard let expression = compiled(pattern).expression else { return false }
        var isFound = false
        var reports = 0
        let range = NSRange(text.startIndex..., in: text)
        expression.enumerateMatches(in: text, options: [.anchored, .reportProgress], range: range) { match, _, stop in
            if match != nil { isFound = true } else { reports += 1 }
            if isFound || reports > mostReports { stop.pointee = true }
        }
        if reports > mostReports, !isFound { known.withLock { _ = $0.givenUp.insert(pattern) } }
        return isFound
    }

    /// Those of which a search was given up.
    static var givenUp: Set<String> { known.withLock { $0.givenUp } }

    private static func compiled(_ pattern: String) -> Compiled {
        known.withLock { known in
            if let found = known.patterns[pattern] { return found }
            // The way to the first match is a part of the expression, so that its steps are counted with the others:
            // a search that begins anew at each octet reports each beginning too.
            let fresh = Compiled(
                expression: try? NSRegularExpression(
                    pattern: "\\A[\\s\\S]*?(?:" + pattern + ")", options: [.caseInsensitive]))
            known.patterns[pattern] = fresh
            return fresh
        }
    }
}

extension KnowledgeBase {
    /// The patterns of rules of which a search took too many steps and was given up; such a rule did not claim the reply.
    package static var patternsGivenUp: [String] { CompiledPatterns.givenUp.sorted() }
}
