import Bytes

/// The interface statistics block: interface (4 bytes), time (8), options. Its counters run from the capture's start.
struct PcapngStatistics {
    let interface: Int
    /// By the interface and by the operating system, together; nil where the block tells neither.
    let dropped: UInt64?

    private enum Code {
        static let droppedByInterface: UInt16 = 5
        static let droppedBySystem: UInt16 = 7
    }

    /// nil when the block is too short for one.
    init?(_ span: RawSpan, _ block: PcapngBlock) {
        guard block.length >= PcapngBlockType.interfaceStatistics.minimumLength else { return nil }
        interface = Int(span.uint32(block.body, block.order))
        var dropped: UInt64?
        var options = PcapngOptions(of: block, from: block.body &+ 12)
        while let option = options.next(span) {
            guard option.code == Code.droppedByInterface || option.code == Code.droppedBySystem else { continue }
            guard option.value.count >= 8 else { continue }
            let count = span.uint64(option.value.lowerBound, block.order)
            let sum = (dropped ?? 0).addingReportingOverflow(count)
            dropped = sum.overflow ? .max : sum.partialValue
        }
        self.dropped = dropped
    }
}
