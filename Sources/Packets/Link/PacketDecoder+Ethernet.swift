import Bytes

extension PacketDecoder {
    /// Ethernet II: destination (6), source (6), EtherType or 802.3 length (2).
    static func ethernet(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(14, bytes, at: offset, .link)
        packet.link.destination = MACAddress(bytes.uint64(offset) >> 16)
        packet.link.source = MACAddress(bytes.uint64(offset + 6) >> 16)
        try etherType(bytes.uint16(offset + 12), bytes, at: offset + 14, wireLength: wireLength, &packet)
    }

    /// 802.1Q, 802.1ad and their older numbers: tag (2), EtherType (2). Stacked tags nest to `maximumShims`.
    static func vlan(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(4, bytes, at: offset, .vlan)
        try countShim(.vlan, at: offset, &packet)
        packet.link.vlanCount += 1
        packet.link.vlans = packet.link.vlans << 16 | UInt32(bytes.uint16(offset) & 0x0fff)
        try etherType(bytes.uint16(offset + 2), bytes, at: offset + 4, wireLength: wireLength, &packet)
    }

    /// Every header that can repeat without end between the addresses and the network layer passes here.
    static func countShim(_ layer: DecodeStop.Layer, at offset: Int, _ packet: inout Packet) throws(DecodeStop) {
        guard packet.link.shims < maximumShims else {
            throw DecodeStop(layer, at: offset, .malformed(claim: "more than \(maximumShims) tags"))
        }
        packet.link.shims += 1
    }

    /// Provider bridges stack two VLAN tags, fabrics add one or two of their own; more than six is an attack or damage.
    static let maximumShims = 6
}
