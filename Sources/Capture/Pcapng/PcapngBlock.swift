import Bytes

/// One block, found and measured: type, length, body, length again. Offsets are those of the span that it was found in.
///
///     0  type             4 bytes
///     4  total length     4, a multiple of four
///     8  body
///     …  total length     4
struct PcapngBlock {
    static let overhead = 12

    let type: PcapngBlockType
    let order: ByteOrder
    /// Where the block begins.
    let offset: Int
    /// Bytes from this block to the next: the total length, rounded up to a multiple of four.
    let length: Int
    /// Where the body ends and the second length field begins.
    let bodyEnd: Int

    var body: Int { offset &+ 8 }

    enum Finding {
        case block(PcapngBlock)
        case needs(Int)
        case damaged(String)
        /// The length at the end is another than the one at the beginning.
        case lengthsDiffer(PcapngBlock)
    }

    /// The block at `offset`. A section header sets its own byte order.
    @inline(__always)
    static func find(_ span: RawSpan, at offset: Int, _ sectionOrder: ByteOrder, limit: Int) -> Finding {
        let remaining = span.byteCount &- offset
        guard remaining >= overhead else { return .needs(overhead) }
        var order = sectionOrder
        let type = PcapngBlockType(rawValue: span.uint32(offset, order))
        if type == .sectionHeader {
            guard let own = PcapngSectionHeader.byteOrder(span, at: offset) else {
                return .damaged("a section header without a byte order")
            }
            order = own
        }
        let total = Int(span.uint32(offset &+ 4, order))
        guard total >= overhead, total <= limit else { return .damaged("a block of \(total) bytes cannot be") }
        // Some writers forget the padding in the length, some the padding itself.
        let padded = (total &+ 3) & ~3
        guard remaining >= total else { return .needs(total) }
        if total != padded {
            if Int(span.uint32(offset &+ total &- 4, order)) == total {
                return .block(Self(type: type, order: order, offset: offset, length: total))
            }
            guard remaining >= padded else { return .needs(padded) }
        }
        let block = Self(type: type, order: order, offset: offset, length: padded)
        return Int(span.uint32(block.bodyEnd, order)) == total ? .block(block) : .lengthsDiffer(block)
    }

    @inline(__always)
    private init(type: PcapngBlockType, order: ByteOrder, offset: Int, length: Int) {
        self.type = type
        self.order = order
        self.offset = offset
        self.length = length
        bodyEnd = offset &+ length &- 4
    }
}
