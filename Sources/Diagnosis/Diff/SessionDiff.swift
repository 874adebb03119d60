import Capture
import SMTP
import Sessions
import Streams
import TLS

/// A failing session beside a working one, stage by stage. What is never the same (times, queue numbers, the host of a
/// pool) is no difference.
package struct SessionDiff: Sendable {
    package var good: DiagnosedSession
    package var bad: DiagnosedSession
    /// In the order of stages.
    package private(set) var differences: [SessionDifference] = []

    package init(good: DiagnosedSession, bad: DiagnosedSession) {
        self.good = good
        self.bad = bad
        // What follows from a reset at the same stage comes behind it.
        differences += ConnectionDiff.endings(self)
        differences += DialogueDiff.differences(self)
        differences += ConnectionDiff.differences(self)
        differences += TLSDiff.differences(self)
        let ordered = differences.enumerated().sorted {
            ($0.element.stage, $0.offset) < ($1.element.stage, $1.offset)
        }
        differences = ordered.map { _, difference in
            var difference = difference
            // A refusal of an old TLS version comes inside it.
            let isOfTheWay =
                difference.kind == .tls && !bad.verdict.cause.contains("tls")
                || difference.subject == ConnectionDiff.port
            difference.isPassed =
                isOfTheWay && difference.stage < stop && bad.verdict.decisiveReply != nil
                && bad.ladder.contains { $0.stage == difference.stage && $0.status == .passed }
            return difference
        }
    }

    /// Index of the earliest one that can have to do with the failure: what was said, offered and answered before how
    /// long it took, and by which way; who ended it says least. A port, and a TLS version, with which the failing session
    /// got on come behind the reply that decided it.
    package var firstIndex: Int? {
        // Another message is everyday; where nobody said a word about it, what happened comes first.
        let hardly: Set<SessionDifference.Kind> =
            brokeSilently ? [.path, .timing, .outcome, .message] : [.path, .timing, .outcome]
        return differences.firstIndex { $0.matters && !$0.isPassed && !hardly.contains($0.kind) }
            ?? differences.firstIndex { $0.matters && ![.path, .timing, .outcome].contains($0.kind) }
            ?? differences.firstIndex { $0.matters && $0.kind != .outcome } ?? differences.firstIndex(where: \.matters)
    }

    package var first: SessionDifference? { firstIndex.map { differences[$0] } }

    /// All others, those that matter before those that hardly do.
    package var rest: [SessionDifference] {
        let first = firstIndex
        let others = differences.indices.filter { $0 != first }.map { differences[$0] }
        return others.filter(\.matters) + others.filter { !$0.matters }
    }

    /// Where the failing session ended.
    var stop: Stage { bad.verdict.stoppedAt ?? .quit }

    /// It broke without a word of the server: then times and the path matter.
    var brokeSilently: Bool {
        bad.verdict.decisiveReply == nil && [.failed, .unknown].contains(bad.verdict.outcome)
    }
}

/// Lines as they can be compared between two sessions.
enum Normalised {
    /// Words without what is new each time: numbers, identifiers, dates, the first label of a pool's host.
    static func words(_ text: String) -> [String] {
        text.split(whereSeparator: { " []()<>,;".contains($0) }).compactMap { word -> String? in
            if word.contains("."), word.contains(where: \.isLetter), !word.contains("@") { return host(word) }
            let hasDigit = word.contains(where: \.isNumber)
            if hasDigit, word.count > 5 || word.contains(":") { return nil }
            if hasDigit, word.allSatisfy({ $0.isNumber || $0 == "." || $0 == ":" || $0 == "+" || $0 == "-" }) {
                // Enhanced status codes (RFC 3463) say something; other numbers do not.
                return word.split(separator: ".").count == 3 ? String(word) : nil
            }
            return calendar.contains(word.lowercased()) ? nil : word.lowercased()
        }
    }

    static func text(_ text: String) -> String { words(text).joined(separator: " ") }

    /// `FR0P281CA0045.outlook.office365.com` is one of many: `outlook.office365.com` is what is asked for.
    private static func host(_ word: Substring) -> String {
        let labels = word.split(separator: ".")
        if labels.count > 2, labels[0].contains(where: \.isNumber) {
            return labels.dropFirst().joined(separator: ".").lowercased()
        }
        return word.lowercased()
    }

    private static let calendar: Set<String> = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
        "oct", "nov", "dec", "utc", "gmt",
    ]
}
