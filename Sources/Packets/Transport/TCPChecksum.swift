import Bytes

/// TCP's checksum over the pseudo-header and the segment (RFC 9293 §3.1, RFC 8200 §8.1).
package enum TCPChecksum {
    /// Nil where the frame does not hold the whole segment.
    package static func isRight(_ ip: IPHeader, _ bytes: RawSpan) -> Bool? {
        let end = ip.payloadOffset &+ ip.payloadLength
        guard ip.payloadOffset >= 0, ip.payloadLength >= 20, end <= bytes.byteCount else { return nil }
        var sum = sum(ip.source) &+ sum(ip.destination) &+ 6 &+ UInt64(ip.payloadLength)
        var at = ip.payloadOffset
        while at &+ 4 <= end {
            sum &+= UInt64(bytes.uint32(at))
            at &+= 4
        }
        if at &+ 2 <= end {
            sum &+= UInt64(bytes.uint16(at))
            at &+= 2
        }
        if at < end { sum &+= UInt64(bytes.uint8(at)) << 8 }
        while sum > 0xffff { sum = (sum & 0xffff) &+ sum >> 16 }
        return sum == 0xffff
    }

    private static func sum(_ address: IPAddress) -> UInt64 {
        if let v4 = address.v4 { return UInt64(v4) }
        return (address.high >> 32) &+ (address.high & 0xffff_ffff) &+ (address.low >> 32)
            &+ (address.low & 0xffff_ffff)
    }
}
