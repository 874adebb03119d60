import Bytes

/// The line above a packet's hexadecimal: a time, and perhaps an interface and a direction.
///
///     20:41:33.551234 IP 192.168.10.50.54062 > 198.51.100.25.25: Flags [S], …       tcpdump
///     2026-11-21 20:41:33.550000 wan1 out 10.0.0.1.54062 -> 10.0.0.2.25: syn …      FortiGate, level 6
///     2.429703 10.0.0.1.54062 -> 10.0.0.2.25: syn …                                 FortiGate, level 3
///        1: 20:41:33.551234 192.168.10.50.54062 > 198.51.100.25.25: S …             ASA
///         1 0.000000000 192.168.10.50 → 198.51.100.25 …                             tshark
struct DumpHeader: Equatable {
    let time: DumpTime
    /// "wan1", where the line names one.
    let interface: String?

    /// What is looked at of a line.
    private static let lookedAt = 160
    private static let longestName = 32
    private static let directions: Set<String> = ["in", "out", "--", "p", "m", "b"]
    private static let notNames: Set<String> = ["ip", "ip6", "arp", "in", "out"]

    /// nil for a line that does not begin with a time.
    init?(_ span: RawSpan, _ text: Range<Int>) {
        let end = min(text.upperBound, text.lowerBound &+ Self.lookedAt)
        let bytes = span.copied(text.lowerBound..<end)
        var rest = bytes.drop(while: DumpLine.isBlank)
        guard let first = rest.first, (0x30...0x39).contains(first) else { return nil }
        if let time = DumpTime.take(from: &rest) {
            self.time = time
        } else {
            // A packet's number first.
            rest = rest.drop { (0x30...0x39).contains($0) }
            if rest.first == UInt8(ascii: ":") { rest.removeFirst() }
            guard let separator = rest.first, DumpLine.isBlank(separator) else { return nil }
            rest = rest.drop(while: DumpLine.isBlank)
            guard let time = DumpTime.take(from: &rest) else { return nil }
            self.time = time
        }
        let words = rest.split(maxSplits: 2, whereSeparator: DumpLine.isBlank)
        guard words.count >= 2, words[0].count <= Self.longestName else {
            interface = nil
            return
        }
        let name = String(decoding: words[0], as: UTF8.self)
        let isNamed =
            Self.directions.contains(String(decoding: words[1], as: UTF8.self).lowercased())
            && !Self.notNames.contains(name.lowercased())
        interface = isNamed ? name : nil
    }
}
