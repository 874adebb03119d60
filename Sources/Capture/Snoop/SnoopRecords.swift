import Bytes

/// The records of a snoop file (RFC 1761), four bytes each, big-endian, then the frame and padding:
///
///     0  original length     bytes on the wire
///     4  included length     bytes in the file
///     8  record length       with this header and the padding
///    12  cumulative drops    since the capture began
///    16  seconds, microseconds
struct SnoopRecords: CaptureRecords {
    private static let headerLength = 24
    /// Padding and slack behind a frame; writers pad to 4 or 8.
    private static let padding = 1 << 10

    let interfaces: [CaptureInterface]
    private let linkType: LinkType
    private let frameLimit: Int
    /// The highest count of drops so far.
    private var drops: UInt32 = 0

    init(linkType: LinkType, limits: CaptureLimits) {
        self.linkType = linkType
        frameLimit = limits.frame(of: linkType)
        interfaces = [CaptureInterface(linkType: linkType, snapLength: 0)]
    }

    mutating func walk(
        _ span: RawSpan, from position: inout Int, fileOffset: Int, isAtEnd: Bool, ledger: inout FrameLedger,
        _ body: FrameBody
    ) -> Walk {
        while true {
            let remaining = span.byteCount &- position
            guard remaining >= Self.headerLength else { return .needs(Self.headerLength) }
            let record = Record(span, at: position)
            guard isSound(record) else {
                return .damaged("a packet header with impossible lengths")
            }
            // The last record may lack its padding.
            let needed = isAtEnd ? Self.headerLength &+ record.captured : record.length
            guard remaining >= needed else { return .needs(record.length) }

            if record.drops > drops {
                ledger.countDropped(UInt64(record.drops &- drops))
                drops = record.drops
            }
            ledger.count(captured: record.captured, original: record.original, at: record.time, interface: 0)
            let frame = Frame(
                number: ledger.number, timestamp: record.time, linkType: linkType, interface: 0,
                capturedLength: record.captured, originalLength: record.original)
            let start = position &+ Self.headerLength
            position = position &+ min(record.length, remaining)
            if !body(frame, span.extracting(start..<(start &+ record.captured))) { return .stopped }
        }
    }

    func lookahead(_ limits: CaptureLimits) -> Int { RecordChain.length &* (limits.frame &+ Self.headerLength) }

    func nextRecord(_ span: RawSpan, window: Int, after last: Timestamp?, isAtEnd: Bool) -> Int? {
        RecordChain.search(
            span, window: window, header: Self.headerLength, after: last, isAtEnd: isAtEnd
        ) { offset, last in
            let record = Record(span, at: offset)
            return record.captured > 0 && isPlausible(record, after: last) ? (record.length, record.time) : nil
        }
    }

    func isPlausible(_ span: RawSpan, after last: Timestamp?) -> Bool {
        span.byteCount < Self.headerLength || isPlausible(Record(span, at: 0), after: last)
    }

    private func isPlausible(_ record: Record, after last: Timestamp?) -> Bool {
        isSound(record) && record.captured <= record.original && record.original <= RecordChain.originalLimit
            && record.microseconds < 1_000_000 && RecordChain.isStep(from: last, to: record.time)
    }

    private func isSound(_ record: Record) -> Bool {
        let slack = record.length &- Self.headerLength &- record.captured
        return record.captured <= frameLimit && slack >= 0 && slack <= Self.padding
    }

    private struct Record {
        let original: Int
        let captured: Int
        let length: Int
        let drops: UInt32
        let microseconds: UInt32
        let time: Timestamp

        /// The span holds the header.
        init(_ span: RawSpan, at offset: Int) {
            original = Int(span.uint32(offset))
            captured = Int(span.uint32(offset &+ 4))
            length = Int(span.uint32(offset &+ 8))
            drops = span.uint32(offset &+ 12)
            microseconds = span.uint32(offset &+ 20)
            let seconds = Int64(span.uint32(offset &+ 16))
            time = Timestamp(nanoseconds: seconds &* 1_000_000_000 &+ Int64(microseconds) &* 1_000)
        }
    }
}
