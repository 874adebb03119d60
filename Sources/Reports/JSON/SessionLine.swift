import Capture

/// One line of `--format ndjson`: a session, and what is needed to understand it alone.
package struct SessionLine: Encodable, Sendable {
    var session: SessionReport
    var generator: GeneratorReport
    /// The capture's path as it was given.
    var capturePath: String?
    /// The paths of the session's `captures`, in their order.
    var capturePaths: [String]?

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case generator
        case capturePath = "capture_path"
        case capturePaths = "capture_paths"
    }

    package init(_ entry: Report.Entry, of report: Report) {
        session = SessionReport(entry)
        generator = GeneratorReport(version: report.version)
        let isKnown = report.captures.indices.contains(entry.capture)
        capturePath = isKnown ? report.captures[entry.capture].summary.path : nil
        capturePaths = session.captures?.map {
            report.captures.indices.contains($0) ? report.captures[$0].summary.path : ""
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try session.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ReportHead.schemaVersion, forKey: .schemaVersion)
        try container.encode(generator, forKey: .generator)
        try container.encodeIfPresent(capturePath, forKey: .capturePath)
        try container.encodeIfPresent(capturePaths, forKey: .capturePaths)
    }
}
