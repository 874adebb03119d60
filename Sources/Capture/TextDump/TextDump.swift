import Bytes

/// Packets in hexadecimal, as text: what `tcpdump -x`, `-xx`, `-X` and `-XX`, FortiGate's `diagnose sniffer packet` (3
/// and 6), ASA's `show capture … dump` and Wireshark print, also out of a terminal's log.
struct TextDump: CaptureRecords {
    /// One for each name and link type, in order of appearance.
    private(set) var interfaces: [CaptureInterface] = []
    private var indices: [Key: Int] = [:]
    private var lines: DumpLines
    private var assembler: DumpAssembler
    private var clock: DumpClock
    private var link: DumpLink?
    private let limits: CaptureLimits

    private struct Key: Hashable {
        var name: String?
        var linkType: LinkType
    }

    init(style: DumpAssembler.Style, times: DumpClock.Meaning, limits: CaptureLimits) {
        self.limits = limits
        lines = DumpLines(limits: limits)
        assembler = DumpAssembler(limits: limits)
        assembler.style = style
        clock = DumpClock(times)
    }

    mutating func walk(
        _ span: RawSpan, from position: inout Int, fileOffset: Int, isAtEnd: Bool, ledger: inout FrameLedger,
        _ body: FrameBody
    ) -> Walk {
        while true {
            let start = position
            switch lines.next(span, &position, isAtEnd: isAtEnd) {
            case .line(let line):
                let offset = fileOffset &+ line.lowerBound
                switch assembler.take(span, DumpLine.text(span, line), fileOffset: offset) {
                case .taken: break
                case .complete:
                    position = start
                    if !handOut(&ledger, body) { return .stopped }
                case .problem(let why):
                    // The packet is counted only when it is complete.
                    let frame = ledger.number &+ (assembler.packet == nil ? 0 : 1)
                    ledger.report(at: offset, frame: frame > 0 ? frame : nil, isPartial: true, why)
                }
            case .tooLong:
                ledger.report(
                    at: fileOffset &+ start, isPartial: true, "a line of more than \(limits.line) bytes is skipped")
            case .incomplete: return .needs(span.byteCount &- position &+ 1)
            case .end:
                if assembler.packet != nil, !handOut(&ledger, body) { return .stopped }
                return .needs(1)
            }
        }
    }

    /// Gives the packet away that has been put together. False when the one who takes the frames has had enough.
    private mutating func handOut(_ ledger: inout FrameLedger, _ body: FrameBody) -> Bool {
        defer { assembler.clear() }
        guard let packet = assembler.packet, !packet.bytes.isEmpty else {
            ledger.countUnreadable()
            return true
        }
        let fit = DumpLink.recognise(packet.bytes.rawSpan, before: link)
        if let fit { link = fit.link }
        let bytes = fit?.link == .arp ? Self.ethernet(arp: packet.bytes) : packet.bytes
        let original = max(bytes.count, fit?.length ?? 0)
        let linkType = (fit?.link ?? link ?? .ethernet).linkType
        let interface = index(packet.header?.interface, linkType, &ledger)
        let time: Timestamp
        if let printed = packet.header?.time {
            time = clock.timestamp(printed)
            ledger.count(captured: bytes.count, original: original, at: time, interface: interface)
            if let note = clock.note { ledger.note(note) }
        } else {
            time = ledger.lastTime ?? Timestamp(nanoseconds: 0)
            ledger.count(captured: bytes.count, original: original)
            ledger.note("the dump has packets without a time")
        }
        let frame = Frame(
            number: ledger.number, timestamp: time, linkType: linkType, interface: interface,
            capturedLength: bytes.count, originalLength: original)
        return body(frame, bytes.rawSpan)
    }

    private mutating func index(_ name: String?, _ linkType: LinkType, _ ledger: inout FrameLedger) -> Int {
        let key = Key(name: name, linkType: linkType)
        if let known = indices[key] { return known }
        guard interfaces.count < limits.interfaces else {
            return interfaces.firstIndex { $0.linkType == linkType } ?? 0
        }
        indices[key] = interfaces.count
        interfaces.append(CaptureInterface(linkType: linkType, snapLength: 0, name: name))
        ledger.addInterface(linkType)
        return interfaces.count &- 1
    }

    /// `tcpdump -x` leaves out the Ethernet header, and there is no link type for ARP alone. The packet itself has both
    /// addresses (RFC 826): the sender's at 8, the target's at 18, which a request leaves blank.
    private static func ethernet(arp: [UInt8]) -> [UInt8] {
        guard arp.count >= 28 else { return arp }
        let isRequest = arp[7] == 1
        let target = isRequest ? [UInt8](repeating: 0xff, count: 6) : Array(arp[18..<24])
        return target + arp[8..<14] + [0x08, 0x06] + arp
    }

    // A dump is read line by line: damage ends with its line, and nothing has to be looked for.
    func lookahead(_ limits: CaptureLimits) -> Int { 0 }
    func nextRecord(_ span: RawSpan, window: Int, after last: Timestamp?, isAtEnd: Bool) -> Int? { nil }
    func isPlausible(_ span: RawSpan, after last: Timestamp?) -> Bool { true }
}
