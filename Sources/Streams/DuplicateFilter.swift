import Capture
import Packets

/// Finds packets that a mirror copied: the same packet again within a moment, whatever hop (TTL, MAC) saw it.
struct DuplicateFilter {
    private struct Print: Equatable {
        var headers: UInt64
        var more: UInt64
    }

    private var prints: [Print] = []
    private var times: [Int64] = []
    private var next = 0
    private static let remembered = 16

    /// True when this packet was seen less than `seconds` ago.
    mutating func isDuplicate(
        _ ip: IPHeader, _ tcp: TCPHeader, fromLow: Bool, at time: Timestamp, within seconds: Double
    )
        -> Bool
    {
        let print = Print(
            headers: UInt64(tcp.sequence) << 32 | UInt64(tcp.acknowledgement),
            more: UInt64(tcp.checksum) << 48 | UInt64(tcp.window) << 32
                | UInt64(UInt16(truncatingIfNeeded: ip.identification)) << 16
                | UInt64(tcp.flags.rawValue) << 8 | UInt64(truncatingIfNeeded: tcp.payloadLength & 0x7f) << 1
                | (fromLow ? 1 : 0))
        let span = UInt64(max(0, min(seconds, 1e6)) * 1e9)
        for index in prints.indices where prints[index] == print {
            if (time.nanoseconds &- times[index]).magnitude <= span { return true }
            times[index] = time.nanoseconds
            return false
        }
        if prints.count < Self.remembered {
            prints.append(print)
            times.append(time.nanoseconds)
        } else {
            prints[next] = print
            times[next] = time.nanoseconds
            next = (next + 1) % Self.remembered
        }
        return false
    }
}
