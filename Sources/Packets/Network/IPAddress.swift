/// An IPv4 or IPv6 address. IPv4 is kept as IPv4-mapped IPv6 (RFC 4291 §2.5.5.2), so that one type keys every table.
package struct IPAddress: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// From the four octets of an IPv4 address in network byte order.
    package init(v4 address: UInt32) {
        high = 0
        low = 0xffff_0000_0000 | UInt64(address)
    }

    package var isV4: Bool { high == 0 && low >> 32 == 0xffff }

    /// The IPv4 address in network byte order; nil for IPv6.
    package var v4: UInt32? { isV4 ? UInt32(truncatingIfNeeded: low) : nil }

    /// RFC 1918, RFC 6598, loopback, link-local and unique local addresses: not reachable from the Internet.
    package var isPrivate: Bool {
        guard let v4 else {
            return high >> 57 == 0x7e || high >> 54 == 0x3fa || (high == 0 && low <= 1)
        }
        return v4 >> 24 == 10 || v4 >> 20 == 0xac1 || v4 >> 16 == 0xc0a8 || v4 >> 22 == 0x191 || v4 >> 24 == 127
            || v4 >> 16 == 0xa9fe
    }

    package var isMulticastOrBroadcast: Bool {
        guard let v4 else { return high >> 56 == 0xff }
        return v4 >> 28 == 0xe || v4 == 0xffff_ffff
    }

    package static func < (a: IPAddress, b: IPAddress) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted for IPv4, RFC 5952 for IPv6.
    package var description: String {
        if let v4 {
            return "\(v4 >> 24).\(v4 >> 16 & 255).\(v4 >> 8 & 255).\(v4 & 255)"
        }
        let groups = (0..<8).map { index in
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - 16 * (index % 4)))
        }
        let run = Self.longestZeroRun(groups)
        func hex(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
        guard let run else { return hex(groups[...]) }
        return hex(groups[..<run.lowerBound]) + "::" + hex(groups[run.upperBound...])
    }

    /// The longest run of at least two zero groups; the first of equals (RFC 5952 §4.2).
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        for (index, group) in groups.enumerated() {
            guard group == 0 else {
                start = index + 1
                continue
            }
            let length = index + 1 - start
            if length > max(1, best?.count ?? 0) { best = start..<(index + 1) }
        }
        return best
    }
}

extension IPAddress {
    /// Reads dotted IPv4 or IPv6 text; nil where it is neither.
    package init?(_ text: String) {
        if text.contains(":") {
            guard let words = Self.words(text) else { return nil }
            self.init(
                high: words[0..<4].reduce(0) { $0 << 16 | UInt64($1) },
                low: words[4..<8].reduce(0) { $0 << 16 | UInt64($1) })
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let octets = parts.compactMap { UInt8($0) }
        guard parts.count == 4, octets.count == 4 else { return nil }
        self.init(v4: octets.reduce(0) { $0 << 8 | UInt32($1) })
    }

    private static func words(_ text: String) -> [UInt16]? {
        func parse(_ part: Substring) -> [UInt16]? {
            if part.isEmpty { return [] }
            let fields = part.split(separator: ":", omittingEmptySubsequences: false)
            let values = fields.compactMap { $0.count <= 4 ? UInt16($0, radix: 16) : nil }
            return values.count == fields.count ? values : nil
        }
        guard let gap = text.range(ofSubsequence: "::") else {
            guard let all = parse(text[...]), all.count == 8 else { return nil }
            return all
        }
        guard let head = parse(text[..<gap.lowerBound]), let tail = parse(text[gap.upperBound...]),
            head.count + tail.count < 8
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }
}

extension String {
    /// The first place of `part`, without Foundation.
    fileprivate func range(ofSubsequence part: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return nil
    }
}
