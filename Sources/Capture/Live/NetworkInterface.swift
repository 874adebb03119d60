/// An interface of this machine that can be captured.
package struct NetworkInterface: Equatable, Sendable {
    package enum State: String, Sendable {
        case up
        /// Up, and without a carrier.
        case noCarrier = "no carrier"
        case down
    }

    package var name: String
    /// What libpcap says of it: "Pseudo-device that captures on all interfaces".
    package var description: String?
    package var state: State
    package var isLoopback: Bool
    /// IPv4 and IPv6, as texts.
    package var addresses: [String]
    /// Nil where it cannot be opened: without permission nobody tells.
    package var linkType: LinkType?

    package init(
        name: String, description: String? = nil, state: State, isLoopback: Bool = false, addresses: [String] = [],
        linkType: LinkType? = nil
    ) {
        self.name = name
        self.description = description
        self.state = state
        self.isLoopback = isLoopback
        self.addresses = addresses
        self.linkType = linkType
    }
}
