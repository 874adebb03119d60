import Bytes

/// A text in UTF-16 (RFC 2781), as PowerShell and some terminals write their logs, as UTF-8. Dumps are ASCII: what is
/// not comes out as a question mark.
struct UTF16Source: ByteSource {
    private var input: ReadBuffer
    private let order: ByteOrder

    /// nil where the bytes at hand are not UTF-16: neither a byte order mark nor every second byte zero.
    init?(_ input: ReadBuffer) {
        guard input.count >= 8 else { return nil }
        let first = input.span.uint16(0)
        let hasMark = first == 0xfffe || first == 0xfeff
        if hasMark {
            order = first == 0xfffe ? .little : .big
        } else if let order = Self.order(of: input.span.uint64(0)) {
            self.order = order
        } else {
            return nil
        }
        self.input = input
        if hasMark { self.input.consume(2) }
    }

    /// Four characters of ASCII, of which each has a zero before or behind it.
    private static func order(of units: UInt64) -> ByteOrder? {
        let (high, low) = (units & 0xff00_ff00_ff00_ff00, units & 0x00ff_00ff_00ff_00ff)
        if high == 0, isASCII(low) { return .big }
        return low == 0 && isASCII(high &>> 8) ? .little : nil
    }

    private static func isASCII(_ units: UInt64) -> Bool {
        stride(from: UInt64(0), to: 64, by: 16).allSatisfy { (1..<0x7f).contains(units &>> $0 & 0xffff) }
    }

    mutating func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int {
        let room = range.clamped(to: buffer.indices)
        guard !room.isEmpty, input.fill(2) else {
            if let failure = input.failure { throw failure }
            return 0
        }
        let count = min(room.count, input.count / 2)
        for index in 0..<count {
            let unit = input.span.uint16(index &* 2, order)
            buffer[room.lowerBound &+ index] = unit < 0x80 ? UInt8(truncatingIfNeeded: unit) : 0x3f
        }
        input.consume(count &* 2)
        return count
    }
}
