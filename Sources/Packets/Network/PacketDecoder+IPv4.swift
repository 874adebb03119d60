import Bytes

extension PacketDecoder {
    /// RFC 791 §3.1. The total length is believed against padding and the snap length; a total length of 0 is
    /// segmentation offload (the frame's own length counts), one beyond the frame on the wire is cut to it.
    static func ipv4(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(20, bytes, at: offset, .ipv4)
        let versionAndLength = bytes.uint8(offset)
        let headerLength = Int(versionAndLength & 0x0f) * 4
        guard versionAndLength >> 4 == 4, headerLength >= 20 else {
            throw DecodeStop(.ipv4, at: offset, .malformed(claim: "IPv4 version and header length"))
        }
        let onWire = max(0, wireLength &- offset)
        let claimed = Int(bytes.uint16(offset + 2))
        let total = claimed == 0 ? onWire : min(claimed, onWire)
        guard total >= headerLength else {
            throw DecodeStop(.ipv4, at: offset, .malformed(claim: "IPv4 total length \(claimed)"))
        }
        let fragment = bytes.uint16(offset + 6)
        let header = IPHeader(
            source: IPAddress(v4: bytes.uint32(offset + 12)), destination: IPAddress(v4: bytes.uint32(offset + 16)),
            ttl: bytes.uint8(offset + 8), identification: UInt32(bytes.uint16(offset + 4)),
            dontFragment: fragment & 0x4000 != 0, fragmentOffset: Int(fragment & 0x1fff) * 8,
            moreFragments: fragment & 0x2000 != 0, transportProtocol: bytes.uint8(offset + 9),
            payloadOffset: offset + headerLength, payloadLength: total - headerLength)
        packet.ip = header
        guard !header.isFragment else { throw DecodeStop(.ipv4, at: offset, .fragment) }
        try transport(header, bytes, &packet)
    }
}
