import Bytes

extension PacketDecoder {
    /// LINKTYPE_NULL and LINKTYPE_LOOP: a 4-byte address family. NULL has the byte order of the machine that captured,
    /// which the file does not tell, so both are tried; systems number IPv6 differently, so the IP version decides.
    static func loopback(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(4, bytes, at: offset, .link)
        let family = min(bytes.uint32(offset), bytes.uint32(offset).byteSwapped)
        switch family {
        case 2, 10, 23, 24, 28, 30: try ip(bytes, at: offset + 4, wireLength: wireLength, &packet)
        default: throw DecodeStop(.link, at: offset, .malformed(claim: "address family \(family)"))
        }
    }
}
