package import Packets
import Streams

/// How a host calls itself when it asks for an address (DHCP).
package struct HostAnnouncement: Hashable, Sendable {
    package var hardware: MACAddress
    package var name: String?
    package var vendorClass: String?
    /// The message that said it last.
    package var frame: Int
}

/// The DHCP of a capture: who calls itself what. When it is full no new hosts are learnt.
struct HostBook {
    private var hosts: [MACAddress: HostAnnouncement] = [:]
    private var owners: [IPAddress: MACAddress] = [:]
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func note(_ message: DHCPMessage, at origin: Origin) {
        let none = IPAddress(v4: 0)
        for address in [message.client, message.requested ?? none] where address != none {
            if owners.count < capacity || owners[address] != nil { owners[address] = message.hardware }
        }
        // A server's answer repeats the name that it was given, or another that it prefers.
        guard message.kind == .discover || message.kind == .request,
            message.hostName != nil || message.vendorClass != nil,
            hosts.count < capacity || hosts[message.hardware] != nil
        else { return }
        var host = hosts[message.hardware] ?? HostAnnouncement(hardware: message.hardware, frame: origin.frame)
        host.name = message.hostName.flatMap { $0.isEmpty ? nil : $0 } ?? host.name
        host.vendorClass = message.vendorClass.flatMap { $0.isEmpty ? nil : $0 } ?? host.vendorClass
        host.frame = origin.frame
        hosts[message.hardware] = host
    }

    /// By the address that it was given, else by its hardware address.
    func host(_ address: IPAddress, _ hardware: MACAddress?) -> HostAnnouncement? {
        (owners[address] ?? hardware).flatMap { hosts[$0] }
    }
}
