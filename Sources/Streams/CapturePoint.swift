package import Capture
package import Packets

/// Where in the network a packet was seen, as far as its frame tells: on which interface, inside or outside which
/// tunnel and VLAN, and on which hop.
package struct CapturePoint: Hashable, Sendable {
    package var interface: Int
    package var vlans: UInt32
    package var tunnelID: UInt32
    package var tunnels: UInt8
    package var source: MACAddress?

    package init(_ frame: borrowing Frame, _ packet: borrowing Packet) {
        interface = frame.interface
        vlans = packet.link.vlans
        tunnelID = packet.tunnelID
        tunnels = UInt8(clamping: packet.tunnels)
        source = packet.link.source
    }
}
