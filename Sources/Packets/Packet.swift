/// One decoded frame: a view with offsets into the frame's bytes and no copies.
package struct Packet: Sendable {
    package var link = LinkHeader()
    package var ip: IPHeader?
    package var transport: Transport = .none
    /// How many tunnels were opened on the way to `ip` and `transport`, at most `PacketDecoder.maximumDepth`. MPLS
    /// labels and PPPoE count only where a whole Ethernet frame is inside.
    package var tunnels = 0
    /// What the innermost tunnel calls itself: VXLAN and Geneve VNI, GRE key, GTP-U TEID, ERSPAN session id, L2TP
    /// tunnel id and session id, the label of a pseudowire; 0 for none.
    package var tunnelID: UInt32 = 0
    /// Why decoding stopped before a transport payload; nil where it did not.
    package var stop: DecodeStop?

    package enum Transport: Sendable {
        case none
        case tcp(TCPHeader)
        case udp(UDPHeader)
        case icmp(ICMPHeader)
        case arp(ARPHeader)
    }

    package init() {}
}

/// What the link layer says; that of the innermost Ethernet frame where a tunnel carries one.
package struct LinkHeader: Sendable {
    package var source: MACAddress?
    package var destination: MACAddress?
    /// Outer and inner VLAN id, from 0 to 4095, outermost in the upper 16 bits; 0 for none.
    package var vlans: UInt32 = 0
    /// Headers between the addresses and the network layer: tags of every kind and SNAP.
    var shims: UInt8 = 0
    package var vlanCount = 0

    package init() {}
}

/// What IPv4 (RFC 791) or IPv6 (RFC 8200) says.
package struct IPHeader: Sendable {
    package var source: IPAddress
    package var destination: IPAddress
    /// Time to live, or hop limit.
    package var ttl: UInt8
    /// IPv4 identification; the fragment header's for a fragmented IPv6 packet, else 0.
    package var identification: UInt32
    package var dontFragment: Bool
    /// Where the octets after this header belong in the datagram, from 0 to 65,528; 0 for a whole one.
    package var fragmentOffset = 0
    /// MF (RFC 791), M (RFC 8200): fragments with higher offsets follow.
    package var moreFragments = false
    package var transportProtocol: UInt8
    /// Offset of the transport header in the frame.
    package var payloadOffset: Int
    /// Octets of the transport header and its payload on the wire.
    package var payloadLength: Int

    /// Part of a datagram only. An atomic fragment (RFC 6946) is whole.
    package var isFragment: Bool { moreFragments || fragmentOffset != 0 }
}
