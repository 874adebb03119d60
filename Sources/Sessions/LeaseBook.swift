package import Packets
package import Streams

/// What a DHCP server told a client: the last acknowledgement, else the last offer.
package struct Lease: Sendable {
    package var client: IPAddress
    package var hardware: MACAddress
    package var server: IPAddress?
    package var routers: [IPAddress]
    package var nameServers: [IPAddress]
    package var hostName: String?
    package var origin: Origin
}

/// The DHCP of a capture, by the client's address. When it is full, new clients are not remembered.
struct LeaseBook {
    private var leases: [IPAddress: Lease] = [:]
    private var names: [MACAddress: String] = [:]
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func note(_ message: DHCPMessage, at origin: Origin) {
        if let name = message.hostName, !name.isEmpty, names.count < capacity || names[message.hardware] != nil {
            names[message.hardware] = name
        }
        guard message.kind == .offer || message.kind == .acknowledgement,
            leases.count < capacity || leases[message.client] != nil
        else { return }
        if message.kind == .offer, leases[message.client] != nil { return }
        leases[message.client] = Lease(
            client: message.client, hardware: message.hardware, server: message.server, routers: message.routers,
            nameServers: message.nameServers, hostName: names[message.hardware], origin: origin)
    }

    func lease(of client: IPAddress) -> Lease? { leases[client] }
}
