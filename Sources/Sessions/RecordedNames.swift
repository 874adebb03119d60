package import Capture
import Packets
import Streams

/// Names that a capture file holds for addresses: pcapng's name resolution blocks.
package struct RecordedNames: Sendable {
    private var names: [IPAddress: String] = [:]

    package init(_ known: [ResolvedName]) {
        for entry in known {
            guard let address = Self.address(entry.address), let name = entry.names.first, !name.isEmpty else {
                continue
            }
            names[address] = names[address] ?? name.lowercased()
        }
    }

    package func label(_ sessions: inout [Session]) {
        guard !names.isEmpty else { return }
        for index in sessions.indices {
            sessions[index].recordedName = sessions[index].server.flatMap { names[$0.address] }
        }
    }

    /// 4 or 16 octets in network byte order.
    private static func address(_ octets: [UInt8]) -> IPAddress? {
        func word(_ range: Range<Int>) -> UInt64 { octets[range].reduce(0) { $0 << 8 | UInt64($1) } }
        return switch octets.count {
        case 4: IPAddress(v4: UInt32(truncatingIfNeeded: word(0..<4)))
        case 16: IPAddress(high: word(0..<8), low: word(8..<16))
        default: nil
        }
    }
}
