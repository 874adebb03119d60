import Bytes

extension PacketDecoder {
    /// RFC 4380 §5.1.1: an IPv6 packet, before it perhaps an authentication (0, 1, identifier and value with their
    /// lengths, nonce, confirmation) and an origin indication (0, 0, port, address).
    static func teredo(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        var at = offset
        try need(2, bytes, at: at, end: wireLength, .teredo)
        if bytes.uint16(at) == 0x0001 {
            try need(4, bytes, at: at, end: wireLength, .teredo)
            at += 4 + Int(bytes.uint8(at + 2)) + Int(bytes.uint8(at + 3)) + 9
            try need(2, bytes, at: at, end: wireLength, .teredo)
        }
        if bytes.uint16(at) == 0x0000 { at += 8 }
        try need(40, bytes, at: at, end: wireLength, .teredo)
        guard bytes.uint8(at) >> 4 == 6, at + 40 + Int(bytes.uint16(at + 4)) <= wireLength else {
            throw DecodeStop(.teredo, at: offset, .malformed(claim: "Teredo payload"))
        }
        try innerIP(0, bytes, at: at, wireLength: wireLength, &packet)
    }
}
