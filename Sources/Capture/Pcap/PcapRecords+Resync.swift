import Bytes

/// Finding the next record behind damage: pcap has no marks, so several headers in a row have to make sense.
extension PcapRecords {
    private static let chainLength = 3
    private static let week: Int64 = 7 * 86_400 * 1_000_000_000
    /// An original length above this is not believed here. Large offloaded segments are 64 kB and little more.
    private static let originalLimit = 1 << 20

    /// Bytes that have to be at hand behind the last candidate to judge it.
    func lookahead(_ limits: CaptureLimits) -> Int {
        Self.chainLength &* (limits.frame &+ header.recordHeaderLength)
    }

    /// Where in the span, from offset 1 on, a chain of records begins that all make sense. `last` is the time of the
    /// last good frame. `isAtEnd`: the span ends with the file.
    func nextRecord(_ span: RawSpan, window: Int, after last: Timestamp?, isAtEnd: Bool) -> Int? {
        var candidate = 1
        let end = min(window, span.byteCount &- header.recordHeaderLength)
        while candidate <= end {
            if isChain(span, at: candidate, after: last, isAtEnd: isAtEnd) { return candidate }
            candidate &+= 1
        }
        return nil
    }

    /// Whether the header at the beginning of the span is beyond doubt, as far as one header can be.
    func isPlausible(_ span: RawSpan, after last: Timestamp?) -> Bool {
        guard span.byteCount >= header.recordHeaderLength else { return true }
        return isPlausible(PcapRecordHeader(span, at: 0, header), after: last)
    }

    private func isChain(_ span: RawSpan, at candidate: Int, after last: Timestamp?, isAtEnd: Bool) -> Bool {
        var offset = candidate
        var last = last
        for _ in 0..<Self.chainLength {
            guard span.byteCount &- offset >= header.recordHeaderLength else {
                // A shorter chain counts when it ends exactly where the file does.
                return isAtEnd && offset == span.byteCount
            }
            let record = PcapRecordHeader(span, at: offset, header)
            guard record.captured > 0, isPlausible(record, after: last) else { return false }
            last = record.timestamp(header)
            offset = offset &+ header.recordHeaderLength &+ record.captured
        }
        return true
    }

    @inline(__always)
    private func isPlausible(_ record: PcapRecordHeader, after last: Timestamp?) -> Bool {
        guard record.captured <= record.original, record.original <= Self.originalLimit else { return false }
        guard record.captured <= snapLimit, record.hasFractionBelowOneSecond(header) else { return false }
        guard let last else { return true }
        let step = record.timestamp(header).nanoseconds.subtractingReportingOverflow(last.nanoseconds)
        return !step.overflow && step.partialValue.magnitude <= UInt64(Self.week)
    }

    private var snapLimit: Int { header.snapLength > 0 ? min(header.snapLength, frameLimit) : frameLimit }
}
