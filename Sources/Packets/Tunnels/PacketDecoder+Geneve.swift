import Bytes

extension PacketDecoder {
    /// RFC 8926 §3.4: version (2 bits) and options' length in 4-octet units (6), flags (1), protocol type (2), VNI (3),
    /// reserved (1), options.
    static func geneve(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .geneve)
        let first = bytes.uint8(offset)
        guard first >> 6 == 0 else { throw DecodeStop(.geneve, at: offset, .malformed(claim: "Geneve version")) }
        let at = offset + 8 + Int(first & 0x3f) * 4
        let identifier = bytes.uint32(offset + 4) >> 8
        try innerEtherType(
            bytes.uint16(offset + 2), identifier, bytes, at: at, wireLength: wireLength, &packet)
    }
}
