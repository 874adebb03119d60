import Bytes

/// The interface description block: link type, snap length, and how its timestamps count.
///
///     8  link type     2 bytes
///    10  reserved      2
///    12  snap length   4, 0 without a limit
///    16  options
struct PcapngInterface {
    let linkType: LinkType
    let snapLength: Int
    let name: String?
    let clock: PcapngClock
    /// Where the comments of the block are.
    let comments: [Range<Int>]
    /// What in the block cannot be meant.
    let problem: String?
    /// Drops that packet options tell, and those that the last statistics block tells.
    var droppedInPackets: UInt64 = 0
    var droppedInStatistics: UInt64 = 0

    private enum Code {
        static let name: UInt16 = 2
        static let timeResolution: UInt16 = 9
        static let timeOffset: UInt16 = 14
    }

    /// nil when the block is too short for one.
    init?(_ span: RawSpan, _ block: PcapngBlock) {
        guard block.length >= PcapngBlockType.interfaceDescription.minimumLength else { return nil }
        linkType = LinkType(rawValue: UInt32(span.uint16(block.body, block.order)))
        snapLength = Int(clamping: span.uint32(block.body &+ 4, block.order))
        var name: String?
        var resolution: UInt8 = 6
        var offset: Int64 = 0
        var comments: [Range<Int>] = []
        var options = PcapngOptions(of: block, from: block.body &+ 8)
        while let option = options.next(span) {
            switch option.code {
            case PcapngOptions.comment: comments.append(option.value)
            case Code.name: name = span.text(option.value)
            case Code.timeResolution where option.value.count >= 1:
                resolution = span.uint8(option.value.lowerBound)
            case Code.timeOffset where option.value.count >= 8:
                offset = Int64(bitPattern: span.uint64(option.value.lowerBound, block.order))
            default: break
            }
        }
        self.name = name
        self.comments = comments
        if let clock = PcapngClock(resolution: resolution, offset: offset) {
            self.clock = clock
            problem = options.isDamaged ? "an option of an interface is longer than its block" : nil
        } else {
            clock = .microseconds
            problem = "a time resolution of \(resolution) cannot be meant; times are read as microseconds"
        }
    }

    /// Drops that the file tells of this interface. Both sources count the same drops, so the larger one holds.
    var dropped: UInt64 { max(droppedInPackets, droppedInStatistics) }
}
