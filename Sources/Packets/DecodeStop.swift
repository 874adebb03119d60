/// Where the decoding of a frame stopped, and what was missing. Everything before it is in the `Packet`.
package struct DecodeStop: Error, Equatable, Sendable {
    package enum Layer: String, Sendable {
        case link, vlan, arp, ipv4, ipv6, tcp, udp, icmp
        /// Link layers and shims other than Ethernet and VLAN tags.
        case llc, mpls, ppp, pppoe, macsec, ieee80211, radiotap, nflog, pktap
        /// Tunnels; `tunnel` for what only names its payload (IP in IP, EtherIP).
        case tunnel, gre, erspan, vxlan, geneve, gtp, teredo, l2tp, tzsp, ipsec
    }

    package enum Reason: Equatable, Sendable {
        /// The captured bytes end inside the header.
        case short(needed: Int, available: Int)
        /// The header contradicts itself; `claim` names the field.
        case malformed(claim: String)
        case unknownLinkType(UInt32)
        case unknownEtherType(UInt16)
        case unknownProtocol(UInt8)
        /// A protocol field of PPP that carries no IP (RFC 1661 §2).
        case unknownPPPProtocol(UInt16)
        /// A fragment: the transport is decoded from the whole datagram, see `FragmentTable`.
        case fragment
        /// A frame that is no IP and no ARP by design (802.2 LLC, PPP's own control, Wi-Fi management).
        case notIP
        /// What follows is readable only with keys; the name of what encrypts it.
        case encrypted(String)
        /// Tunnels inside tunnels, more than `PacketDecoder.maximumDepth`.
        case tooDeep
    }

    package let layer: Layer
    /// Offset of that layer's header in the frame.
    package let offset: Int
    package let reason: Reason

    package init(_ layer: Layer, at offset: Int, _ reason: Reason) {
        self.layer = layer
        self.offset = offset
        self.reason = reason
    }
}
