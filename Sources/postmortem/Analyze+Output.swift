import ArgumentParser
import Reports

extension Analyze {
    /// Writes the report in the chosen format to where it was asked for.
    func write(_ report: Report) throws {
        let target = try Output.open(output)
        switch format {
        case .text:
            TextReport(report, options: textOptions(target)).write(target.write)
        case .json:
            try ReportEncoder().json(report, limit: limit.count, to: target.write)
        case .ndjson:
            let encoder = ReportEncoder()
            let isLimited = limit != .standard
            for entry in isLimited ? report.listed(limit: limit.count).entries : report.entries {
                target.write(try encoder.ndjson(entry, of: report))
            }
        case .markdown:
            target.write(MarkdownReport(report, limit: limit.count, showsTranscript: transcript).text)
        }
        try target.close()
    }

    private func textOptions(_ target: Output) -> TextOptions {
        var options = TextOptions()
        options.width = target.terminal.width
        options.style = Style(isColoured: color.isOn(target.terminal))
        options.isVerbose = verbose || scope == .all
        options.isQuiet = quiet
        options.showsTranscript = transcript
        options.limit = limit.count
        return options
    }
}
