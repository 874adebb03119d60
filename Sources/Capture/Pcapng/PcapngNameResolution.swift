import Bytes

/// The name resolution block: records of type (2 bytes), length (2), value and padding; an address with its names.
struct PcapngNameResolution {
    private var position: Int
    private let block: PcapngBlock

    init(_ block: PcapngBlock) {
        self.block = block
        position = block.body
    }

    struct Record {
        let address: Range<Int>
        /// Names, each ended by a NUL.
        let names: Range<Int>
    }

    /// The next record of an IPv4 or IPv6 address; nil behind the last one.
    mutating func next(_ span: RawSpan) -> Record? {
        while block.bodyEnd &- position >= 4 {
            let type = span.uint16(position, block.order)
            let length = Int(span.uint16(position &+ 2, block.order))
            let start = position &+ 4
            guard type != 0, block.bodyEnd &- start >= length else { return nil }
            position = start &+ ((length &+ 3) & ~3)
            let addressLength = type == 1 ? 4 : type == 2 ? 16 : 0
            guard addressLength > 0, length > addressLength else { continue }
            let split = start &+ addressLength
            return Record(address: start..<split, names: split..<(start &+ length))
        }
        return nil
    }

    static func names(_ span: RawSpan, _ range: Range<Int>) -> [String] {
        span.copied(range).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
