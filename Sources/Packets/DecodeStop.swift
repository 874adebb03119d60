/// Where the decoding of a frame stopped, and what was missing. Everything before it is in the `Packet`.
package struct DecodeStop: Error, Equatable, Sendable {
    package enum Layer: String, Sendable { case link, vlan, arp, ipv4, ipv6, tcp, udp, icmp }

    package enum Reason: Equatable, Sendable {
        /// The captured bytes end inside the header.
        case short(needed: Int, available: Int)
        /// The header contradicts itself; `claim` names the field.
        case malformed(claim: String)
        case unknownLinkType(UInt32)
        case unknownEtherType(UInt16)
        case unknownProtocol(UInt8)
        /// A fragment other than the first: it has no transport header.
        case fragment
        /// A frame that is no IP and no ARP by design (802.2 LLC).
        case notIP
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
