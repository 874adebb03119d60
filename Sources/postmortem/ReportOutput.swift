import ArgumentParser
import Reports

extension ReportOptions {
    /// Writes a report in a format to where it was asked for.
    func write(_ report: Report, as format: OutputFormat) throws {
        let target = try Output.open(output)
        switch format {
        case .text:
            TextReport(report, options: text(for: target)).write(target.write)
        case .json:
            try ReportEncoder().json(report, limit: limit(orElse: .standard), to: target.write)
        case .ndjson:
            let encoder = ReportEncoder()
            for entry in report.listed(limit: limit(orElse: .all)).entries {
                target.write(try encoder.ndjson(entry, of: report))
            }
        case .markdown:
            target.write(
                MarkdownReport(report, limit: limit(orElse: .standard), showsTranscript: transcript).text)
        case .html:
            HTMLReport(report, limit: limit(orElse: .standard), showsTranscript: transcript).write(target.write)
        }
        try target.close()
    }
}
