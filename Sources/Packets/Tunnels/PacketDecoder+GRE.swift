import Bytes

extension PacketDecoder {
    /// RFC 2784, RFC 2890: flags and version (2), protocol type (2), then where flagged checksum and offset (4), key
    /// (4), sequence number (4), and the routing of RFC 1701. Version 1 is PPTP's (RFC 2637 §4.1).
    static func gre(_ outer: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        let offset = outer.payloadOffset
        try need(4, bytes, at: offset, end: outer.end, .gre)
        let flags = bytes.uint16(offset)
        let type = bytes.uint16(offset + 2)
        switch flags & 0x0007 {
        case 0: break
        case 1: return try pptp(flags: flags, outer, bytes, &packet)
        default: throw DecodeStop(.gre, at: offset, .malformed(claim: "GRE version \(flags & 0x0007)"))
        }
        let hasKey = flags & 0x2000 != 0
        let hasSequence = flags & 0x1000 != 0
        let hasRouting = flags & 0x4000 != 0
        let keyAt = 4 + (flags & 0xc000 != 0 ? 4 : 0)
        let length = keyAt + (hasKey ? 4 : 0) + (hasSequence ? 4 : 0)
        try need(length, bytes, at: offset, end: outer.end, .gre)
        let key = hasKey ? bytes.uint32(offset + keyAt) : 0
        var at = offset + length
        if hasRouting { at = try afterRouting(bytes, at: at, end: outer.end) }
        switch type {
        case 0x88be where hasSequence: try erspan2(bytes, at: at, wireLength: outer.end, &packet)
        case 0x88be: try innerEthernet(key, bytes, at: at, wireLength: outer.end, &packet)  // ERSPAN type I
        case 0x22eb: try erspan3(bytes, at: at, wireLength: outer.end, &packet)
        case 0x880b:
            try openTunnel(key, at: at, &packet)
            try ppp(bytes, at: at, wireLength: outer.end, &packet)
        // Aruba access points to their controller: 802.11 frames, the type tells the virtual port.
        case 0x8200...0x83ff: try innerIEEE80211(key, bytes, at: at, wireLength: outer.end, &packet)
        // NHRP, which resolves the tunnel's own next hops.
        case 0x2001: throw DecodeStop(.gre, at: at, .notIP)
        default: try innerEtherType(type, key, bytes, at: at, wireLength: outer.end, &packet)
        }
    }

    /// Source route entries (RFC 1701): address family (2), offset (1), length (1), the route; two zeros end them.
    private static func afterRouting(_ bytes: RawSpan, at offset: Int, end: Int) throws(DecodeStop) -> Int {
        var at = offset
        for _ in 0..<maximumRoutes {
            try need(4, bytes, at: at, end: end, .gre)
            let family = bytes.uint16(at)
            let length = Int(bytes.uint8(at + 3))
            at += 4 + length
            if family == 0, length == 0 { return at }
        }
        throw DecodeStop(.gre, at: offset, .malformed(claim: "more than \(maximumRoutes) GRE routes"))
    }

    /// Key: payload length (2), call (2); sequence number (4) and acknowledgement (4) where flagged; then PPP.
    private static func pptp(
        flags: UInt16, _ outer: IPHeader, _ bytes: RawSpan, _ packet: inout Packet
    ) throws(DecodeStop) {
        let offset = outer.payloadOffset
        let length = 8 + (flags & 0x1000 != 0 ? 4 : 0) + (flags & 0x0080 != 0 ? 4 : 0)
        try need(length, bytes, at: offset, end: outer.end, .gre)
        let payloadLength = Int(bytes.uint16(offset + 4))
        // Without payload it only acknowledges.
        guard payloadLength > 0 else { throw DecodeStop(.gre, at: offset, .notIP) }
        let at = offset + length
        try openTunnel(UInt32(bytes.uint16(offset + 6)), at: at, &packet)
        try ppp(bytes, at: at, wireLength: min(outer.end, at + payloadLength), &packet)
    }

    /// RFC 1701 was hardly ever used; its routes are short.
    static let maximumRoutes = 16
}
