import Capture
import Diagnosis

/// A report as Markdown (CommonMark with tables), to paste into a ticket.
package struct MarkdownReport {
    private let report: Report
    private let limit: Int?
    private let showsTranscript: Bool

    package init(_ report: Report, limit: Int? = nil, showsTranscript: Bool = false) {
        self.report = report
        self.limit = limit
        self.showsTranscript = showsTranscript
    }

    package var text: String {
        let (entries, omitted) = report.listed(limit: limit)
        let heads = TextHealth.heads(report)
        var parts = ["# Mail in \(heads.map(name).joined(separator: ", "))"]
        parts += heads.map { (heads.count > 1 ? name($0) + ": " : "") + capture($0) }
        if let whole = TextHealth.whole(report) { parts.append(whole + ".") }
        if entries.isEmpty { parts.append("No attempt to send mail.") }
        if entries.count > 1 { parts.append(table(entries)) }
        parts += report.devices.compactMap(device)
        parts += entries.map { MarkdownSession(entry: $0, showsTranscript: showsTranscript).text }
        if omitted > 0 { parts.append("\(Phrases.count(omitted, "more session")) not listed.") }
        parts.append("Made by postmortem \(report.version). Frames are numbered as in Wireshark; times are UTC.")
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func name(_ capture: Report.AnalysedCapture) -> String {
        let path = capture.summary.path
        return path.hasPrefix("… ") ? Markdown.escaped(path) : Markdown.code(path)
    }

    private func capture(_ capture: Report.AnalysedCapture) -> String {
        let phrases = CapturePhrases(capture)
        let list = phrases.findings.map { "- " + Markdown.escaped($0) }
        return (["\(Markdown.escaped(phrases.head)). \(phrases.health)"] + (list.isEmpty ? [] : [""] + list))
            .joined(separator: "\n")
    }

    /// One paragraph and its patterns; nil where the sessions together say no more than each.
    private func device(_ device: ReportedDevice) -> String? {
        let phrases = DevicePhrases(device)
        let points = phrases.points
        guard !points.isEmpty else { return nil }
        return (["**\(Markdown.escaped(phrases.title)).**", ""] + points.map { "- " + Markdown.escaped($0) })
            .joined(separator: "\n")
    }

    private func table(_ entries: [Report.Entry]) -> String {
        let rows = entries.map { entry in
            let phrases = SessionPhrases(entry)
            let verdict = entry.diagnosed.verdict
            let cells = [
                String(entry.id), Markdown.escaped(phrases.client), Markdown.escaped(phrases.server),
                verdict.outcome.rawValue + phrases.inferredNote, verdict.stoppedAt?.rawValue ?? "",
                Markdown.code(verdict.cause),
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        let head = ["| | Client | Server | Outcome | Stopped at | Cause |", "|---|---|---|---|---|---|"]
        return (head + rows).joined(separator: "\n")
    }
}
