import Bytes

/// The records of a pcap file, read from whatever part of it is at hand.
struct PcapRecords {
    let header: PcapHeader
    let frameLimit: Int

    init(_ header: PcapHeader, limits: CaptureLimits) {
        self.header = header
        frameLimit = limits.frame(of: header.linkType)
    }

    /// Hands out the complete records of `span` from `position` on.
    func walk(
        _ span: RawSpan, from position: inout Int, ledger: inout FrameLedger, _ body: FrameBody
    ) -> Walk {
        let headerLength = header.recordHeaderLength
        while true {
            let remaining = span.byteCount &- position
            guard remaining >= headerLength else { return .needs(headerLength) }
            let record = PcapRecordHeader(span, at: position, header)
            if let damage = damage(record, after: ledger.lastTime) { return .damaged(damage) }
            guard remaining &- headerLength >= record.captured else { return .needs(headerLength &+ record.captured) }

            let time = record.timestamp(header)
            ledger.count(captured: record.captured, original: record.original, at: time, interface: 0)
            let frame = Frame(
                number: ledger.number, timestamp: time, linkType: header.linkType, interface: 0,
                capturedLength: record.captured, originalLength: record.original)
            let start = position &+ headerLength
            position = start &+ record.captured
            if !body(frame, span.extracting(start..<position)) { return .stopped }
        }
    }

    /// Why this cannot be a record. Writers are forgiven one oddity: a captured length above the snap length or above
    /// the original length, or a fraction of a second that is more than one.
    @inline(__always)
    private func damage(_ record: PcapRecordHeader, after last: Timestamp?) -> String? {
        if record.captured > frameLimit { return "a packet of \(record.captured) bytes is more than can be" }
        if !record.hasFractionBelowOneSecond(header) {
            if record.captured > record.original { return "a packet header with impossible time and lengths" }
            if header.snapLength > 0, record.captured > header.snapLength {
                return "a packet header with impossible time and length"
            }
        }
        if record.captured == 0, record.isBlank, let last, last.nanoseconds != 0 { return "a packet header of zeros" }
        return nil
    }
}
