import Bytes

/// One line of hexadecimal: an offset, bytes in groups of one or two, and perhaps the same as text.
///
///     \t0x0000:  4500 003c 1c46 4000 4006 b1e6 ac10 0a63  E..<.F@.@......c     tcpdump
///     0x0000\t 4500 003c 1c46 4000 4006 b1e6 ac10 0a63\tE..<.F@.@......c       FortiGate
///     0x0000   4500 003c 1c46 4000 4006 b1e6 ac10 0a63        E..<.F@.@......c ASA
///     0000  45 00 00 3c 1c 46 40 00 40 06 b1 e6 ac 10 0a 63   E..<.F@.@......c Wireshark
struct HexLine {
    /// Where in the packet the bytes stand; nil where it cannot be read.
    let offset: Int?
    /// The offset begins with 0x.
    let isPrefixed: Bool
    /// Not all of the line could be read.
    var isDamaged = false

    /// Bytes of a line with a prefix, and without (text2pcap knows no limit).
    private static let prefixedWidth = 16
    private static let bareWidth = 64

    /// nil for any other text. The line's bytes replace those in `bytes`.
    init?(_ span: RawSpan, _ text: Range<Int>, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        var position = text.lowerBound
        Self.skipBlanks(span, &position, text.upperBound)
        isPrefixed =
            text.upperBound &- position > 2 && span.uint8(position) == 0x30 && span.uint8(position &+ 1) | 0x20 == 0x78
        if isPrefixed { position &+= 2 }

        var value = 0
        var digits = 0
        while position < text.upperBound, digits < 8, let digit = DumpLine.digit(span.uint8(position)) {
            value = value &<< 4 | Int(digit)
            digits &+= 1
            position &+= 1
        }
        let hasColon = position < text.upperBound && span.uint8(position) == 0x3a
        if hasColon { position &+= 1 }
        let isOffset =
            digits >= (isPrefixed ? 1 : 3) && (position == text.upperBound || DumpLine.isBlank(span.uint8(position)))
        guard isOffset else {
            guard isPrefixed else { return nil }
            (offset, isDamaged) = (nil, true)
            return
        }
        offset = value
        Self.skipBlanks(span, &position, text.upperBound)
        let isWhole = Self.groups(
            span, position..<text.upperBound, width: isPrefixed ? Self.prefixedWidth : Self.bareWidth,
            allowsPairs: isPrefixed || hasColon, into: &bytes)
        if bytes.isEmpty, !isPrefixed { return nil }
        isDamaged = !isWhole || bytes.isEmpty
    }

    /// False where something stands among the groups that is none.
    private static func groups(
        _ span: RawSpan, _ range: Range<Int>, width: Int, allowsPairs: Bool, into bytes: inout [UInt8]
    ) -> Bool {
        var position = range.lowerBound
        while position < range.upperBound, bytes.count < width {
            var end = position
            while end < range.upperBound, !DumpLine.isBlank(span.uint8(end)) { end &+= 1 }
            let isGroup = end &- position == 2 || (allowsPairs && end &- position == 4)
            guard isGroup, append(span, position..<end, to: &bytes) else {
                // The text column follows directly where a page has squeezed blanks: a character for each byte.
                return !bytes.isEmpty && end &- position == bytes.count && bytes.count > 4
            }
            let isByte = end &- position == 2
            position = end
            skipBlanks(span, &position, range.upperBound)
            let gap = position &- end
            if position < range.upperBound, gap > 1 || span.uint8(end) == 0x09 {
                // hexdump -C puts two blanks between the eighth byte and the ninth.
                guard isByte, gap == 2, bytes.count == 8, isByteGroup(span, position..<range.upperBound) else {
                    return true
                }
            }
        }
        return true
    }

    private static func append(_ span: RawSpan, _ group: Range<Int>, to bytes: inout [UInt8]) -> Bool {
        var values: (UInt8, UInt8) = (0, 0)
        guard let high = DumpLine.digit(span.uint8(group.lowerBound)),
            let low = DumpLine.digit(span.uint8(group.lowerBound &+ 1))
        else { return false }
        values.0 = high &<< 4 | low
        guard group.count == 4 else {
            bytes.append(values.0)
            return true
        }
        guard let high = DumpLine.digit(span.uint8(group.lowerBound &+ 2)),
            let low = DumpLine.digit(span.uint8(group.lowerBound &+ 3))
        else { return false }
        values.1 = high &<< 4 | low
        bytes.append(values.0)
        bytes.append(values.1)
        return true
    }

    private static func isByteGroup(_ span: RawSpan, _ range: Range<Int>) -> Bool {
        guard range.count >= 2, DumpLine.digit(span.uint8(range.lowerBound)) != nil else { return false }
        guard DumpLine.digit(span.uint8(range.lowerBound &+ 1)) != nil else { return false }
        return range.count == 2 || DumpLine.isBlank(span.uint8(range.lowerBound &+ 2))
    }

    @inline(__always)
    private static func skipBlanks(_ span: RawSpan, _ position: inout Int, _ end: Int) {
        while position < end, DumpLine.isBlank(span.uint8(position)) { position &+= 1 }
    }
}
