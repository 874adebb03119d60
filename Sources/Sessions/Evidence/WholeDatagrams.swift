import Bytes
package import Capture
package import Packets

/// Puts IP fragments together, so that what they carry can be written as one packet of raw IP (LINKTYPE_RAW): only a
/// whole datagram tells which session it is of, and where its octets stand.
package struct WholeDatagrams: Sendable {
    /// A datagram that its last fragment completed.
    package struct Datagram: Sendable {
        /// Header and payload; extension headers of IPv6 are part of the payload.
        package let octets: [UInt8]
        /// Octets on the wire; more than there are where the snap length cut a fragment.
        package let originalLength: Int
        /// The frames of its fragments.
        package let frames: [Int]
        package let packet: Packet
    }

    private var table = FragmentTable()

    package init() {}

    /// Takes a frame's packet; nil where it is no fragment, or not the one that completes a datagram.
    package mutating func take(
        _ packet: Packet, _ bytes: RawSpan, _ frame: borrowing Frame
    ) -> Datagram? {
        var found = add(packet, bytes, frame)
        // Inside a tunnel it may be a fragment again.
        for _ in 0..<PacketDecoder.maximumDepth {
            guard let datagram = found, datagram.packet.stop?.reason == .fragment else { break }
            found = add(datagram.packet, datagram.octets.rawSpan, frame)
        }
        return found
    }

    private mutating func add(_ packet: Packet, _ bytes: RawSpan, _ frame: borrowing Frame) -> Datagram? {
        guard packet.stop?.reason == .fragment, packet.ip?.isFragment == true,
            let whole = table.add(packet, bytes, frame: frame.number, at: frame.timestamp), let ip = whole.packet.ip
        else { return nil }
        let header = Self.header(ip)
        let octets = header + whole.octets
        let original = max(octets.count, header.count &+ ip.payloadLength)
        let raw = Frame(
            number: frame.number, timestamp: frame.timestamp, linkType: .raw, interface: 0,
            capturedLength: octets.count, originalLength: original)
        return Datagram(
            octets: octets, originalLength: original, frames: whole.frames,
            packet: PacketDecoder.decode(raw, octets.rawSpan))
    }

    // MARK: - Headers

    /// The header of a datagram that was never cut.
    private static func header(_ ip: IPHeader) -> [UInt8] {
        ip.isIPv6 ? headerV6(ip) : headerV4(ip)
    }

    /// RFC 791 §3.1, without options. A length of 0 stands for more than 16 bits hold, as with segmentation offload.
    private static func headerV4(_ ip: IPHeader) -> [UInt8] {
        let length = UInt16(exactly: ip.payloadLength &+ 20) ?? 0
        let identification = UInt16(truncatingIfNeeded: ip.identification)
        var header: [UInt8] = [0x45, 0] + octets(length) + octets(identification) + [0, 0]
        header += [ip.ttl, ip.transportProtocol, 0, 0]
        header += octets(UInt32(truncatingIfNeeded: ip.source.low))
        header += octets(UInt32(truncatingIfNeeded: ip.destination.low))
        var sum: UInt32 = 0
        for index in stride(from: 0, to: 20, by: 2) { sum &+= UInt32(header[index]) << 8 | UInt32(header[index &+ 1]) }
        while sum > 0xffff { sum = (sum & 0xffff) &+ (sum >> 16) }
        let checksum = ~UInt16(truncatingIfNeeded: sum)
        header.replaceSubrange(10..<12, with: octets(checksum))
        return header
    }

    /// RFC 8200 §3.
    private static func headerV6(_ ip: IPHeader) -> [UInt8] {
        let length = UInt16(exactly: ip.payloadLength) ?? 0
        let fixed: [UInt8] = [0x60, 0, 0, 0] + octets(length) + [ip.transportProtocol, ip.ttl]
        return fixed + octets(ip.source.high) + octets(ip.source.low) + octets(ip.destination.high)
            + octets(ip.destination.low)
    }

    /// In network byte order.
    private static func octets(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
        let count = value.bitWidth / 8
        return (0..<count).map { UInt8(truncatingIfNeeded: value >> ((count &- 1 &- $0) &* 8)) }
    }
}
