/// What stands around the sessions in the one object of `--format json`.
struct ReportHead {
    static let schemaVersion = "1.0"

    var generator: GeneratorReport
    var captures: [CaptureReport]
    /// Counts every session, listed or not.
    var summary: SummaryReport

    init(_ report: Report, omitted: Int) {
        generator = GeneratorReport(version: report.version)
        captures = report.captures.map(CaptureReport.init)
        summary = SummaryReport(report.entries, omitted: omitted)
    }
}

/// What wrote a report.
struct GeneratorReport: Encodable, Sendable {
    var name = "postmortem"
    var version: String
}
