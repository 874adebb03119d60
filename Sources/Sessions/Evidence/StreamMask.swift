package import Packets
import SMTP
import Streams

/// Replaces what is private in a session's packets: credentials, and the content of messages unless it is kept. An octet
/// is judged by its place in the stream, so that every copy of it is masked. Lengths, line ends and sequence numbers
/// stay, and checksums that were right stay right.
package struct StreamMask: Sendable {
    /// Where a sequence number stands in its stream.
    private struct Reference {
        var sequence: UInt32
        var position = 0
    }

    private let client: OctetRanges
    private let server: OctetRanges
    private var references: [Side: Reference] = [:]

    /// What stands in the place of a private octet.
    package static let mask = UInt8(ascii: "x")
    /// The reference follows the stream, so that a distance always fits 31 bits.
    private static let referenceStep = 1 << 20

    package init(_ session: Session, keepsContent: Bool) {
        let disclosure = session.disclosure
        client = keepsContent ? disclosure.client.union(disclosure.content) : disclosure.client
        server = disclosure.server
        for side in Side.allCases {
            guard let first = session.connection?[side].firstSequence else { continue }
            references[side] = Reference(sequence: first)
        }
    }

    /// Masks a frame's octets in place. `packet` was decoded from them.
    package mutating func apply(to octets: inout [UInt8], _ packet: borrowing Packet, _ part: SessionFrames.Part) {
        guard let ip = packet.ip else { return }
        let end = min(octets.count, max(ip.payloadOffset, ip.payloadOffset &+ ip.payloadLength))
        switch (part, packet.transport) {
        case (.segment(let side), .tcp(let tcp)):
            let sequence = tcp.flags.contains(.syn) ? tcp.sequence &+ 1 : tcp.sequence
            let start = min(tcp.payload.lowerBound, end)
            mask(&octets, start..<end, segment: ip.payloadOffset, sequence: sequence, from: side)
        case (.quote(let side), .icmp(let icmp)):
            guard let quoted = icmp.quoted, quoted.transportProtocol == 6 else { return }
            maskQuote(&octets, ip.payloadOffset &+ 8, end: end, sequence: quoted.sequence, from: side)
        default: return
        }
        // Padding may hold what the sender's memory held.
        for index in end..<octets.count { octets[index] = 0 }
    }

    // MARK: -

    /// `segment` is where the TCP header begins.
    private mutating func mask(
        _ octets: inout [UInt8], _ range: Range<Int>, segment: Int, sequence: UInt32, from side: Side
    ) {
        guard !range.isEmpty else { return }
        let start = position(of: sequence, from: side)
        let shown = side == .client ? client : server
        var change: UInt64 = 0
        for index in range {
            let octet = octets[index]
            if Self.isLineEnd(octet) { continue }
            if let start, shown.contains(start &+ (index &- range.lowerBound)) { continue }
            octets[index] = Self.mask
            let shift: UInt16 = (index &- segment) & 1 == 0 ? 8 : 0
            change = change &+ UInt64(~(UInt16(octet) << shift)) &+ UInt64(UInt16(Self.mask) << shift)
        }
        updateChecksum(&octets, at: segment &+ 16, by: change)
    }

    /// RFC 1624 §3: a checksum follows a change of what it covers, whether it was right or not.
    private func updateChecksum(_ octets: inout [UInt8], at offset: Int, by change: UInt64) {
        guard change > 0, octets.indices.contains(offset), octets.indices.contains(offset &+ 1) else { return }
        let known = UInt16(octets[offset]) << 8 | UInt16(octets[offset &+ 1])
        var sum = UInt64(~known) &+ change
        while sum > 0xffff { sum = (sum & 0xffff) &+ (sum >> 16) }
        let checksum = ~UInt16(truncatingIfNeeded: sum)
        octets[offset] = UInt8(checksum >> 8)
        octets[offset &+ 1] = UInt8(truncatingIfNeeded: checksum)
    }

    /// An ICMP error may quote more than the header of the segment that it is about (RFC 1812 §4.3.2.3).
    private mutating func maskQuote(
        _ octets: inout [UInt8], _ quote: Int, end: Int, sequence: UInt32, from side: Side
    ) {
        guard octets.indices.contains(quote) else { return }
        let segment = quote &+ (octets[quote] >> 4 == 4 ? Int(octets[quote] & 0x0f) &* 4 : 40)
        guard octets.indices.contains(segment &+ 12) else { return }
        let payload = segment &+ Int(octets[segment &+ 12] >> 4) &* 4
        // A data offset that cannot be meant hides nothing.
        let start = min(max(payload, segment &+ 20), end)
        let isSYN = octets[min(segment &+ 13, octets.count &- 1)] & 0x02 != 0
        mask(&octets, start..<end, segment: segment, sequence: isSYN ? sequence &+ 1 : sequence, from: side)
    }

    private static func isLineEnd(_ octet: UInt8) -> Bool { octet == 0x0a || octet == 0x0d }

    /// Where the octet of a sequence number stands in its stream; nil where the stream's beginning is not known.
    private mutating func position(of sequence: UInt32, from side: Side) -> Int? {
        guard let known = references[side] else { return nil }
        let distance = Int(Int32(bitPattern: sequence &- known.sequence))
        let position = known.position &+ distance
        if distance > Self.referenceStep { references[side] = Reference(sequence: sequence, position: position) }
        return position
    }
}
