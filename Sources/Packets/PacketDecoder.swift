import Bytes
package import Capture

/// Decodes a frame as far as it goes. Stateless, no allocation; what it lacked is in `Packet.stop`.
package enum PacketDecoder {
    package static func decode(_ frame: borrowing Frame, _ bytes: RawSpan) -> Packet {
        var packet = Packet()
        do throws(DecodeStop) {
            try link(frame.linkType, bytes, wireLength: max(frame.originalLength, bytes.byteCount), &packet)
        } catch {
            packet.stop = error
        }
        return packet
    }

    /// The table of link types: add one here and its decoder in `Link/`.
    private static func link(
        _ type: LinkType, _ bytes: RawSpan, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        switch type {
        case .ethernet: try ethernet(bytes, wireLength: wireLength, &packet)
        case .linuxCooked: try linuxCooked(bytes, wireLength: wireLength, &packet)
        case .linuxCooked2: try linuxCooked2(bytes, wireLength: wireLength, &packet)
        case .null, .loop: try loopback(bytes, wireLength: wireLength, &packet)
        case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6: try ip(bytes, at: 0, wireLength: wireLength, &packet)
        default: throw DecodeStop(.link, at: 0, .unknownLinkType(type.rawValue))
        }
    }

    /// IP whose version only its first nibble tells.
    static func ip(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        guard offset < bytes.byteCount else { throw DecodeStop(.ipv4, at: offset, .short(needed: 1, available: 0)) }
        switch bytes.uint8(offset) >> 4 {
        case 4: try ipv4(bytes, at: offset, wireLength: wireLength, &packet)
        case 6: try ipv6(bytes, at: offset, wireLength: wireLength, &packet)
        default: throw DecodeStop(.ipv4, at: offset, .malformed(claim: "IP version \(bytes.uint8(offset) >> 4)"))
        }
    }

    /// What follows an EtherType (IEEE 802 numbers).
    static func etherType(
        _ type: UInt16, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        switch type {
        case 0x0800: try ipv4(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x86dd: try ipv6(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x0806: try arp(bytes, at: offset, &packet)
        case 0x8100, 0x88a8, 0x9100, 0x9200: try vlan(bytes, at: offset, wireLength: wireLength, &packet)
        case 0..<0x0600: throw DecodeStop(.link, at: offset, .notIP)
        default: throw DecodeStop(.link, at: offset, .unknownEtherType(type))
        }
    }

    static func transport(_ header: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        switch header.transportProtocol {
        case 6: try tcp(header, bytes, &packet)
        case 17: try udp(header, bytes, &packet)
        case 1: try icmp(header, bytes, isV6: false, &packet)
        case 58: try icmp(header, bytes, isV6: true, &packet)
        default:
            throw DecodeStop(.link, at: header.payloadOffset, .unknownProtocol(header.transportProtocol))
        }
    }

    /// Throws where fewer than `needed` octets were captured from `offset` on.
    @inline(__always)
    static func need(_ needed: Int, _ bytes: RawSpan, at offset: Int, _ layer: DecodeStop.Layer) throws(DecodeStop) {
        let available = bytes.byteCount &- offset
        guard needed <= available else {
            throw DecodeStop(layer, at: offset, .short(needed: needed, available: max(0, available)))
        }
    }
}
