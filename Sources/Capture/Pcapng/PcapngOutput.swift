/// Blocks of a pcapng section on their way out, little-endian.
struct PcapngOutput {
    /// Complete blocks, and the one that is being written.
    private(set) var octets: [UInt8] = []

    /// An option's length is 16 bits.
    private static let longestOption = Int(UInt16.max)

    mutating func removeAll() { octets.removeAll(keepingCapacity: true) }

    /// Writes one block: type, length, `body`, length again.
    mutating func block(_ type: PcapngBlockType, _ body: (inout PcapngOutput) -> Void) {
        let start = octets.count
        number(type.rawValue)
        number(UInt32(0))
        body(&self)
        pad()
        let length = UInt32(clamping: octets.count &- start &+ 4)
        number(length)
        for place in 0..<4 {
            octets[start &+ 4 &+ place] = UInt8(truncatingIfNeeded: length >> UInt32(place &* 8))
        }
    }

    mutating func number(_ value: some FixedWidthInteger & UnsignedInteger) {
        for place in 0..<(value.bitWidth / 8) { octets.append(UInt8(truncatingIfNeeded: value >> (place &* 8))) }
    }

    /// Nanoseconds since 1970, the upper half first. A time before 1970 cannot be told and becomes 0.
    mutating func time(_ time: Timestamp) {
        let ticks = UInt64(clamping: time.nanoseconds)
        number(UInt32(truncatingIfNeeded: ticks >> 32))
        number(UInt32(truncatingIfNeeded: ticks))
    }

    mutating func append(_ part: RawSpan) { octets.append(part) }

    mutating func append(_ part: [UInt8]) { octets += part }

    /// Zeros up to the next 32-bit boundary; every block is a multiple of four long.
    mutating func pad() {
        while octets.count & 3 != 0 { octets.append(0) }
    }

    // MARK: Options

    /// Writes a list of options, with its end where there is any.
    mutating func options(_ list: (inout PcapngOutput) -> Void) {
        let start = octets.count
        list(&self)
        if octets.count > start { number(UInt32(0)) }
    }

    mutating func option(_ code: UInt16, _ value: [UInt8]) {
        let kept = value.prefix(Self.longestOption)
        number(code)
        number(UInt16(clamping: kept.count))
        octets += kept
        pad()
    }

    mutating func option(_ code: UInt16, _ value: UInt64?) {
        guard let value else { return }
        option(code, (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64($0 &* 8)) })
    }

    /// A time as packets have it.
    mutating func option(_ code: UInt16, time: Timestamp?) {
        guard let time else { return }
        number(code)
        number(UInt16(8))
        self.time(time)
    }

    /// UTF-8 without a NUL at the end. A text that is too long is cut between two characters.
    mutating func option(_ code: UInt16, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        var end = text.utf8.index(text.startIndex, offsetBy: Self.longestOption, limitedBy: text.endIndex)
        while let index = end, index < text.endIndex, index.samePosition(in: text) == nil {
            end = text.utf8.index(before: index)
        }
        option(code, Array(text[..<(end ?? text.endIndex)].utf8))
    }
}
