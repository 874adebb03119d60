import Capture
import Diagnosis

/// A report as one HTML file that needs nothing else: no scripts, no fonts, no network. For a browser or for paper.
package struct HTMLReport {
    private let report: Report
    private let limit: Int?
    private let showsTranscript: Bool

    package init(_ report: Report, limit: Int? = nil, showsTranscript: Bool = false) {
        self.report = report
        self.limit = limit
        self.showsTranscript = showsTranscript
    }

    package var text: String {
        var text = ""
        write { text += $0 }
        return text
    }

    /// Hands over the report in pieces, one a session.
    package func write(_ sink: (String) -> Void) {
        func put(_ markup: Markup) { sink(markup.html + "\n") }
        let (entries, omitted) = report.listed(limit: limit)
        put(head)
        put(opening(entries))
        for device in report.devices {
            if let section = self.device(device) { put(section) }
        }
        if entries.count > 1 { put(table(entries)) }
        for entry in entries {
            put(HTMLSession(entry: entry, capture: path(entry), showsTranscript: showsTranscript).markup)
        }
        if omitted > 0 { put("<p>\(Phrases.count(omitted, "more session")) not listed.</p>") }
        put(
            "<footer><p>Made by postmortem \(report.version). Frames are numbered as in Wireshark; times are UTC.</p></footer>\n</body>\n</html>"
        )
    }

    /// Nothing may be loaded or run, whatever a capture says.
    private var head: Markup {
        let title = TextHealth.heads(report).map(\.summary.path).joined(separator: ", ")
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Mail in \(title)</title>
            <style>
            \(HTMLStyle.css)
            </style>
            </head>
            <body>
            """
    }

    private func opening(_ entries: [Report.Entry]) -> Markup {
        let heads = TextHealth.heads(report)
        let names = Markup(heads.map { "<code>\($0.summary.path)</code>" }, separator: ", ")
        var parts: [Markup] = ["<header>", "<h1>Mail in \(names)</h1>"]
        parts += heads.map { capture($0, isNamed: heads.count > 1) }
        if let whole = TextHealth.whole(report) { parts.append("<p>\(whole).</p>") }
        let summary =
            entries.isEmpty ? "No attempt to send mail." : SummaryReport(report.entries, omitted: 0).phrase + "."
        parts += ["<p><strong>\(summary)</strong></p>", "</header>"]
        return Markup(parts)
    }

    private func capture(_ capture: Report.AnalysedCapture, isNamed: Bool) -> Markup {
        let phrases = CapturePhrases(capture)
        let name = isNamed ? capture.summary.path + ": " : ""
        let list: Markup = "<ul>\(phrases.findings.map { "<li>\($0)</li>" as Markup })</ul>"
        return """
            <p class="soft">\(name)\(phrases.head). \(phrases.health)</p>\(phrases.findings.isEmpty ? nil : list)
            """
    }

    /// nil where the sessions together say no more than each.
    private func device(_ device: ReportedDevice) -> Markup? {
        let phrases = DevicePhrases(device)
        let points = phrases.points
        guard !points.isEmpty else { return nil }
        return """
            <section class="device"><h2>\(phrases.title)</h2>
            <ul>\(points.map { "<li>\($0)</li>" as Markup })</ul></section>
            """
    }

    private func table(_ entries: [Report.Entry]) -> Markup {
        let rows = entries.map { entry -> Markup in
            let phrases = SessionPhrases(entry)
            let verdict = entry.diagnosed.verdict
            return """
                <tr><td><a href="#session-\(entry.id)">\(entry.id)</a></td><td>\(phrases.client)</td><td>\(phrases.server)</td><td>\(HTMLSession.mark(verdict.outcome)) \(verdict.outcome.rawValue)\(phrases.inferredNote)</td><td>\(verdict.stoppedAt?.rawValue ?? "")</td><td><code>\(verdict.cause)</code></td></tr>
                """
        }
        return """
            <div class="list"><table><thead><tr><th></th><th>Client</th><th>Server</th><th>Outcome</th><th>Stopped at</th><th>Cause</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></div>
            """
    }

    /// The file, where a report has several.
    private func path(_ entry: Report.Entry) -> String? {
        guard report.captures.count > 1, report.captures.indices.contains(entry.capture) else { return nil }
        return report.captures[entry.capture].summary.path
    }
}
