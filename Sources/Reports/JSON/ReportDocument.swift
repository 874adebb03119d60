/// The one object of `--format json`.
package struct ReportDocument: Encodable, Sendable {
    package static let schemaVersion = "1.0"

    var schemaVersion = Self.schemaVersion
    var generator: GeneratorReport
    var captures: [CaptureReport]
    var summary: SummaryReport
    var sessions: [SessionReport]

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case generator, captures, summary, sessions
    }

    /// Lists at most `limit` sessions; the summary counts every one. nil lists all.
    package init(_ report: Report, limit: Int? = nil) {
        let listed = report.listed(limit: limit)
        generator = GeneratorReport(version: report.version)
        captures = report.captures.map(CaptureReport.init)
        summary = SummaryReport(report.entries, omitted: listed.omitted)
        sessions = listed.entries.map(SessionReport.init)
    }
}

/// What wrote a report.
struct GeneratorReport: Encodable, Sendable {
    var name = "postmortem"
    var version: String
}
