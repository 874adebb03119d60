import Bytes

extension PacketDecoder {
    /// LINKTYPE_NFLOG: family (1), version (1), resource (2), then attributes: length with this header (2), type (2),
    /// both in the byte order of the machine that captured, value, padding to 4 octets. The payload is attribute 9.
    static func nflog(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(8, bytes, at: 0, .nflog)
        guard bytes.uint8(1) == 0 else { throw DecodeStop(.nflog, at: 0, .malformed(claim: "NFLOG version")) }
        // The first attribute is the small packet header: the byte order in which it is small is the right one.
        let isLittleEndian = bytes.uint16(4).byteSwapped < bytes.uint16(4)
        var at = 4
        while at < wireLength {
            try need(4, bytes, at: at, end: wireLength, .nflog)
            let length = Int(isLittleEndian ? bytes.uint16(at).byteSwapped : bytes.uint16(at))
            let type = isLittleEndian ? bytes.uint16(at + 2).byteSwapped : bytes.uint16(at + 2)
            guard length >= 4 else {
                throw DecodeStop(.nflog, at: at, .malformed(claim: "NFLOG attribute length \(length)"))
            }
            guard type & 0x7fff != 9 else {
                return try nflogPayload(bytes, at: at + 4, length: length - 4, &packet)
            }
            at += (length + 3) & ~3
        }
        throw DecodeStop(.nflog, at: 0, .notIP)
    }

    /// The kernel's copy range may have cut the payload without a word; IP's own length tells what was on the wire.
    private static func nflogPayload(
        _ bytes: RawSpan, at offset: Int, length: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(6, bytes, at: offset, end: offset + length, .nflog)
        let isV4 = bytes.uint8(offset) >> 4 == 4
        let claimed = isV4 ? Int(bytes.uint16(offset + 2)) : 40 + Int(bytes.uint16(offset + 4))
        try ip(bytes, at: offset, wireLength: offset + max(length, claimed), &packet)
    }
}
