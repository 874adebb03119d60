import Bytes

extension TextDump {
    /// Bytes that a text does not hold are looked for in as many of its first bytes.
    private static let sample = 512
    /// Asked for at once, and doubled until the first packet is found.
    private static let firstProbe = 4_096
    /// The shortest packet that is taken for one: an Ethernet header.
    private static let shortestPacket = 14

    /// The dump that the input is; nil where its first `CaptureLimits.textProbe` bytes hold no packet. UTF-16 is decoded
    /// on the way, for what follows too.
    static func recognise(_ buffer: inout ReadBuffer, limits: CaptureLimits) -> TextDump? {
        if let decoded = UTF16Source(buffer) { buffer = ReadBuffer(decoded, size: limits.readBuffer) }
        var wanted = firstProbe
        while true {
            let isAll = !buffer.fill(wanted)
            guard isText(buffer.span) else { return nil }
            let probe = min(buffer.count, limits.textProbe)
            let isAtEnd = isAll && probe == buffer.count
            let found = search(buffer.span.extracting(0..<probe), isAtEnd: isAtEnd, limits: limits)
            if let found { return found }
            if isAll || wanted >= limits.textProbe { return nil }
            wanted = min(wanted &* 2, limits.textProbe)
        }
    }

    /// Control characters other than those of a terminal, and DEL, do not occur.
    private static func isText(_ span: RawSpan) -> Bool {
        for index in 0..<min(sample, span.byteCount) {
            switch span.uint8(index) {
            case 0x07...0x0d, 0x1b, 0x20...0x7e, 0x80...: continue
            default: return false
            }
        }
        return span.byteCount > 0
    }

    /// Looks for the first packet.
    private static func search(_ span: RawSpan, isAtEnd: Bool, limits: CaptureLimits) -> TextDump? {
        var lines = DumpLines(limits: limits)
        var assembler = DumpAssembler(limits: limits)
        var position = 0
        while true {
            let start = position
            switch lines.next(span, &position, isAtEnd: isAtEnd) {
            case .line(let line):
                guard case .complete = assembler.take(span, DumpLine.text(span, line), fileOffset: 0) else { continue }
                position = start
            case .tooLong: continue
            case .incomplete, .end:
                guard let style = style(of: assembler.packet) else { return nil }
                return TextDump(style: style, times: meaning(span, limits), limits: limits)
            }
            if let style = style(of: assembler.packet) {
                return TextDump(style: style, times: meaning(span, limits), limits: limits)
            }
            assembler.clear()
        }
    }

    /// nil where this is no packet. Any hexadecimal has an offset and bytes: what has no time above it has to begin with
    /// headers that agree with its length.
    private static func style(of packet: DumpAssembler.Packet?) -> DumpAssembler.Style? {
        guard let packet, packet.bytes.count >= shortestPacket else { return nil }
        if packet.style == .prefixed, packet.header != nil { return .prefixed }
        guard let fit = DumpLink.recognise(packet.bytes.rawSpan, before: nil), fit.score > 1 else { return nil }
        return packet.style
    }

    /// What times like 00:00:00.000022 mean: a dump whose first one is zero prints differences. From packet to packet
    /// they go up and down, from the first one on they only rise.
    private static func meaning(_ span: RawSpan, _ limits: CaptureLimits) -> DumpClock.Meaning {
        var lines = DumpLines(limits: limits)
        var position = 0
        var last: Int64?
        while case .line(let line) = lines.next(span, &position, isAtEnd: false) {
            guard let header = DumpHeader(span, DumpLine.text(span, line)) else { continue }
            guard case .timeOfDay(let value) = header.time else { return .timeOfDay }
            if let last, value < last { return .sincePrevious }
            if last == nil, value != 0 { return .timeOfDay }
            last = value
        }
        return last == nil ? .timeOfDay : .sinceFirst
    }
}
