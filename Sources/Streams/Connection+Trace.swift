import Bytes
import Capture
import Packets

extension Connection {
    /// Keeps the segment for a comparison with another capture of this connection.
    func trace(_ origin: Origin, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan, from side: Side) {
        guard facts.segments.count < limits.tracedSegments else { return }
        var segment = TracedSegment(
            origin: origin, side: side, sequence: tcp.sequence,
            acknowledgement: tcp.flags.contains(.ack) ? tcp.acknowledgement : nil, flags: tcp.flags,
            length: tcp.payloadLength,
            identification: ip.identification, ttl: ip.ttl,
            timestamp: TCPOptions(bytes, in: tcp.options).timestampValue)
        if !tcp.payload.isEmpty { segment.digest = Self.digest(bytes.extracting(tcp.payload)) }
        facts.segments.append(segment)
    }

    /// FNV-1a, 64 bits.
    private static func digest(_ bytes: RawSpan) -> UInt64 {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in 0..<bytes.byteCount { digest = (digest ^ UInt64(bytes.uint8(index))) &* 0x100_0000_01b3 }
        return digest
    }
}
