import Bytes

extension PacketDecoder {
    /// E-Tag of IEEE 802.1BR, between a switch and its port extenders: priority, ingress and egress channel (6),
    /// EtherType (2).
    static func bridgePortTag(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .vlan)
        try countShim(.vlan, at: offset, &packet)
        try etherType(bytes.uint16(offset + 6), bytes, at: offset + 8, wireLength: wireLength, &packet)
    }

    /// Cisco MetaData: version (1), length (1), option (2), security group (2), EtherType (2).
    static func ciscoMetaData(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .vlan)
        guard bytes.uint16(offset) == 0x0101 else {
            throw DecodeStop(.vlan, at: offset, .malformed(claim: "Cisco MetaData version and length"))
        }
        try countShim(.vlan, at: offset, &packet)
        try etherType(bytes.uint16(offset + 6), bytes, at: offset + 8, wireLength: wireLength, &packet)
    }

    /// I-TAG of IEEE 802.1ah (MAC in MAC): flags (1), service instance (3), the customer's frame. The B-TAG before it
    /// is an 802.1ad tag.
    static func backboneServiceTag(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(4, bytes, at: offset, end: wireLength, .vlan)
        let service = bytes.uint32(offset) & 0xff_ffff
        try innerEthernet(service, bytes, at: offset + 4, wireLength: wireLength, &packet)
    }

    /// SecTAG of IEEE 802.1AE: TCI and AN (1), short length (1), packet number (4), SCI (8, where TCI says so). A frame
    /// that is authenticated but not encrypted is readable: EtherType, payload, check value (16).
    static func macsec(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(6, bytes, at: offset, end: wireLength, .macsec)
        let control = bytes.uint8(offset)
        // E (encrypted) and C (changed text).
        guard control & 0x0c == 0 else { throw DecodeStop(.macsec, at: offset, .encrypted("MACsec")) }
        let length = control & 0x20 != 0 ? 14 : 6
        try need(length + 2, bytes, at: offset, end: wireLength, .macsec)
        try countShim(.macsec, at: offset, &packet)
        try etherType(
            bytes.uint16(offset + length), bytes, at: offset + length + 2, wireLength: wireLength &- 16, &packet)
    }
}
