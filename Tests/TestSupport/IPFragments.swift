/// Cuts an IP packet into fragments, as a router does it (IPv4) or a sender (IPv6).
package enum IPFragments {
    /// `sizes` are multiples of 8, the octets of all fragments but the last, which gets the rest.
    package static func of(_ packet: [UInt8], sizes: [Int], identification: UInt32 = 0x4242) -> [[UInt8]] {
        (packet.first ?? 0) >> 4 == 6
            ? ofV6(packet, sizes: sizes, identification: identification) : ofV4(packet, sizes: sizes)
    }

    /// In three as equal as multiples of 8 allow; nil where there is not enough for three.
    package static func threeOf(_ packet: [UInt8], identification: UInt32 = 0x4242) -> [[UInt8]]? {
        guard let first = packet.first else { return nil }
        let payload = packet.count - (first >> 4 == 6 ? 40 : Int(first & 0x0f) * 4)
        guard payload > 16 else { return nil }
        let size = max(8, payload / 3 & ~7)
        return of(packet, sizes: [size, size], identification: identification)
    }

    private static func ofV4(_ packet: [UInt8], sizes: [Int]) -> [[UInt8]] {
        let length = Int(packet[0] & 0x0f) * 4
        return ranges(packet.count - length, sizes).map { range, isLast in
            var header = Array(packet[..<length])
            let total = length + range.count
            let flags = (isLast ? 0 : 0x2000) | range.lowerBound / 8
            header[2] = UInt8(total >> 8)
            header[3] = UInt8(total & 255)
            header[6] = UInt8(flags >> 8)
            header[7] = UInt8(flags & 255)
            header[10] = 0
            header[11] = 0
            let checksum = InternetChecksum.of(header)
            header[10] = UInt8(checksum >> 8)
            header[11] = UInt8(checksum & 255)
            return header + packet[length...][(length + range.lowerBound)..<(length + range.upperBound)]
        }
    }

    private static func ofV6(_ packet: [UInt8], sizes: [Int], identification: UInt32) -> [[UInt8]] {
        ranges(packet.count - 40, sizes).map { range, isLast in
            var header = Array(packet[..<40])
            header[4] = UInt8((range.count + 8) >> 8)
            header[5] = UInt8((range.count + 8) & 255)
            header[6] = 44
            var writer = ByteWriter()
            writer.append(header + [packet[6], 0])
            writer.number(UInt16(range.lowerBound) | (isLast ? 0 : 1))
            writer.number(identification)
            writer.append(packet[(40 + range.lowerBound)..<(40 + range.upperBound)])
            return writer.bytes
        }
    }

    private static func ranges(_ count: Int, _ sizes: [Int]) -> [(Range<Int>, Bool)] {
        var start = 0
        var ranges: [(Range<Int>, Bool)] = []
        for size in sizes where start + size < count {
            ranges.append((start..<(start + size), false))
            start += size
        }
        return ranges + [(start..<count, true)]
    }
}
