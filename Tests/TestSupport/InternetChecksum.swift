/// The Internet checksum, RFC 1071: the complement of the one's complement sum of 16-bit words.
enum InternetChecksum {
    static func of(_ parts: [UInt8]...) -> UInt16 {
        var sum: UInt64 = 0
        for (index, octet) in parts.joined().enumerated() {
            sum += index.isMultiple(of: 2) ? UInt64(octet) << 8 : UInt64(octet)
        }
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}
