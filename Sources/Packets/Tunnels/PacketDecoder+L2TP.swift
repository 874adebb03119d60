import Bytes

extension PacketDecoder {
    /// L2TPv2 data, RFC 2661 §3.1: flags and version (2), then where flagged length (2); tunnel (2), session (2); where
    /// flagged Ns and Nr (4), offset size (2) and padding; then PPP. Version 3 goes on as `l2tpv3Payload`.
    static func l2tp(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(6, bytes, at: offset, end: wireLength, .l2tp)
        let flags = bytes.uint16(offset)
        guard flags & 0x8000 == 0 else { throw DecodeStop(.l2tp, at: offset, .notIP) }
        switch flags & 0x000f {
        case 2: break
        case 3 where bytes.uint16(offset + 2) == 0:
            return try l2tpv3Payload(bytes, at: offset + 4, wireLength: wireLength, &packet)
        default: throw DecodeStop(.l2tp, at: offset, .malformed(claim: "L2TP version \(flags & 0x000f)"))
        }
        // Reserved bits are zero in a tunnel, hardly ever in anything else.
        guard flags & 0x34f0 == 0 else {
            throw DecodeStop(.l2tp, at: offset, .malformed(claim: "L2TP reserved bits"))
        }
        var at = offset + 2
        var end = wireLength
        if flags & 0x4000 != 0 {
            end = min(end, offset + Int(bytes.uint16(at)))
            at += 2
        }
        try need(4, bytes, at: at, end: end, .l2tp)
        let identifier = bytes.uint32(at)
        at += 4
        if flags & 0x0800 != 0 { at += 4 }
        if flags & 0x0200 != 0 {
            try need(2, bytes, at: at, end: end, .l2tp)
            at += 2 + Int(bytes.uint16(at))
        }
        try openTunnel(identifier, at: at, &packet)
        try ppp(bytes, at: at, wireLength: end, &packet)
    }

    /// L2TPv3 over IP (protocol 115), RFC 3931 §4.1.1: session 0 is the control connection.
    static func l2tpv3(_ outer: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        try l2tpv3Payload(bytes, at: outer.payloadOffset, wireLength: outer.end, &packet)
    }

    /// Session (4), cookie (0, 4 or 8), sublayer (0 or 4), frame: the sizes were agreed when the session was set up, so
    /// the first that gives an EtherType of ours is taken.
    private static func l2tpv3Payload(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(4, bytes, at: offset, end: wireLength, .l2tp)
        let session = bytes.uint32(offset)
        guard session != 0 else { throw DecodeStop(.l2tp, at: offset, .notIP) }
        for skipped in stride(from: 4, through: 16, by: 4) {
            if try looksLikeEthernet(bytes, at: offset + skipped, wireLength: wireLength) {
                return try innerEthernet(session, bytes, at: offset + skipped, wireLength: wireLength, &packet)
            }
        }
        throw DecodeStop(.l2tp, at: offset, .notIP)
    }
}
