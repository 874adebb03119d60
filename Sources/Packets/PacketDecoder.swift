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
        case .ethernet: try ethernet(bytes, at: 0, wireLength: wireLength, &packet)
        case .linuxCooked: try linuxCooked(bytes, wireLength: wireLength, &packet)
        case .linuxCooked2: try linuxCooked2(bytes, wireLength: wireLength, &packet)
        case .null, .loop: try loopback(bytes, at: 0, wireLength: wireLength, &packet)
        case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6: try ip(bytes, at: 0, wireLength: wireLength, &packet)
        case .ppp, .pppHDLC: try pppFrame(bytes, at: 0, wireLength: wireLength, &packet)
        case .pppWithDirection: try pppFrame(bytes, at: 1, wireLength: wireLength, &packet)
        case .pppPPPD: try ppp(bytes, at: 2, wireLength: wireLength, &packet)
        case .pppEthernet: try pppoe(bytes, at: 0, wireLength: wireLength, &packet)
        case .ciscoHDLC: try ciscoHDLC(bytes, at: 0, wireLength: wireLength, &packet)
        case .atmRFC1483: try llc(bytes, at: 0, wireLength: wireLength, &packet)
        case .ieee80211: try ieee80211(bytes, at: 0, wireLength: wireLength, &packet)
        case .ieee80211Radiotap: try radiotap(bytes, at: 0, wireLength: wireLength, &packet)
        case .ieee80211Prism, .ieee80211AVS: try prism(bytes, at: 0, wireLength: wireLength, &packet)
        case .ppi: try ppi(bytes, wireLength: wireLength, &packet)
        case .nflog: try nflog(bytes, wireLength: wireLength, &packet)
        case .pktap: try pktap(bytes, wireLength: wireLength, &packet)
        case .pflog: try pflog(bytes, wireLength: wireLength, &packet)
        case .ethernetMPacket: try ethernet(bytes, at: 8, wireLength: wireLength, &packet)
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

    /// The table of EtherTypes (IEEE 802 numbers): add one here and its decoder in `Link/`.
    static func etherType(
        _ type: UInt16, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        switch type {
        case 0x0800: try ipv4(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x86dd: try ipv6(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x0806: try arp(bytes, at: offset, &packet)
        case 0x8100, 0x88a8, 0x9100, 0x9200: try vlan(bytes, at: offset, wireLength: wireLength, &packet)
        case 0..<0x0600: try ieee8023(length: type, bytes, at: offset, wireLength: wireLength, &packet)
        case 0x8864: try pppoe(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x8847, 0x8848: try mpls(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x893f: try bridgePortTag(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x8909: try ciscoMetaData(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x88e7: try backboneServiceTag(bytes, at: offset, wireLength: wireLength, &packet)
        case 0x88e5: try macsec(bytes, at: offset, wireLength: wireLength, &packet)
        default: throw DecodeStop(.link, at: offset, .unknownEtherType(type))
        }
    }

    /// The table of IP protocols: add a tunnel here and its decoder in `Tunnels/`. Tunnels over UDP are in `udpTunnel`.
    static func transport(_ header: IPHeader, _ bytes: RawSpan, _ packet: inout Packet) throws(DecodeStop) {
        switch header.transportProtocol {
        case 6: try tcp(header, bytes, &packet)
        case 17: try udp(header, bytes, &packet)
        case 1: try icmp(header, bytes, isV6: false, &packet)
        case 58: try icmp(header, bytes, isV6: true, &packet)
        case 4, 41: try ipInIP(header, bytes, &packet)
        case 47: try gre(header, bytes, &packet)
        case 50: throw DecodeStop(.ipsec, at: header.payloadOffset, .encrypted("IPsec ESP"))
        case 51: try authenticationHeader(header, bytes, &packet)
        case 97: try etherIP(header, bytes, &packet)
        case 115: try l2tpv3(header, bytes, &packet)
        case 137: try mplsInIP(header, bytes, &packet)
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

    /// The same, and `malformed` where the enclosing layer is too small for the header: `end` is the offset in the
    /// frame at which it ends on the wire. What was captured beyond it is padding.
    static func need(
        _ needed: Int, _ bytes: RawSpan, at offset: Int, end: Int, _ layer: DecodeStop.Layer
    ) throws(DecodeStop) {
        guard needed <= end &- offset else {
            throw DecodeStop(layer, at: offset, .malformed(claim: "\(layer.rawValue) header of \(needed) octets"))
        }
        try need(needed, bytes, at: offset, layer)
    }
}
