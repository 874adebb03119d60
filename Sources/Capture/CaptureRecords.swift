import Bytes

/// The records of a container that has one kind of record: everything but pcapng.
protocol CaptureRecords: Sendable {
    /// Interfaces in order of appearance: those that `Frame.interface` counts.
    var interfaces: [CaptureInterface] { get }

    /// Hands out the complete records of `span` from `position` on. `fileOffset` is where the span begins in the file;
    /// `isAtEnd`: it ends with the file.
    mutating func walk(
        _ span: RawSpan, from position: inout Int, fileOffset: Int, isAtEnd: Bool, ledger: inout FrameLedger,
        _ body: FrameBody
    ) -> Walk

    /// Bytes that have to be at hand behind the last candidate to judge it.
    func lookahead(_ limits: CaptureLimits) -> Int

    /// Where in the span, from offset 1 on and within `window`, a chain of records begins that all make sense.
    /// `last` is the time of the last good frame. `isAtEnd`: the span ends with the file.
    func nextRecord(_ span: RawSpan, window: Int, after last: Timestamp?, isAtEnd: Bool) -> Int?

    /// Whether the header at the beginning of the span is beyond doubt, as far as one header can be.
    func isPlausible(_ span: RawSpan, after last: Timestamp?) -> Bool
}

/// What is believed of records where a container has no marks.
enum RecordChain {
    /// So many headers in a row have to make sense.
    static let length = 3
    /// An original length above this is not believed where damage is near. Large offloaded segments are 64 kB and
    /// little more.
    static let originalLimit = 1 << 20
    private static let week: Int64 = 7 * 86_400 * 1_000_000_000

    /// Whether two frames that follow each other may have these times.
    @inline(__always)
    static func isStep(from last: Timestamp?, to time: Timestamp) -> Bool {
        guard let last else { return true }
        let step = time.nanoseconds.subtractingReportingOverflow(last.nanoseconds)
        return !step.overflow && step.partialValue.magnitude <= UInt64(week)
    }

    /// The first offset from 1 on, within `window`, where a chain of records begins. `next` gives the length and time
    /// of the record at an offset; nil where it makes no sense. `header` is the length of a record's header.
    static func search(
        _ span: RawSpan, window: Int, header: Int, after last: Timestamp?, isAtEnd: Bool,
        next: (Int, Timestamp?) -> (length: Int, time: Timestamp)?
    ) -> Int? {
        var candidate = 1
        let end = min(window, span.byteCount &- header)
        while candidate <= end {
            if holds(span, at: candidate, header: header, after: last, isAtEnd: isAtEnd, next: next) {
                return candidate
            }
            candidate &+= 1
        }
        return nil
    }

    /// Whether a chain begins at an offset. A shorter one counts when it ends exactly where the file does.
    static func holds(
        _ span: RawSpan, at start: Int, header: Int, after last: Timestamp?, isAtEnd: Bool,
        next: (Int, Timestamp?) -> (length: Int, time: Timestamp)?
    ) -> Bool {
        var (offset, last) = (start, last)
        for _ in 0..<length {
            guard span.byteCount &- offset >= header else {
                return isAtEnd && offset == span.byteCount && offset > start
            }
            guard let record = next(offset, last) else { return false }
            last = record.time
            offset = offset &+ record.length
        }
        return true
    }
}
