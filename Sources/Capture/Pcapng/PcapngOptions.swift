import Bytes

/// The options at the end of a block: code (2 bytes), length (2), value, padding to a multiple of four.
struct PcapngOptions {
    struct Option {
        let code: UInt16
        /// Where the value is in the span.
        let value: Range<Int>
    }

    private var position: Int
    private let end: Int
    private let order: ByteOrder
    /// An option claims more bytes than its block has.
    private(set) var isDamaged = false

    /// The options of a block from `position` on.
    init(of block: PcapngBlock, from position: Int) {
        self.position = position
        end = block.bodyEnd
        order = block.order
    }

    /// nil behind the last one (`opt_endofopt`, or the end of the block).
    mutating func next(_ span: RawSpan) -> Option? {
        guard end &- position >= 4 else { return nil }
        let code = span.uint16(position, order)
        let length = Int(span.uint16(position &+ 2, order))
        if code == 0 { return nil }
        let start = position &+ 4
        guard end &- start >= length else {
            isDamaged = true
            position = end
            return nil
        }
        position = start &+ ((length &+ 3) & ~3)
        return Option(code: code, value: start..<(start &+ length))
    }

    static let comment: UInt16 = 1

    /// Whether a packet can have an option of this code: those of the registry, custom ones, and those for local use.
    static func isRegistered(_ code: UInt16) -> Bool {
        switch code {
        case 0...9, 2_988, 2_989, 19_372, 19_373, 0x8000...: true
        default: false
        }
    }
}

extension RawSpan {
    /// Text of an option or a name record; invalid UTF-8 is replaced, NULs at the end are left out.
    func text(_ range: Range<Int>) -> String {
        var end = range.upperBound
        while end > range.lowerBound, uint8(end &- 1) == 0 { end &-= 1 }
        return String(decoding: copied(range.lowerBound..<end), as: UTF8.self)
    }
}
