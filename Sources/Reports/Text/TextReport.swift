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
        func put(_ lines: [String]) { sink(Self.text(lines)) }
        if !options.isQuiet {
            put(TextHealth.lines(report, options: options))
            put(Wrapping.fill(summary, first: "", width: options.width))
            let devices = TextDevices(devices: report.devices, options: options).lines()
            if !devices.isEmpty { put(devices) }
        }
        var told = ToldExplanations()
        let (entries, omitted) = report.listed(limit: options.limit)
        for entry in ordered(entries) {
            put(told.lines(entry, options: options, capture: path(entry)))
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
        report.entries.isEmpty ? nothing : SummaryReport(report.entries, omitted: 0).phrase
    }

    private var nothing: String {
        if report.captures.contains(where: { $0.sessionCount > 0 }) { return "No session of this choice." }
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

    /// Lines without spaces at their ends.
    static func text(_ lines: [String]) -> String { lines.map(trimmed).joined(separator: "\n") + "\n" }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}

extension SummaryReport {
    /// `12 sessions: 3 refused, 9 delivered`.
    var phrase: String {
        let parts = [
            (refused, "refused"), (failed, "failed"), (partial, "partial"), (unknown, "unknown"),
            (testOnly, "test-only"), (delivered, "delivered"),
        ].filter { $0.0 > 0 }.map { "\(Phrases.number($0.0)) \($0.1)" }
        return "\(Phrases.count(sessions, "session")): \(parts.joined(separator: ", "))"
    }
}
