#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes reports as JSON: keys in alphabetical order, so that two reports can be compared line by line.
package struct ReportEncoder {
    private let document = JSONEncoder()
    private let line = JSONEncoder()

    package init() {
        document.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        line.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// The whole report, indented, with a line end.
    package func json(_ report: Report, limit: Int?) throws -> String {
        text(try document.encode(ReportDocument(report, limit: limit)))
    }

    /// One session in one line, with its line end.
    package func ndjson(_ entry: Report.Entry, of report: Report) throws -> String {
        text(try line.encode(SessionLine(entry, of: report)))
    }

    private func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) + "\n" }
}
