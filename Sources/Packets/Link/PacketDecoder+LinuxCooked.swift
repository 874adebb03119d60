import Bytes

extension PacketDecoder {
    /// LINKTYPE_LINUX_SLL: packet type (2), ARPHRD (2), address length (2), address (8), protocol (2).
    static func linuxCooked(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(16, bytes, at: 0, .link)
        if bytes.uint16(4) == 6 { packet.link.source = MACAddress(bytes.uint64(6) >> 16) }
        try etherType(bytes.uint16(14), bytes, at: 16, wireLength: wireLength, &packet)
    }

    /// LINKTYPE_LINUX_SLL2: protocol (2), reserved (2), interface index (4), ARPHRD (2), packet type (1), address
    /// length (1), address (8).
    static func linuxCooked2(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(20, bytes, at: 0, .link)
        if bytes.uint8(11) == 6 { packet.link.source = MACAddress(bytes.uint64(12) >> 16) }
        try etherType(bytes.uint16(0), bytes, at: 20, wireLength: wireLength, &packet)
    }
}
