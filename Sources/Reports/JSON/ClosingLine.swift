import Diagnosis
import Knowledge

/// Gathers what only the whole capture tells, while its sessions are told one by one.
package struct ClosingLine: Sendable {
    private var summary = SummaryReport()
    /// By capture.
    private var health: [Int: StreamHealth] = [:]
    /// For what sessions show together.
    private var kept: [Report.Entry] = []
    private let selection: SessionSelection
    /// Sessions that habits and patterns are looked for in: the first ones.
    private static let mostKept = 10_000

    package init(_ selection: SessionSelection) { self.selection = selection }

    package mutating func add(_ entries: [Report.Entry]) {
        for entry in entries {
            health[entry.capture, default: StreamHealth()].count(entry.diagnosed)
            if selection.includes(entry) { summary.count(entry.diagnosed.verdict) }
        }
        kept += entries.prefix(max(0, Self.mostKept - kept.count))
    }

    /// `sets`: what was read. `told`: the sessions that stand in lines before this one.
    func head(_ version: String, sets: [Report.AnalysedSet], told: Int, _ knowledge: KnowledgeBase) -> ReportHead {
        var report = Report(version: version, sets: sets)
        report.entries = kept
        report.tellDevices(knowledge)
        report = report.selecting(selection)
        for (capture, facts) in health where report.captures.indices.contains(capture) {
            report.captures[capture].streams = facts
        }
        var head = ReportHead(report, omitted: 0, summary: summary)
        head.summary.omitted = max(0, summary.sessions &- told)
        return head
    }
}

/// The last line of `--format ndjson --closing-line`: a report without its sessions.
struct ClosingDocument: Encodable {
    var head: ReportHead

    enum CodingKeys: String, CodingKey {
        case captures, devices, generator, summary
        case schemaVersion = "schema_version"
        case devicesOmitted = "devices_omitted"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(head.captures, forKey: .captures)
        if !head.devices.isEmpty { try container.encode(head.devices, forKey: .devices) }
        try container.encodeIfPresent(head.devicesOmitted, forKey: .devicesOmitted)
        try container.encode(head.generator, forKey: .generator)
        try container.encode(ReportHead.schemaVersion, forKey: .schemaVersion)
        try container.encode(head.summary, forKey: .summary)
    }
}
