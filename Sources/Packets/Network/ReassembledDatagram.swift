import Bytes

/// A datagram whose fragments were all seen: what follows the IP header, in one piece.
package struct ReassembledDatagram: Sendable {
    /// The packet that the first fragment came in, as far as it was decoded. Its `ip` tells of the whole datagram:
    /// `payloadOffset` is 0 and counts in `octets`, `payloadLength` is the length on the wire.
    package var packet: Packet
    /// The captured octets from the datagram's start; fewer than `payloadLength` where the snap length cut a fragment.
    package var octets: [UInt8]
    /// The frames of its fragments in the order of their arrival, copies left out.
    package var frames: [Int]
}

extension PacketDecoder {
    /// Decodes the transport of a datagram, and tunnels inside. Offsets in the result count in `datagram.octets`.
    package static func decode(_ datagram: borrowing ReassembledDatagram) -> Packet {
        var packet = datagram.packet
        packet.stop = nil
        packet.transport = .none
        guard let ip = packet.ip else { return packet }
        let bytes = datagram.octets.rawSpan
        do throws(DecodeStop) {
            if ip.isIPv6 {
                try ipv6Payload(ip, bytes, &packet)
            } else {
                try transport(ip, bytes, &packet)
            }
        } catch {
            packet.stop = error
        }
        return packet
    }
}

extension IPHeader {
    /// An IPv4-mapped address never stands in an IPv6 header on the wire.
    package var isIPv6: Bool { !source.isV4 || !destination.isV4 }
}
