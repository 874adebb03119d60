import Bytes

extension PacketDecoder {
    /// Label stack entries (RFC 3032 §2.1) of 4 octets: label (20 bits), traffic class (3), bottom of stack (1), TTL
    /// (8). Nothing says what is inside; RFC 4928 §3 explains why the first nibble tells IP from a pseudowire.
    static func mpls(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        var at = offset
        for _ in 0..<maximumLabels {
            try need(4, bytes, at: at, end: wireLength, .mpls)
            let entry = bytes.uint32(at)
            at += 4
            if entry & 0x100 != 0 {
                return try mplsPayload(label: entry >> 12, bytes, at: at, wireLength: wireLength, &packet)
            }
        }
        throw DecodeStop(.mpls, at: offset, .malformed(claim: "more than \(maximumLabels) MPLS labels"))
    }

    private static func mplsPayload(
        label: UInt32, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(1, bytes, at: offset, end: wireLength, .mpls)
        switch bytes.uint8(offset) >> 4 {
        // A hardware address may begin with 4 or 6, too.
        case 4, 6:
            let isIP = try looksLikeIP(bytes, at: offset, wireLength: wireLength)
            if !isIP, try looksLikeEthernet(bytes, at: offset, wireLength: wireLength) {
                try innerEthernet(label, bytes, at: offset, wireLength: wireLength, &packet)
            } else {
                try ip(bytes, at: offset, wireLength: wireLength, &packet)
            }
        // The control word (RFC 4385 §3) begins with a zero nibble, as most hardware addresses do.
        case 0:
            var start = offset + 4
            if try !looksLikeEthernet(bytes, at: start, wireLength: wireLength),
                try looksLikeEthernet(bytes, at: offset, wireLength: wireLength)
            {
                start = offset
            }
            try innerEthernet(label, bytes, at: start, wireLength: wireLength, &packet)
        // Associated channel (RFC 5586): operation of the pseudowire itself.
        case 1 where try !looksLikeEthernet(bytes, at: offset, wireLength: wireLength):
            throw DecodeStop(.mpls, at: offset, .notIP)
        default: try innerEthernet(label, bytes, at: offset, wireLength: wireLength, &packet)
        }
    }

    /// Whether the lengths of an IP header at `offset` fit what is left of the frame.
    private static func looksLikeIP(
        _ bytes: RawSpan, at offset: Int, wireLength: Int
    ) throws(DecodeStop) -> Bool {
        try need(6, bytes, at: offset, end: wireLength, .mpls)
        let left = wireLength &- offset
        let first = bytes.uint8(offset)
        return first >> 4 == 4
            ? first & 0x0f >= 5 && (20...max(20, left)).contains(Int(bytes.uint16(offset + 2)))
            : 40 + Int(bytes.uint16(offset + 4)) <= left
    }

    /// Whether an EtherType of the table stands where an Ethernet frame that begins at `offset` has its own; false
    /// where the wire had no room for one.
    static func looksLikeEthernet(
        _ bytes: RawSpan, at offset: Int, wireLength: Int
    ) throws(DecodeStop) -> Bool {
        guard wireLength &- offset >= 14 else { return false }
        try need(14, bytes, at: offset, .mpls)
        return switch bytes.uint16(offset + 12) {
        case 0x0800: wireLength &- offset >= 34
        case 0x86dd: wireLength &- offset >= 54
        case 0x0806, 0x8100, 0x88a8, 0x8847, 0x8848, 0x8863, 0x8864, 0x88e5: true
        default: false
        }
    }

    /// Carriers stack three or four.
    static let maximumLabels = 16
}
