package import Knowledge

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes reports as JSON: keys in alphabetical order, so that two reports can be compared line by line.
package struct ReportEncoder {
    private let indented = JSONEncoder()
    private let line = JSONEncoder()

    package init() {
        indented.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        line.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// The whole report, indented, with a line end, piece by piece: a session at a time is in memory. `summary` counts
    /// also sessions that the report does not hold.
    package func json(
        _ report: Report, limit: Int?, summary: SummaryReport? = nil, to sink: (String) -> Void
    ) throws {
        let listed = report.listed(limit: limit)
        let head = ReportHead(report, omitted: listed.omitted, summary: summary)
        sink("{\n  \"captures\" : \(try nested(head.captures)),\n")
        if !head.devices.isEmpty { sink("  \"devices\" : \(try nested(head.devices)),\n") }
        if let omitted = head.devicesOmitted { sink("  \"devices_omitted\" : \(omitted),\n") }
        sink("  \"generator\" : \(try nested(head.generator)),\n")
        sink("  \"schema_version\" : \"\(ReportHead.schemaVersion)\",\n  \"sessions\" : [")
        var separator = "\n    "
        for entry in listed.entries {
            sink(separator + (try nested(SessionReport(entry), depth: 2)))
            separator = ",\n    "
        }
        sink(listed.entries.isEmpty ? "],\n" : "\n  ],\n")
        sink("  \"summary\" : \(try nested(head.summary))\n}\n")
    }

    package func json(_ report: Report, limit: Int?) throws -> String {
        var text = ""
        try json(report, limit: limit) { text += $0 }
        return text
    }

    /// A diff, indented or in one line, with its line end.
    package func json(_ report: DiffReport, isIndented: Bool) throws -> String {
        let encoder = isIndented ? indented : line
        return String(decoding: try encoder.encode(DiffDocument(report)), as: UTF8.self) + "\n"
    }

    /// One session in one line, with its line end.
    package func ndjson(_ entry: Report.Entry, of report: Report) throws -> String {
        String(decoding: try line.encode(SessionLine(entry, of: report)), as: UTF8.self) + "\n"
    }

    /// What the sessions' lines do not tell, in one line, with its line end.
    package func ndjson(
        _ closing: ClosingLine, version: String, sets: [Report.AnalysedSet], told: Int, _ knowledge: KnowledgeBase
    ) throws -> String {
        let head = closing.head(version, sets: sets, told: told, knowledge)
        return String(decoding: try line.encode(ClosingDocument(head: head)), as: UTF8.self) + "\n"
    }

    /// A value of the document, indented as it stands there. Texts hold no line ends of their own: JSON escapes them.
    private func nested(_ value: some Encodable, depth: Int = 1) throws -> String {
        let margin = Array(repeating: UInt8(ascii: " "), count: 2 * depth)
        var octets: [UInt8] = []
        for octet in [UInt8](try indented.encode(value)) {
            octets.append(octet)
            if octet == UInt8(ascii: "\n") { octets += margin }
        }
        return String(decoding: octets, as: UTF8.self)
    }
}
