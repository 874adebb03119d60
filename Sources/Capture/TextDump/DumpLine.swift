import Bytes

/// Where a line's text lies, without what terminals and pagers leave around it.
enum DumpLine {
    /// Of what ends at `end`: behind the last carriage return or backspace (`--More--` is wiped out with them), behind
    /// escape sequences (ECMA-48 CSI) and a byte order mark, and without blanks at the end.
    static func text(_ span: RawSpan, _ line: Range<Int>) -> Range<Int> {
        var end = line.upperBound
        while end > line.lowerBound, isBlank(span.uint8(end &- 1)) { end &-= 1 }
        var start = line.lowerBound
        var index = end
        while index > line.lowerBound {
            index &-= 1
            let byte = span.uint8(index)
            if byte == 0x0d || byte == 0x08 {
                start = index &+ 1
                break
            }
        }
        if end &- start >= 3, span.uint8(start) == 0xef, span.uint16(start &+ 1) == 0xbbbf { start &+= 3 }
        while end &- start >= 2, span.uint16(start) == 0x1b5b {
            var last = start &+ 2
            while last < end, !(0x40...0x7e).contains(span.uint8(last)) { last &+= 1 }
            start = min(end, last &+ 1)
        }
        return start..<end
    }

    /// Space, tab, carriage return, line feed.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a }

    /// The value of a hexadecimal digit.
    @inline(__always)
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x61...0x66: byte &- 0x57
        case 0x41...0x46: byte &- 0x37
        default: nil
        }
    }
}
