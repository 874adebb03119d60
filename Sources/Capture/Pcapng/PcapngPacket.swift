import Bytes

/// What the three packet blocks have in common. Offsets are those of the span.
struct PcapngPacket {
    /// Index in the section.
    let interface: Int
    let timeHigh: UInt32
    let timeLow: UInt32
    /// A simple packet block has no time.
    let hasTime: Bool
    let captured: Int
    let original: Int
    /// Where the frame begins.
    let data: Int
    /// Drops before this packet, where the block itself tells them.
    let dropped: UInt16?

    /// Enhanced packet block: interface, time (high, low), captured and original length, four bytes each; frame; options.
    @inline(__always)
    init(enhanced span: RawSpan, _ block: PcapngBlock) {
        let body = block.body
        let order = block.order
        interface = Int(span.uint32(body, order))
        timeHigh = span.uint32(body &+ 4, order)
        timeLow = span.uint32(body &+ 8, order)
        hasTime = true
        captured = Int(span.uint32(body &+ 12, order))
        original = Int(span.uint32(body &+ 16, order))
        data = body &+ 20
        dropped = nil
    }

    /// Packet block (obsolete): the same, with interface and drops in two bytes each.
    init(obsolete span: RawSpan, _ block: PcapngBlock) {
        let body = block.body
        let order = block.order
        interface = Int(span.uint16(body, order))
        let drops = span.uint16(body &+ 2, order)
        dropped = drops == .max ? nil : drops
        timeHigh = span.uint32(body &+ 4, order)
        timeLow = span.uint32(body &+ 8, order)
        hasTime = true
        captured = Int(span.uint32(body &+ 12, order))
        original = Int(span.uint32(body &+ 16, order))
        data = body &+ 20
    }

    /// Simple packet block: original length and frame, of the section's first interface, cut at its snap length.
    init(simple span: RawSpan, _ block: PcapngBlock, snapLength: Int) {
        interface = 0
        timeHigh = 0
        timeLow = 0
        hasTime = false
        original = Int(span.uint32(block.body, block.order))
        data = block.body &+ 4
        let cut = snapLength > 0 ? min(original, snapLength) : original
        captured = min(cut, block.bodyEnd &- data)
        dropped = nil
    }

    /// Where the frame ends; nil when the block is too short for it.
    @inline(__always)
    func dataEnd(in block: PcapngBlock) -> Int? {
        captured <= block.bodyEnd &- data ? data &+ captured : nil
    }

    /// Where the options begin.
    var options: Int { data &+ ((captured &+ 3) & ~3) }

    /// `epb_dropcount`
    static let dropCount: UInt16 = 4
}
