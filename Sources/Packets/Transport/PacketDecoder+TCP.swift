import Bytes

extension PacketDecoder {
    static func tcp(_ ip: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        let offset = ip.payloadOffset
        try need(20, bytes, at: offset, .tcp)
        let headerLength = Int(bytes.uint8(offset + 12) >> 4) * 4
        guard headerLength >= 20, headerLength <= ip.payloadLength else {
            throw DecodeStop(.tcp, at: offset, .malformed(claim: "TCP data offset \(headerLength / 4)"))
        }
        let captured = bytes.byteCount
        let payloadStart = min(offset + headerLength, captured)
        let payloadLength = ip.payloadLength - headerLength
        packet.transport = .tcp(
            TCPHeader(
                sourcePort: bytes.uint16(offset), destinationPort: bytes.uint16(offset + 2),
                sequence: bytes.uint32(offset + 4), acknowledgement: bytes.uint32(offset + 8),
                flags: TCPHeader.Flags(rawValue: bytes.uint8(offset + 13)), window: bytes.uint16(offset + 14),
                checksum: bytes.uint16(offset + 16), options: (offset + 20)..<max(offset + 20, payloadStart),
                payload: payloadStart..<max(payloadStart, min(payloadStart + payloadLength, captured)),
                payloadLength: payloadLength))
    }

    static func udp(_ ip: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        let offset = ip.payloadOffset
        try need(8, bytes, at: offset, .udp)
        let payloadLength = max(0, min(Int(bytes.uint16(offset + 4)), ip.payloadLength) - 8)
        let start = offset + 8
        packet.transport = .udp(
            UDPHeader(
                sourcePort: bytes.uint16(offset), destinationPort: bytes.uint16(offset + 2),
                payload: start..<max(start, min(start + payloadLength, bytes.byteCount)), payloadLength: payloadLength))
        if let tunnel = UDPTunnel(ports: bytes.uint16(offset), bytes.uint16(offset + 2)) {
            try udpTunnel(tunnel, bytes, at: start, wireLength: start + payloadLength, &packet)
        }
    }

    /// Type (1), code (1), checksum (2), rest (4); an error quotes the packet it is about (RFC 792, RFC 4443 §3).
    static func icmp(_ ip: IPHeader, _ bytes: RawSpan, isV6: Bool, _ packet: inout Packet) throws(DecodeStop) {
        let offset = ip.payloadOffset
        try need(8, bytes, at: offset, .icmp)
        var header = ICMPHeader(isV6: isV6, type: bytes.uint8(offset), code: bytes.uint8(offset + 1))
        if header.isPacketTooBig { header.mtu = isV6 ? bytes.uint32(offset + 4) : UInt32(bytes.uint16(offset + 6)) }
        if header.isError { header.quoted = quoted(bytes, at: offset + 8) }
        packet.transport = .icmp(header)
    }

    /// The quoted packet may be cut to its IP header and 8 octets; nil where even that is missing.
    private static func quoted(_ bytes: RawSpan, at offset: Int) -> ICMPHeader.Quoted? {
        guard offset + 28 <= bytes.byteCount else { return nil }
        let version = bytes.uint8(offset) >> 4
        let ports: Int
        var isLaterFragment = false
        var quoted: ICMPHeader.Quoted
        if version == 4, bytes.uint8(offset) & 0x0f >= 5 {
            ports = offset + Int(bytes.uint8(offset) & 0x0f) * 4
            isLaterFragment = bytes.uint16(offset + 6) & 0x1fff != 0
            quoted = ICMPHeader.Quoted(
                source: IPAddress(v4: bytes.uint32(offset + 12)), destination: IPAddress(v4: bytes.uint32(offset + 16)),
                transportProtocol: bytes.uint8(offset + 9), sourcePort: 0, destinationPort: 0, sequence: 0)
        } else if version == 6, offset + 48 <= bytes.byteCount {
            ports = offset + 40
            quoted = ICMPHeader.Quoted(
                source: IPAddress(high: bytes.uint64(offset + 8), low: bytes.uint64(offset + 16)),
                destination: IPAddress(high: bytes.uint64(offset + 24), low: bytes.uint64(offset + 32)),
                transportProtocol: bytes.uint8(offset + 6), sourcePort: 0, destinationPort: 0, sequence: 0)
        } else {
            return nil
        }
        // A later fragment has no ports; what stands there is anything.
        guard !isLaterFragment, ports + 4 <= bytes.byteCount else { return quoted }
        quoted.sourcePort = bytes.uint16(ports)
        quoted.destinationPort = bytes.uint16(ports + 2)
        if quoted.transportProtocol == 6, ports + 8 <= bytes.byteCount { quoted.sequence = bytes.uint32(ports + 4) }
        return quoted
    }
}
