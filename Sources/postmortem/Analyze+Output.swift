import ArgumentParser
import Reports

extension Analyze {
    /// Writes the report in the chosen format to where it was asked for.
    func write(_ report: Report) throws {
        let target = try Output.open(options.output)
        switch format {
        case .text:
            TextReport(report, options: options.text(for: target)).write(target.write)
        case .json:
            try ReportEncoder().json(report, limit: options.limit(orElse: .standard), to: target.write)
        case .ndjson:
            let encoder = ReportEncoder()
            for entry in report.listed(limit: options.limit(orElse: .all)).entries {
                target.write(try encoder.ndjson(entry, of: report))
            }
        case .markdown:
            target.write(
                MarkdownReport(report, limit: options.limit(orElse: .standard), showsTranscript: options.transcript)
                    .text)
        }
        try target.close()
    }
}
