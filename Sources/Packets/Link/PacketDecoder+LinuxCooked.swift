import Bytes

extension PacketDecoder {
    /// LINKTYPE_LINUX_SLL: packet type (2), ARPHRD (2), address length (2), address (8), protocol (2).
    static func linuxCooked(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(16, bytes, at: 0, .link)
        if bytes.uint16(4) == 6 { packet.link.source = MACAddress(bytes.uint64(6) >> 16) }
        try cookedProtocol(bytes.uint16(14), bytes, at: 16, wireLength: wireLength, &packet)
    }

    /// LINKTYPE_LINUX_SLL2: protocol (2), reserved (2), interface index (4), ARPHRD (2), packet type (1), address
    /// length (1), address (8).
    static func linuxCooked2(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(20, bytes, at: 0, .link)
        if bytes.uint8(11) == 6 { packet.link.source = MACAddress(bytes.uint64(12) >> 16) }
        try cookedProtocol(bytes.uint16(0), bytes, at: 20, wireLength: wireLength, &packet)
    }

    /// An EtherType, or below 0x0600 one of Linux's own numbers: 4 is 802.2 LLC, 1 is 802.3 without it, others belong
    /// to buses that carry no IP.
    private static func cookedProtocol(
        _ type: UInt16, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        switch type {
        case 4: try llc(bytes, at: offset, wireLength: wireLength, &packet)
        case 0..<0x0600: throw DecodeStop(.link, at: offset, .notIP)
        default: try etherType(type, bytes, at: offset, wireLength: wireLength, &packet)
        }
    }
}
