package import Packets

/// An address and a port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    package var address: IPAddress
    package var port: UInt16

    package init(_ address: IPAddress, _ port: UInt16) {
        self.address = address
        self.port = port
    }

    package var description: String { address.isV4 ? "\(address):\(port)" : "[\(address)]:\(port)" }
}

/// Both ends of a TCP connection, the same for either direction.
///
/// VLAN tags are left out on purpose: a mirror port often shows the two directions under different tags, and a routed
/// copy under a third. `tunnel` keeps apart what a tunnel carries.
package struct FlowKey: Hashable, Sendable {
    package let low: SocketAddress
    package let high: SocketAddress
    package let tunnel: UInt32

    package init(_ a: SocketAddress, _ b: SocketAddress, tunnel: UInt32 = 0) {
        let ordered = a.address != b.address ? a.address < b.address : a.port <= b.port
        low = ordered ? a : b
        high = ordered ? b : a
        self.tunnel = tunnel
    }
}
