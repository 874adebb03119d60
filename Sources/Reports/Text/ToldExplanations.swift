import Diagnosis
import Knowledge

/// Explanations that a report has given: the next session with the same one points back to it.
struct ToldExplanations {
    private var sessions: [[String]: Int] = [:]
    /// Explanations remembered; beyond it they are given again.
    private static let limit = 1_000

    /// The session's lines, with an empty one before them.
    mutating func lines(_ entry: Report.Entry, options: TextOptions, capture: String? = nil) -> [String] {
        let verdict = entry.diagnosed.verdict
        let explanation = Self.words(of: verdict)
        let known = sessions[explanation].flatMap { $0 == entry.id ? nil : $0 }
        let session = TextSession(entry: entry, options: options, capture: capture, explainedIn: known)
        if known == nil, verdict.outcome != .delivered {
            if sessions.count >= Self.limit { sessions.removeAll() }
            sessions[explanation] = entry.id
        }
        return (options.isQuiet ? [] : [""]) + session.lines()
    }

    /// What makes two explanations the same.
    private static func words(of verdict: Verdict) -> [String] {
        [verdict.headline, verdict.explanation, verdict.who, verdict.nextCapture ?? ""]
            + verdict.advice.map(\.text) + verdict.notes.map(\.text) + ["|"] + verdict.candidates.map(\.rawValue)
    }
}
