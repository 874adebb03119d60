import Bytes

/// The header of one record: seconds, fraction, captured length, original length, four bytes each.
struct PcapRecordHeader {
    let seconds: UInt32
    let fraction: UInt32
    let captured: Int
    let original: Int

    /// The span holds at least 16 bytes from `offset` on.
    @inline(__always)
    init(_ span: RawSpan, at offset: Int, _ header: PcapHeader) {
        let order = header.order
        seconds = span.uint32(offset, order)
        fraction = span.uint32(offset &+ 4, order)
        let first = Int(span.uint32(offset &+ 8, order))
        let second = Int(span.uint32(offset &+ 12, order))
        if header.lengthsAreSwapped || (header.lengthsMayBeSwapped && first > second) {
            (captured, original) = (second, first)
        } else {
            (captured, original) = (first, second)
        }
    }

    /// Cannot overflow: 2³² seconds are less than half of what `Int64` nanoseconds hold.
    @inline(__always)
    func timestamp(_ header: PcapHeader) -> Timestamp {
        Timestamp(
            nanoseconds: Int64(seconds) &* 1_000_000_000 &+ Int64(fraction) &* header.nanosecondsPerUnit)
    }

    @inline(__always)
    func hasFractionBelowOneSecond(_ header: PcapHeader) -> Bool {
        Int64(fraction) &* header.nanosecondsPerUnit < 1_000_000_000
    }

    /// All zero: a hole in the file, not a record.
    @inline(__always)
    var isBlank: Bool { seconds == 0 && fraction == 0 && captured == 0 && original == 0 }
}
