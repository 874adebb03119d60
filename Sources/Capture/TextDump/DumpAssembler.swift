import Bytes

/// Puts the lines of a dump together to packets. A packet is known to be complete only when the next one begins:
/// prompts and `--More--` may stand between its lines.
struct DumpAssembler {
    /// How the lines of hexadecimal begin; `either` until the first packet shows it.
    enum Style { case either, prefixed, bare }

    struct Packet {
        /// Captured from the start of the packet on, without a hole.
        var bytes: [UInt8] = []
        var header: DumpHeader?
        /// Offset in the file of its first line.
        var fileOffset = 0
        /// Lines of it are damaged or missing: what follows them is not used.
        var isSpoiled = false
        var style = Style.either
    }

    enum Outcome {
        case taken
        /// The line begins another packet. It was not taken: offer it again when `packet` has been handed out.
        case complete
        case problem(String)
    }

    var style = Style.either
    /// The packet that is being put together.
    private(set) var packet: Packet?
    /// The header of the next one.
    private var header: DumpHeader?
    /// Lines without the beginning of their packet have been told of.
    private var isAstray = false
    private var line: [UInt8] = []
    private let frameLimit: Int

    init(limits: CaptureLimits) { frameLimit = limits.frame }

    /// The packet was handed out.
    mutating func clear() { packet = nil }

    mutating func take(_ span: RawSpan, _ text: Range<Int>, fileOffset: Int) -> Outcome {
        if text.isEmpty { return .taken }
        guard let hex = HexLine(span, text, into: &line), style == .either || hex.isPrefixed == (style == .prefixed)
        else {
            if let found = DumpHeader(span, text) { header = found }
            return .taken
        }
        if hex.offset == 0 {
            if packet != nil { return .complete }
            begin(fileOffset, hex)
            return append(hex)
        }
        // Behind a header of its own, a line that does not continue the packet before it belongs to a packet whose
        // first line is damaged.
        if header != nil, hex.isPrefixed, packet == nil || packet?.isSpoiled == true || !continues(hex) {
            if packet != nil { return .complete }
            begin(fileOffset, hex)
            packet?.isSpoiled = true
            return .problem("the first line of a packet's hexadecimal cannot be read; the packet is left out")
        }
        guard packet != nil else { return stray(hex) }
        return append(hex)
    }

    private func continues(_ hex: HexLine) -> Bool { hex.offset == packet?.bytes.count }

    private mutating func begin(_ fileOffset: Int, _ hex: HexLine) {
        packet = Packet(header: header, fileOffset: fileOffset, style: hex.isPrefixed ? .prefixed : .bare)
        header = nil
        isAstray = false
    }

    private mutating func append(_ hex: HexLine) -> Outcome {
        guard packet?.isSpoiled == false else { return .taken }
        guard continues(hex) else {
            // Without a prefix it may be any number at a line's beginning.
            if !hex.isPrefixed, hex.offset.map({ $0 % 16 != 0 }) ?? true { return .taken }
            packet?.isSpoiled = true
            return .problem("a line of a packet's hexadecimal is missing or damaged; the packet is cut there")
        }
        header = nil
        guard line.count <= frameLimit &- (packet?.bytes.count ?? 0) else {
            packet?.isSpoiled = true
            return .problem("a packet of more than \(frameLimit) bytes is cut there")
        }
        packet?.bytes += line
        guard hex.isDamaged else { return .taken }
        packet?.isSpoiled = true
        return .problem("a line of a packet's hexadecimal is damaged; the packet is cut there")
    }

    private mutating func stray(_ hex: HexLine) -> Outcome {
        guard hex.isPrefixed, !isAstray else { return .taken }
        isAstray = true
        return .problem("hexadecimal without the beginning of its packet")
    }
}
