import Bytes

extension PacketDecoder {
    /// GTP-U, 3GPP TS 29.281 §5.1: version (3 bits), PT (1), reserved (1), E, S, PN (1 each), message type (1), length
    /// after the first 8 octets (2), TEID (4). With any of E, S, PN: sequence number (2), N-PDU (1), next extension
    /// (1).
    static func gtp(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .gtp)
        let flags = bytes.uint8(offset)
        // Version 1 of GTP, not GTP'; only a G-PDU carries a packet.
        guard flags & 0xf0 == 0x30, bytes.uint8(offset + 1) == 0xff else {
            throw DecodeStop(.gtp, at: offset, .malformed(claim: "GTP-U version and message type"))
        }
        let end = min(wireLength, offset + 8 + Int(bytes.uint16(offset + 2)))
        let identifier = bytes.uint32(offset + 4)
        var at = offset + 8
        if flags & 0x07 != 0 {
            try need(4, bytes, at: at, end: end, .gtp)
            let next = flags & 0x04 != 0 ? bytes.uint8(at + 3) : 0
            at = try afterGTPExtensions(next, bytes, at: at + 4, end: end)
        }
        try innerIP(identifier, bytes, at: at, wireLength: end, &packet)
    }

    /// Extension headers §5.2.1: length in 4-octet units (1), content, next extension (1); 0 ends them.
    private static func afterGTPExtensions(
        _ first: UInt8, _ bytes: RawSpan, at offset: Int, end: Int
    ) throws(DecodeStop) -> Int {
        var next = first
        var at = offset
        for _ in 0..<maximumExtensionHeaders {
            guard next != 0 else { return at }
            try need(1, bytes, at: at, end: end, .gtp)
            let length = Int(bytes.uint8(at)) * 4
            guard length > 0 else { throw DecodeStop(.gtp, at: at, .malformed(claim: "GTP-U extension length")) }
            try need(length, bytes, at: at, end: end, .gtp)
            next = bytes.uint8(at + length - 1)
            at += length
        }
        guard next != 0 else { return at }
        throw DecodeStop(.gtp, at: offset, .malformed(claim: "more than \(maximumExtensionHeaders) extension headers"))
    }
}
