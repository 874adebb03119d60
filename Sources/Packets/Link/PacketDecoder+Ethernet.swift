import Bytes

extension PacketDecoder {
    /// Ethernet II: destination (6), source (6), EtherType or 802.3 length (2).
    static func ethernet(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(14, bytes, at: 0, .link)
        packet.link.destination = MACAddress(bytes.uint64(0) >> 16)
        packet.link.source = MACAddress(bytes.uint64(6) >> 16)
        try etherType(bytes.uint16(12), bytes, at: 14, wireLength: wireLength, &packet)
    }

    /// 802.1Q, 802.1ad and their older numbers: tag (2), EtherType (2). Stacked tags nest to `maximumTags`.
    static func vlan(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(4, bytes, at: offset, .vlan)
        guard packet.link.vlanCount < maximumTags else {
            throw DecodeStop(.vlan, at: offset, .malformed(claim: "more than \(maximumTags) VLAN tags"))
        }
        packet.link.vlanCount += 1
        packet.link.vlans = packet.link.vlans << 16 | UInt32(bytes.uint16(offset) & 0x0fff)
        try etherType(bytes.uint16(offset + 2), bytes, at: offset + 4, wireLength: wireLength, &packet)
    }

    /// Provider bridges stack two; more than four is an attack or damage.
    static let maximumTags = 4
}
