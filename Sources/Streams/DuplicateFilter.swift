import Capture
import Packets

/// Finds packets that a mirror copied: the same packet again within a moment, whatever hop (TTL, MAC) saw it.
struct DuplicateFilter {
    private var prints: [PacketPrint] = []
    private var times: [Int64] = []
    private var next = 0
    private static let remembered = 16

    /// True when this packet was seen less than `seconds` ago.
    mutating func isDuplicate(_ print: PacketPrint, at time: Timestamp, within seconds: Double) -> Bool {
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
