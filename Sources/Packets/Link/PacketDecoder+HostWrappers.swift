import Bytes

/// Headers that an operating system, not the wire, put before the packet.
extension PacketDecoder {
    /// Apple's PKTAP, little-endian: length (4), record type (4), link type (4), interface and process.
    static func pktap(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(12, bytes, at: 0, .pktap)
        let length = bytes.uint32(0).byteSwapped
        guard length >= 12, length <= maximumHostHeader else {
            throw DecodeStop(.pktap, at: 0, .malformed(claim: "PKTAP length \(length)"))
        }
        let start = Int(length)
        let type = bytes.uint32(8).byteSwapped
        switch type {
        case 0, 108: try loopback(bytes, at: start, wireLength: wireLength, &packet)
        case 1: try ethernet(bytes, at: start, wireLength: wireLength, &packet)
        case 12, 14, 101: try ip(bytes, at: start, wireLength: wireLength, &packet)
        case 105: try ieee80211(bytes, at: start, wireLength: wireLength, &packet)
        case 127: try radiotap(bytes, at: start, wireLength: wireLength, &packet)
        default: throw DecodeStop(.link, at: 0, .unknownLinkType(type))
        }
    }

    /// The packet filter's log: length without padding (1), address family, action and rule; padded to 4 octets.
    static func pflog(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(1, bytes, at: 0, .link)
        let length = Int(bytes.uint8(0))
        guard length >= 4 else { throw DecodeStop(.link, at: 0, .malformed(claim: "PFLOG length \(length)")) }
        try ip(bytes, at: (length + 3) & ~3, wireLength: wireLength, &packet)
    }

    /// PKTAP has 108 octets today; later ones may grow.
    static let maximumHostHeader: UInt32 = 1024
}
