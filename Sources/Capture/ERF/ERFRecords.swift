import Bytes

/// The records of an ERF file. The format has no header: a file is recognised by its first records.
struct ERFRecords: CaptureRecords {
    /// One for each interface number and link type, in order of appearance.
    private(set) var interfaces: [CaptureInterface] = []
    private var keys: [(interface: UInt8, linkType: LinkType)] = []

    /// A whole ERF record, for types that are no packets of a link that is known here.
    static let wholeRecord = LinkType(rawValue: 197)
    /// 1990-01-01: a card does not capture before it was built.
    private static let earliest: Int64 = 631_152_000 * 1_000_000_000

    /// Whether the span begins with records of ERF, three or as many as a short file has.
    static func isAtBeginning(of span: RawSpan, isAtEnd: Bool) -> Bool {
        RecordChain.holds(
            span, at: 0, header: ERFRecord.headerLength, after: nil, isAtEnd: isAtEnd
        ) { offset, last in plausible(span, at: offset, after: last) }
    }

    /// Bytes that suffice to recognise a file.
    static let probeLength = (RecordChain.length &- 1) &* Int(UInt16.max) &+ ERFRecord.headerLength

    mutating func walk(
        _ span: RawSpan, from position: inout Int, fileOffset: Int, isAtEnd: Bool, ledger: inout FrameLedger,
        _ body: FrameBody
    ) -> Walk {
        while true {
            let remaining = span.byteCount &- position
            guard remaining >= ERFRecord.headerLength else { return .needs(ERFRecord.headerLength) }
            let record = ERFRecord(span, at: position)
            guard record.isSound else { return .damaged("a record header that makes no sense") }
            guard remaining >= record.length else { return .needs(record.length) }
            let start = position
            position = start &+ record.length
            if record.isPadding { continue }
            if let lost = record.lost, lost > 0 { ledger.countDropped(lost) }
            guard let data = Self.data(span, record, from: start, to: position) else {
                ledger.countUnreadable()
                ledger.report(at: fileOffset &+ start, isPartial: true, "a record too short for its own headers")
                continue
            }
            if !handOut(span, record, data, ledger: &ledger, body) { return .stopped }
        }
    }

    private mutating func handOut(
        _ span: RawSpan, _ record: ERFRecord, _ data: Range<Int>, ledger: inout FrameLedger, _ body: FrameBody
    ) -> Bool {
        let linkType = Self.linkType(span, record, data)
        let isWhole = linkType == Self.wholeRecord
        let range = isWhole ? (data.upperBound &- record.length)..<data.upperBound : data
        let wire = isWhole ? record.length : record.wireLength
        // What is behind the wire length fills the record up to its alignment.
        let captured = min(range.count, wire)
        let interface = index(record.interface, linkType, ledger: &ledger)
        if record.isMetadata {
            ledger.count(captured: captured, original: wire)
        } else {
            ledger.count(captured: captured, original: wire, at: record.time, interface: interface)
        }
        let frame = Frame(
            number: ledger.number, timestamp: record.time, linkType: linkType, interface: interface,
            capturedLength: captured, originalLength: wire)
        return body(frame, span.extracting(range.lowerBound..<(range.lowerBound &+ captured)))
    }

    private mutating func index(_ interface: UInt8, _ linkType: LinkType, ledger: inout FrameLedger) -> Int {
        if let known = keys.firstIndex(where: { $0 == (interface, linkType) }) { return known }
        keys.append((interface, linkType))
        interfaces.append(CaptureInterface(linkType: linkType, snapLength: 0))
        ledger.addInterface(linkType)
        return keys.count &- 1
    }

    /// Where the frame lies: behind the extension headers, of which each says in its bit 7 whether another follows.
    private static func data(_ span: RawSpan, _ record: ERFRecord, from start: Int, to end: Int) -> Range<Int>? {
        var offset = start &+ ERFRecord.headerLength
        var hasMore = record.hasExtensions
        while hasMore {
            guard end &- offset >= 8 else { return nil }
            hasMore = span.uint8(offset) & 0x80 != 0
            offset &+= 8
        }
        offset &+= record.prefixLength
        return offset <= end ? offset..<end : nil
    }

    /// HDLC carries PPP (RFC 1662, ff 03) or Cisco HDLC: the first bytes tell.
    private static func linkType(_ span: RawSpan, _ record: ERFRecord, _ data: Range<Int>) -> LinkType {
        switch record.type {
        case 2, 11, 16, 20: return .ethernet
        case 22: return .ipv4
        case 23: return .ipv6
        case 1, 5, 10, 15, 17, 19:
            let isPPP = data.count >= 2 && span.uint16(data.lowerBound) == 0xff03
            return LinkType(rawValue: isPPP ? 50 : 104)
        default: return wholeRecord
        }
    }

    func lookahead(_ limits: CaptureLimits) -> Int { RecordChain.length &* Int(UInt16.max) }

    func nextRecord(_ span: RawSpan, window: Int, after last: Timestamp?, isAtEnd: Bool) -> Int? {
        RecordChain.search(
            span, window: window, header: ERFRecord.headerLength, after: last, isAtEnd: isAtEnd
        ) { offset, last in Self.plausible(span, at: offset, after: last) }
    }

    func isPlausible(_ span: RawSpan, after last: Timestamp?) -> Bool {
        span.byteCount < ERFRecord.headerLength || Self.plausible(span, at: 0, after: last) != nil
    }

    /// Length and time of a record that makes sense; one that is no packet need not have a time.
    private static func plausible(
        _ span: RawSpan, at offset: Int, after last: Timestamp?
    ) -> (length: Int, time: Timestamp)? {
        let record = ERFRecord(span, at: offset)
        guard record.isSound else { return nil }
        if record.isPadding || record.isMetadata {
            return (record.length, last ?? Timestamp(nanoseconds: earliest))
        }
        let isFirst = last == nil || last?.nanoseconds == earliest
        guard record.time.nanoseconds >= earliest else { return nil }
        guard isFirst || RecordChain.isStep(from: last, to: record.time) else { return nil }
        return (record.length, record.time)
    }
}
