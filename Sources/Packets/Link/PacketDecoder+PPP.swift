import Bytes

extension PacketDecoder {
    /// PPP as links capture it: bare, behind the address and control octets FF 03 (RFC 1662 §3.1), or Cisco HDLC, which
    /// shares the line (0F and 8F are its addresses).
    static func pppFrame(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(2, bytes, at: offset, end: wireLength, .ppp)
        switch bytes.uint16(offset) {
        case 0x0f00, 0x8f00: try ciscoHDLC(bytes, at: offset, wireLength: wireLength, &packet)
        default: try ppp(bytes, at: offset, wireLength: wireLength, &packet)
        }
    }

    /// PPP's protocol field (RFC 1661 §2): 2 octets, or 1 where the first is odd (compressed, §6.5). The address and
    /// control octets before it may be absent (§6.6).
    static func ppp(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        var at = offset
        try need(2, bytes, at: at, end: wireLength, .ppp)
        if bytes.uint16(at) == 0xff03 { at += 2 }
        try need(1, bytes, at: at, end: wireLength, .ppp)
        var type = UInt16(bytes.uint8(at))
        if type & 1 == 0 {
            try need(2, bytes, at: at, end: wireLength, .ppp)
            type = bytes.uint16(at)
            at += 1
        }
        at += 1
        switch type {
        case 0x0021: try ipv4(bytes, at: at, wireLength: wireLength, &packet)
        case 0x0057: try ipv6(bytes, at: at, wireLength: wireLength, &packet)
        case 0x0281, 0x0283: try mpls(bytes, at: at, wireLength: wireLength, &packet)
        // MPPE (RFC 3078) travels as a compressed datagram; RFC 1968 has numbers of its own.
        case 0x00fb, 0x00fd, 0x0053, 0x0055: throw DecodeStop(.ppp, at: offset, .encrypted("PPP"))
        // Control protocols of the link and of the network layers above it.
        case 0x8000...: throw DecodeStop(.ppp, at: offset, .notIP)
        default: throw DecodeStop(.ppp, at: offset, .unknownPPPProtocol(type))
        }
    }

    /// A PPPoE session (RFC 2516 §4): version and type (1), code (1), session (2), length (2), PPP.
    static func pppoe(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(6, bytes, at: offset, end: wireLength, .pppoe)
        guard bytes.uint8(offset) == 0x11 else {
            throw DecodeStop(.pppoe, at: offset, .malformed(claim: "PPPoE version and type"))
        }
        // Any other code is discovery.
        guard bytes.uint8(offset + 1) == 0 else { throw DecodeStop(.pppoe, at: offset, .notIP) }
        let length = Int(bytes.uint16(offset + 4))
        let end = length == 0 ? wireLength : min(wireLength, offset + 6 + length)
        try ppp(bytes, at: offset + 6, wireLength: end, &packet)
    }

    /// Cisco HDLC: address (1), control (1), EtherType (2); below 0x0600 and 0x8035 it is the line's own control.
    static func ciscoHDLC(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(4, bytes, at: offset, end: wireLength, .link)
        let type = bytes.uint16(offset + 2)
        guard type >= 0x0600, type != 0x8035 else { throw DecodeStop(.link, at: offset, .notIP) }
        try etherType(type, bytes, at: offset + 4, wireLength: wireLength, &packet)
    }
}
