/// A set of TCP ports: one bit each.
struct PortSet {
    private var words: [UInt64]

    init(_ ports: [UInt16]) {
        words = Array(repeating: 0, count: 1_024)
        for port in ports { insert(port) }
    }

    mutating func insert(_ port: UInt16) { words[Int(port >> 6)] |= 1 << UInt64(port & 63) }

    @inline(__always)
    func contains(_ port: UInt16) -> Bool { words[Int(port >> 6)] >> UInt64(port & 63) & 1 == 1 }
}
