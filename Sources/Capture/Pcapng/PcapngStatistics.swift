import Bytes

/// The interface statistics block: interface (4 bytes), time (8), options. Its counters run from the capture's start.
struct PcapngStatistics {
    let interface: Int
    /// By the interface and by the operating system, together; nil where the block tells neither.
    let dropped: UInt64?
    /// When the capture began and ended, upper half first; nil where the block does not tell.
    let start: (high: UInt32, low: UInt32)?
    let end: (high: UInt32, low: UInt32)?

    private enum Code {
        static let start: UInt16 = 2
        static let end: UInt16 = 3
        static let droppedByInterface: UInt16 = 5
        static let droppedBySystem: UInt16 = 7
    }

    /// nil when the block is too short for one.
    init?(_ span: RawSpan, _ block: PcapngBlock) {
        guard block.length >= PcapngBlockType.interfaceStatistics.minimumLength else { return nil }
        interface = Int(span.uint32(block.body, block.order))
        var dropped: UInt64?
        var start: (high: UInt32, low: UInt32)?
        var end: (high: UInt32, low: UInt32)?
        var options = PcapngOptions(of: block, from: block.body &+ 12)
        while let option = options.next(span) {
            guard option.value.count >= 8 else { continue }
            let at = option.value.lowerBound
            let time = (high: span.uint32(at, block.order), low: span.uint32(at &+ 4, block.order))
            if option.code == Code.start { start = time }
            if option.code == Code.end { end = time }
            guard option.code == Code.droppedByInterface || option.code == Code.droppedBySystem else { continue }
            let count = span.uint64(option.value.lowerBound, block.order)
            let sum = (dropped ?? 0).addingReportingOverflow(count)
            dropped = sum.overflow ? .max : sum.partialValue
        }
        self.dropped = dropped
        self.start = start
        self.end = end
    }
}
