import Bytes
package import Capture

extension PacketDecoder {
    /// The same as `decode`, and of a first fragment the transport as far as that fragment goes: for those who only ask
    /// whose packet it is. Streams need the whole datagram, see `FragmentTable`.
    package static func decodeWithFirstFragment(_ frame: borrowing Frame, _ bytes: RawSpan) -> Packet {
        var packet = decode(frame, bytes)
        guard packet.stop?.reason == .fragment, let ip = packet.ip, ip.isFragment, ip.fragmentOffset == 0 else {
            return packet
        }
        do throws(DecodeStop) {
            try ip.isIPv6 ? ipv6Payload(ip, bytes, &packet) : transport(ip, bytes, &packet)
            packet.stop = nil
        } catch {
            packet.stop = error
        }
        return packet
    }
}
