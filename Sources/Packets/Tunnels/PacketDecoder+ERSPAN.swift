import Bytes

/// Mirrored frames of Cisco's and others' switches (draft-foschiano-erspan-03), inside GRE.
extension PacketDecoder {
    /// Type II §4.2: version (4 bits), VLAN (12), class (3), encapsulation (2), truncated (1), session (10), reserved
    /// (12), index (20).
    static func erspan2(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .erspan)
        guard bytes.uint8(offset) >> 4 == 1 else {
            throw DecodeStop(.erspan, at: offset, .malformed(claim: "ERSPAN version \(bytes.uint8(offset) >> 4)"))
        }
        try mirrored(bytes.uint16(offset + 2), bytes, at: offset + 8, wireLength: wireLength, &packet)
    }

    /// Type III §4.3: the first word as in type II, timestamp (4), security group (2), then P (1 bit), frame type (5),
    /// hardware (6), direction (1), granularity (2), and whether a platform header (8) follows (1).
    static func erspan3(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(12, bytes, at: offset, end: wireLength, .erspan)
        guard bytes.uint8(offset) >> 4 == 2 else {
            throw DecodeStop(.erspan, at: offset, .malformed(claim: "ERSPAN version \(bytes.uint8(offset) >> 4)"))
        }
        let word = bytes.uint16(offset + 2)
        let last = bytes.uint16(offset + 10)
        let at = offset + (last & 1 != 0 ? 20 : 12)
        switch last >> 10 & 0x1f {
        case 0: try mirrored(word, bytes, at: at, wireLength: wireLength, &packet)
        case 2: try innerIP(UInt32(word & 0x03ff), bytes, at: at, wireLength: wireLength, &packet)
        default: throw DecodeStop(.erspan, at: offset, .malformed(claim: "ERSPAN frame type"))
        }
    }

    /// `word`: class (3 bits), encapsulation (2), truncated (1), session (10). A truncated copy is like a snap length:
    /// its own headers tell how long the frame was, not the tunnel.
    private static func mirrored(
        _ word: UInt16, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        let end = word & 0x0400 != 0 ? max(wireLength, offset + maximumMirroredFrame) : wireLength
        try innerEthernet(UInt32(word & 0x03ff), bytes, at: offset, wireLength: end, &packet)
    }

    /// The largest IP packet with its Ethernet header and two tags.
    static let maximumMirroredFrame = 65_535 + 22
}
