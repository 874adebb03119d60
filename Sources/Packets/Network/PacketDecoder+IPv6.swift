import Bytes

extension PacketDecoder {
    /// RFC 8200 §3 and the extension headers of §4, at most `maximumExtensionHeaders`.
    static func ipv6(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(40, bytes, at: offset, .ipv6)
        guard bytes.uint8(offset) >> 4 == 6 else {
            throw DecodeStop(.ipv6, at: offset, .malformed(claim: "IPv6 version"))
        }
        let onWire = max(0, wireLength &- offset &- 40)
        let claimed = Int(bytes.uint16(offset + 4))
        let end = offset + 40 + (claimed == 0 ? onWire : min(claimed, onWire))
        let header = IPHeader(
            source: IPAddress(high: bytes.uint64(offset + 8), low: bytes.uint64(offset + 16)),
            destination: IPAddress(high: bytes.uint64(offset + 24), low: bytes.uint64(offset + 32)),
            ttl: bytes.uint8(offset + 7), identification: 0, dontFragment: true,
            transportProtocol: bytes.uint8(offset + 6), payloadOffset: offset + 40,
            payloadLength: end - offset - 40)
        try ipv6Payload(header, bytes, &packet)
    }

    /// The extension headers from `outer.payloadOffset` on, then the transport. A fragment ends it: what follows may
    /// lie in another one.
    static func ipv6Payload(_ outer: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        var header = outer
        let end = outer.end
        packet.ip = header
        for _ in 0..<maximumExtensionHeaders {
            let at = header.payloadOffset
            let length: Int
            switch header.transportProtocol {
            case 0, 43, 60, 135:  // hop-by-hop, routing, destination options, mobility
                try need(2, bytes, at: at, .ipv6)
                length = (Int(bytes.uint8(at + 1)) + 1) * 8
            case 51:  // authentication header: its length counts 4-octet units (RFC 4302 §2.2)
                try need(2, bytes, at: at, .ipv6)
                length = (Int(bytes.uint8(at + 1)) + 2) * 4
            case 44:
                try need(8, bytes, at: at, .ipv6)
                length = 8
                header.fragmentOffset = Int(bytes.uint16(at + 2) & 0xfff8)
                header.moreFragments = bytes.uint16(at + 2) & 1 != 0
                header.identification = bytes.uint32(at + 4)
            default:
                packet.ip = header
                return try transport(header, bytes, &packet)
            }
            header.transportProtocol = bytes.uint8(at)
            header.payloadOffset = at + length
            header.payloadLength = max(0, end - header.payloadOffset)
            guard !header.isFragment else {
                packet.ip = header
                throw DecodeStop(.ipv6, at: at, .fragment)
            }
        }
        packet.ip = header
        throw DecodeStop(
            .ipv6, at: outer.payloadOffset, .malformed(claim: "more than \(maximumExtensionHeaders) extension headers"))
    }

    /// RFC 8200 names six, each at most once or twice.
    static let maximumExtensionHeaders = 10
}
