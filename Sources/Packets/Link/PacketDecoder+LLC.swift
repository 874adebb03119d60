import Bytes

extension PacketDecoder {
    /// IEEE 802.3: the field that is an EtherType in Ethernet II is the length of the LLC frame; the rest is padding.
    static func ieee8023(
        length: UInt16, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        // 0 is what segmentation offload leaves.
        let end = length == 0 ? wireLength : min(wireLength, offset + Int(length))
        try llc(bytes, at: offset, wireLength: end, &packet)
    }

    /// IEEE 802.2: DSAP (1), SSAP (1), control (1); for SNAP (RFC 1042) then organisation (3), EtherType (2).
    static func llc(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(3, bytes, at: offset, end: wireLength, .llc)
        switch (bytes.uint16(offset), bytes.uint8(offset + 2)) {
        case (0xaaaa, 0x03): break
        case (0x0606, 0x03): return try ipv4(bytes, at: offset + 3, wireLength: wireLength, &packet)
        default: throw DecodeStop(.llc, at: offset, .notIP)
        }
        try need(8, bytes, at: offset, end: wireLength, .llc)
        let organisation = bytes.uint32(offset + 2) & 0xff_ffff
        let type = bytes.uint16(offset + 6)
        // 0x0000f8: bridged from Ethernet by IEEE 802.1H. Below 0x0600 there is no EtherType.
        guard organisation == 0 || organisation == 0x0000f8, type >= 0x0600 else {
            throw DecodeStop(.llc, at: offset, .notIP)
        }
        try countShim(.llc, at: offset, &packet)
        try etherType(type, bytes, at: offset + 8, wireLength: wireLength, &packet)
    }
}
