package import Capture

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The list of what can be captured.
package struct InterfaceReport {
    private let interfaces: [NetworkInterface]

    package init(_ interfaces: [NetworkInterface]) { self.interfaces = interfaces }

    /// A table: name, link type, state, addresses, description.
    package var text: String {
        let head = ["name", "link type", "state", "addresses", "description"]
        let rows = [head] + interfaces.map(Self.cells)
        let widths = head.indices.map { column in rows.map { Wrapping.columns($0[column]) }.max() ?? 0 }
        return TextReport.text(
            rows.map { row in
                row.enumerated().map { column, cell in
                    cell + String(repeating: " ", count: max(0, widths[column] - Wrapping.columns(cell)))
                }.joined(separator: "  ")
            })
    }

    /// An array of objects, with a line end.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(interfaces.map(Entry.init)), as: UTF8.self) + "\n"
    }

    private static func cells(_ interface: NetworkInterface) -> [String] {
        [
            interface.name, interface.linkType.map { Phrases.linkType($0.name) } ?? "–",
            interface.state.rawValue + (interface.isLoopback ? ", loopback" : ""),
            interface.addresses.isEmpty ? "–" : interface.addresses.joined(separator: " "),
            interface.description ?? "",
        ].map(Printable.text)
    }

    private struct Entry: Encodable {
        var name: String
        var description: String?
        var state: String
        var loopback: Bool
        var addresses: [String]
        /// Absent where the interface is down, or may not be opened.
        var linkType: String?

        enum CodingKeys: String, CodingKey {
            case name, description, state, loopback, addresses
            case linkType = "link_type"
        }

        init(_ interface: NetworkInterface) {
            name = interface.name
            description = interface.description
            state = interface.state.rawValue
            loopback = interface.isLoopback
            addresses = interface.addresses
            linkType = interface.linkType?.name
        }
    }
}
