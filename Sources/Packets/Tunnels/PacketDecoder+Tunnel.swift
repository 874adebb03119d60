import Bytes

extension PacketDecoder {
    /// Tunnels inside tunnels that are opened. Overlays of overlays have two or three; the stack has to hold them all.
    package static let maximumDepth = 8

    /// Every tunnel passes here before what it carries is decoded. `id` is `Packet.tunnelID`.
    static func openTunnel(_ id: UInt32, at offset: Int, _ packet: inout Packet) throws(DecodeStop) {
        guard packet.tunnels < maximumDepth else { throw DecodeStop(.tunnel, at: offset, .tooDeep) }
        packet.tunnels += 1
        packet.tunnelID = id
        packet.transport = .none
    }

    /// A whole Ethernet frame inside another layer: its addresses and tags take the place of the outer ones.
    static func innerEthernet(
        _ id: UInt32, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(14, bytes, at: offset, end: wireLength, .link)
        try openTunnel(id, at: offset, &packet)
        packet.link = LinkHeader()
        try ethernet(bytes, at: offset, wireLength: wireLength, &packet)
    }

    /// The same for an 802.11 frame.
    static func innerIEEE80211(
        _ id: UInt32, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try openTunnel(id, at: offset, &packet)
        packet.link = LinkHeader()
        try ieee80211(bytes, at: offset, wireLength: wireLength, &packet)
    }

    /// IPv4 or IPv6 inside another layer, by its first nibble.
    static func innerIP(
        _ id: UInt32, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(1, bytes, at: offset, end: wireLength, .tunnel)
        try openTunnel(id, at: offset, &packet)
        try ip(bytes, at: offset, wireLength: wireLength, &packet)
    }

    /// What a tunnel names by an EtherType; 0x6558 is transparent Ethernet bridging.
    static func innerEtherType(
        _ type: UInt16, _ id: UInt32, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        switch type {
        case 0x6558: try innerEthernet(id, bytes, at: offset, wireLength: wireLength, &packet)
        case 0..<0x0600: throw DecodeStop(.tunnel, at: offset, .notIP)
        default:
            try openTunnel(id, at: offset, &packet)
            try etherType(type, bytes, at: offset, wireLength: wireLength, &packet)
        }
    }
}

extension IPHeader {
    /// Offset in the frame at which the payload ends on the wire: it bounds everything inside.
    var end: Int { payloadOffset &+ payloadLength }
}
