import Bytes

/// Tunnels without a header, or almost without, over IP.
extension PacketDecoder {
    /// IPv4 (protocol 4, RFC 2003) or IPv6 (41, RFC 4213) directly inside IP.
    static func ipInIP(_ outer: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        try innerIP(0, bytes, at: outer.payloadOffset, wireLength: outer.end, &packet)
    }

    /// MPLS in IP (protocol 137, RFC 4023 §3).
    static func mplsInIP(_ outer: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        try openTunnel(0, at: outer.payloadOffset, &packet)
        try mpls(bytes, at: outer.payloadOffset, wireLength: outer.end, &packet)
    }

    /// EtherIP (RFC 3378): version 3 and reserved bits (2), an Ethernet frame.
    static func etherIP(_ outer: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        let offset = outer.payloadOffset
        try need(2, bytes, at: offset, end: outer.end, .tunnel)
        guard bytes.uint16(offset) == 0x3000 else {
            throw DecodeStop(.tunnel, at: offset, .malformed(claim: "EtherIP version"))
        }
        try innerEthernet(0, bytes, at: offset + 2, wireLength: outer.end, &packet)
    }

    /// IPsec AH over IPv4 (RFC 4302 §2): next header (1), length in 4-octet units less 2 (1), the rest. It only
    /// authenticates; what follows is readable. Over IPv6 it is one of the extension headers.
    static func authenticationHeader(
        _ outer: IPHeader, _ bytes: RawSpan, _ packet: inout Packet
    ) throws(DecodeStop) {
        let offset = outer.payloadOffset
        try need(12, bytes, at: offset, end: outer.end, .ipsec)
        let length = (Int(bytes.uint8(offset + 1)) + 2) * 4
        // A second one would make a chain without end.
        guard bytes.uint8(offset) != 51, length <= outer.payloadLength else {
            throw DecodeStop(.ipsec, at: offset, .malformed(claim: "AH next header and length"))
        }
        var header = outer
        header.transportProtocol = bytes.uint8(offset)
        header.payloadOffset = offset + length
        header.payloadLength = outer.payloadLength - length
        packet.ip = header
        try transport(header, bytes, &packet)
    }
}
