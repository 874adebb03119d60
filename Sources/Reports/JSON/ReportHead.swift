/// What stands around the sessions in the one object of `--format json`.
struct ReportHead {
    static let schemaVersion = "1.0"

    var generator: GeneratorReport
    var captures: [CaptureReport]
    var devices: [DeviceReport]
    var devicesOmitted: Int?
    /// Counts every session, listed or not.
    var summary: SummaryReport

    /// `summary` counts also what the report no longer holds.
    init(_ report: Report, omitted: Int, summary counted: SummaryReport? = nil) {
        generator = GeneratorReport(version: report.version)
        captures = report.captures.map(CaptureReport.init)
        devices = report.devices.map(DeviceReport.init)
        devicesOmitted = report.devicesOmitted > 0 ? report.devicesOmitted : nil
        summary = counted ?? SummaryReport(report.entries, omitted: omitted)
        summary.omitted = max(0, summary.sessions &- (report.entries.count &- omitted))
    }
}

/// What wrote a report.
struct GeneratorReport: Encodable, Sendable {
    var name = "postmortem"
    var version: String
}
