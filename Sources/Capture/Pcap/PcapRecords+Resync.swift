import Bytes

/// Finding the next record behind damage: pcap has no marks, so several headers in a row have to make sense.
extension PcapRecords {
    func lookahead(_ limits: CaptureLimits) -> Int {
        RecordChain.length &* (limits.frame &+ header.recordHeaderLength)
    }

    func nextRecord(_ span: RawSpan, window: Int, after last: Timestamp?, isAtEnd: Bool) -> Int? {
        let header = header
        let record = RecordChain.search(
            span, window: window, header: header.recordHeaderLength, after: last, isAtEnd: isAtEnd
        ) { offset, last in plausible(span, at: offset, header, after: last) }
        return appendedFile(span, before: record ?? window) ?? record
    }

    func isPlausible(_ span: RawSpan, after last: Timestamp?) -> Bool {
        guard span.byteCount >= header.recordHeaderLength else { return true }
        return isPlausible(PcapRecordHeader(span, at: 0, header), header, after: last)
    }

    /// Nokia's libpcap and those of some old Linux systems have longer record headers under the same magic numbers. The
    /// first frames show which: of the lengths that are possible the first one with which several records make sense.
    mutating func adaptRecordHeader(to span: RawSpan, isAtEnd: Bool) {
        let usual = header.recordHeaderLength
        var candidates = (usual == 24 ? [24, 28] : [16, 20, 24]).map { length in
            var candidate = header
            candidate.recordHeaderLength = length
            return candidate
        }
        if header.mayBeMicroseconds, var first = candidates.first {
            first.nanosecondsPerUnit = 1_000
            candidates.insert(first, at: 0)
        }
        let fitting = candidates.first { candidate in
            RecordChain.holds(
                span, at: 0, header: candidate.recordHeaderLength, after: nil, isAtEnd: isAtEnd
            ) { offset, last in plausible(span, at: offset, candidate, after: last) }
        }
        if let fitting { header = fitting }
    }

    /// Where a whole file header stands before `end`.
    private func appendedFile(_ span: RawSpan, before end: Int) -> Int? {
        var offset = 1
        while offset < end, span.byteCount &- offset >= PcapHeader.length {
            let first = span.uint8(offset)
            if first == 0xa1 || first == 0xd4 || first == 0x4d || first == 0x34 {
                if PcapHeader.isAtBeginning(of: span.extracting(offset...)) { return offset }
            }
            offset &+= 1
        }
        return nil
    }

    private func plausible(
        _ span: RawSpan, at offset: Int, _ header: PcapHeader, after last: Timestamp?
    ) -> (length: Int, time: Timestamp)? {
        let record = PcapRecordHeader(span, at: offset, header)
        guard record.captured > 0, isPlausible(record, header, after: last) else { return nil }
        return (header.recordHeaderLength &+ record.captured, record.timestamp(header))
    }

    @inline(__always)
    private func isPlausible(_ record: PcapRecordHeader, _ header: PcapHeader, after last: Timestamp?) -> Bool {
        guard record.captured <= record.original, record.original <= RecordChain.originalLimit else { return false }
        guard record.captured <= snapLimit, record.hasFractionBelowOneSecond(header) else { return false }
        return RecordChain.isStep(from: last, to: record.timestamp(header))
    }

    private var snapLimit: Int { header.snapLength > 0 ? min(header.snapLength, frameLimit) : frameLimit }
}
