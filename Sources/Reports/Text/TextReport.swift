import Diagnosis
import Capture
import Knowledge

/// A report for people, for a terminal or a file.
package struct TextReport {
    private let report: Report
    private let options: TextOptions

    package init(_ report: Report, options: TextOptions) {
        self.report = report
        self.options = options
    }

    package var text: String {
        var text = ""
        write { text += $0 }
        return text
    }

    /// Hands over the report in pieces, each a few lines.
    package func write(_ sink: (String) -> Void) {
        func put(_ lines: [String]) { sink(lines.map(Self.trimmed).joined(separator: "\n") + "\n") }
        if !options.isQuiet {
            put(TextHealth.lines(report, options: options))
            put(Wrapping.fill(summary, first: "", width: options.width))
        }
        var explained: [Explanation: Int] = [:]
        let (entries, omitted) = report.listed(limit: options.limit)
        for entry in ordered(entries) {
            let explanation = Explanation(entry.diagnosed.verdict)
            let session = TextSession(
                entry: entry, options: options, capture: path(entry), explainedIn: explained[explanation])
            if explained[explanation] == nil, entry.diagnosed.verdict.outcome != .delivered {
                explained[explanation] = entry.id
            }
            put((options.isQuiet ? [] : [""]) + session.lines())
        }
        if omitted > 0 {
            let sessions = Phrases.count(omitted, "more session")
            put(["", "\(sessions) not shown: --limit all shows every one."])
        }
    }

    /// What did not reach its end comes first; each part in order.
    private func ordered(_ entries: [Report.Entry]) -> [Report.Entry] {
        if options.isQuiet { return entries }
        let delivered = entries.filter { $0.diagnosed.verdict.outcome == .delivered }
        return entries.filter { $0.diagnosed.verdict.outcome != .delivered } + delivered
    }

    private var summary: String {
        guard !report.entries.isEmpty else { return nothing }
        let counts = SummaryReport(report.entries, omitted: 0)
        let parts = [
            (counts.refused, "refused"), (counts.failed, "failed"), (counts.partial, "partial"),
            (counts.unknown, "unknown"), (counts.testOnly, "test-only"), (counts.delivered, "delivered"),
        ].filter { $0.0 > 0 }.map { "\(Phrases.number($0.0)) \($0.1)" }
        return "\(Phrases.count(counts.sessions, "session")): \(parts.joined(separator: ", "))"
    }

    private var nothing: String {
        if report.captures.contains(where: { !$0.sessions.isEmpty }) { return "No session of this choice." }
        let others = report.captures.reduce(0) { $0 &+ $1.otherSegments }
        let other = others > 0 ? " \(Phrases.count(others, "TCP segment")) of other protocols." : ""
        return "No attempt to send mail in \(report.captures.count > 1 ? "these captures" : "this capture").\(other)"
            + " A server on another port than 25, 26, 465, 587 or 2525: --port N."
    }

    private func path(_ entry: Report.Entry) -> String? {
        guard report.captures.count > 1, report.captures.indices.contains(entry.capture) else { return nil }
        let all = entry.places.captures(of: entry.diagnosed)
        if all.count > 3, let first = all.first, let last = all.last {
            return "\(all.count) files, from \(entry.places.name(first)) to \(entry.places.name(last))"
        }
        if all.count > 1 { return Phrases.list(all.map(entry.places.name)) }
        return report.captures[entry.capture].summary.path
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    /// What makes two explanations the same.
    private struct Explanation: Hashable {
        var words: [String]

        init(_ verdict: Verdict) {
            words = [verdict.headline, verdict.explanation, verdict.who, verdict.nextCapture ?? ""]
            words += verdict.advice.map(\.text) + verdict.candidates.map(\.rawValue)
        }
    }
}
