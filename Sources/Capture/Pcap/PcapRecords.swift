import Bytes

/// The records of a pcap file, read from whatever part of it is at hand. Behind a file that was appended to it, the
/// second header rules.
struct PcapRecords: CaptureRecords {
    var header: PcapHeader
    var frameLimit: Int
    let limits: CaptureLimits
    /// One, unless files of several link types were put together.
    private(set) var interfaces: [CaptureInterface]
    private var interface = 0
    private var files = 1

    init(_ header: PcapHeader, limits: CaptureLimits) {
        self.header = header
        self.limits = limits
        frameLimit = limits.frame(of: header.linkType)
        interfaces = [CaptureInterface(linkType: header.linkType, snapLength: header.snapLength)]
    }

    mutating func walk(
        _ span: RawSpan, from position: inout Int, fileOffset: Int, isAtEnd: Bool, ledger: inout FrameLedger,
        _ body: FrameBody
    ) -> Walk {
        if ledger.number == 0, files == 1 { adaptRecordHeader(to: span.extracting(position...), isAtEnd: isAtEnd) }
        while true {
            let headerLength = header.recordHeaderLength
            let remaining = span.byteCount &- position
            guard remaining >= headerLength else { return .needs(headerLength) }
            let record = PcapRecordHeader(span, at: position, header)
            // A file header has zeros where a record has its lengths.
            if record.captured == 0, record.original == 0, PcapHeader(magicOf: span.extracting(position...)) != nil {
                guard remaining >= PcapHeader.length || isAtEnd else { return .needs(PcapHeader.length) }
                if PcapHeader.isAtBeginning(of: span.extracting(position...)) {
                    begin(span, at: &position, ledger: &ledger)
                    continue
                }
            }
            if let damage = damage(record, after: ledger.lastTime) { return .damaged(damage) }
            guard remaining &- headerLength >= record.captured else { return .needs(headerLength &+ record.captured) }

            let time = record.timestamp(header)
            ledger.count(captured: record.captured, original: record.original, at: time, interface: interface)
            let frame = Frame(
                number: ledger.number, timestamp: time, linkType: header.linkType, interface: interface,
                capturedLength: record.captured, originalLength: record.original)
            let start = position &+ headerLength
            position = start &+ record.captured
            if !body(frame, span.extracting(start..<position)) { return .stopped }
        }
    }

    /// Goes on with the header of a file that was appended.
    private mutating func begin(_ span: RawSpan, at position: inout Int, ledger: inout FrameLedger) {
        let rest = span.extracting(position...)
        guard var next = PcapHeader(magicOf: rest) else { return }
        next.readFields(rest)
        position &+= min(next.length, rest.byteCount)
        if let known = interfaces.firstIndex(where: { $0.linkType == next.linkType }) {
            interface = known
        } else if interfaces.count < limits.interfaces {
            interface = interfaces.count
            interfaces.append(CaptureInterface(linkType: next.linkType, snapLength: next.snapLength))
            ledger.addInterface(next.linkType)
        }
        header = next
        frameLimit = limits.frame(of: next.linkType)
        files &+= 1
        ledger.note("several pcap files, one appended to the other, are read as one", unlessTold: files > 2)
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
