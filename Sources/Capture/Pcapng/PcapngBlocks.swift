import Bytes

/// The blocks of a pcapng file, read from whatever part of it is at hand, and the state of the section they are in.
struct PcapngBlocks {
    let limits: CaptureLimits
    var order = ByteOrder.little
    /// Interfaces of the current section.
    var interfaces: [PcapngInterface] = []
    /// Interfaces of the sections before it.
    var interfacesBefore = 0
    /// Interfaces of all sections, as far as `CaptureLimits.interfaces` lets them be listed.
    var declared: [CaptureInterface] = []
    var notes: CaptureNotes
    /// Where secrets go as they are read.
    var inbox: SecretsInbox?
    /// The limits of `notes` have been hit, and that has been told.
    var hasToldOfNotes = false

    init(limits: CaptureLimits) {
        self.limits = limits
        notes = CaptureNotes(limits: limits)
    }

    /// Hands out the frames of the complete blocks of `span` from `position` on, and keeps what else they say.
    /// `fileOffset` is where the span begins in the file; `isAtEnd`: it ends with the file.
    mutating func walk(
        _ span: RawSpan, from position: inout Int, fileOffset: Int, isAtEnd: Bool, ledger: inout FrameLedger,
        _ body: FrameBody
    ) -> Walk {
        while true {
            let start = position
            let block: PcapngBlock
            switch PcapngBlock.find(span, at: start, order, limit: limits.block) {
            case .block(let found): block = found
            case .needs(let count): return .needs(count)
            case .damaged(let why): return .damaged(why)
            case .lengthsDiffer(let found):
                // Which of the two is right shows in what follows.
                let rest = span.byteCount &- start &- found.length
                if rest < PcapngBlock.overhead, !isAtEnd { return .needs(found.length &+ PcapngBlock.overhead) }
                guard rest == 0 || PcapngBlock.isHeader(span, at: start &+ found.length, order, limits) else {
                    return .damaged("a block with two different lengths")
                }
                ledger.report(
                    at: fileOffset &+ start, isPartial: false, "the length at the end of a block is not its length")
                block = found
            }
            position = start &+ block.length
            if block.length < block.type.minimumLength {
                if block.type.isPacket { ledger.countUnreadable() }
                ledger.report(
                    at: fileOffset &+ start, isPartial: true,
                    "a block of type \(block.type.rawValue) with only \(block.length) bytes")
            } else if block.type.isPacket {
                if !takePacket(span, block, fileOffset: fileOffset, ledger: &ledger, body) { return .stopped }
            } else {
                take(span, block, fileOffset: fileOffset, ledger: &ledger)
            }
        }
    }

    /// False when the one who takes the frames has had enough.
    @inline(__always)
    private mutating func takePacket(
        _ span: RawSpan, _ block: PcapngBlock, fileOffset: Int, ledger: inout FrameLedger, _ body: FrameBody
    ) -> Bool {
        let packet = packet(span, block)
        let index = packet.interface
        guard index < interfaces.count, let end = packet.dataEnd(in: block) else {
            ledger.countUnreadable()
            ledger.report(
                at: fileOffset &+ block.offset, isPartial: true,
                index < interfaces.count
                    ? "a packet of \(packet.captured) bytes in a block of \(block.length)"
                    : "a packet of interface \(index), which the section does not declare")
            return true
        }
        let linkType = interfaces[index].linkType
        let time: Timestamp
        if packet.hasTime {
            time = interfaces[index].clock.timestamp(high: packet.timeHigh, low: packet.timeLow)
            ledger.count(captured: packet.captured, original: packet.original, at: time, interface: index)
        } else {
            time = ledger.lastTime ?? Timestamp(nanoseconds: 0)
            ledger.count(captured: packet.captured, original: packet.original)
        }
        if let dropped = packet.dropped { addDrops(UInt64(dropped), to: index, ledger: &ledger) }
        if block.type != .simplePacket, block.bodyEnd &- packet.options >= 4 {
            takeOptions(span, block, packet, fileOffset: fileOffset, ledger: &ledger)
        }
        let frame = Frame(
            number: ledger.number, timestamp: time, linkType: linkType, interface: interfacesBefore &+ index,
            capturedLength: packet.captured, originalLength: packet.original)
        return body(frame, span.extracting(packet.data..<end))
    }

    @inline(__always)
    private func packet(_ span: RawSpan, _ block: PcapngBlock) -> PcapngPacket {
        if block.type == .enhancedPacket { return PcapngPacket(enhanced: span, block) }
        if block.type == .packet { return PcapngPacket(obsolete: span, block) }
        return PcapngPacket(simple: span, block, snapLength: interfaces.first?.snapLength ?? 0)
    }

    private mutating func takeOptions(
        _ span: RawSpan, _ block: PcapngBlock, _ packet: PcapngPacket, fileOffset: Int, ledger: inout FrameLedger
    ) {
        var options = PcapngOptions(of: block, from: packet.options)
        while let option = options.next(span) {
            if option.code == PcapngOptions.comment {
                keep(span, comment: option.value, of: .frame(ledger.number), fileOffset: fileOffset, ledger: &ledger)
            } else if option.code == PcapngPacket.dropCount, block.type == .enhancedPacket, option.value.count >= 8 {
                addDrops(
                    span.uint64(option.value.lowerBound, block.order), to: packet.interface, ledger: &ledger)
            }
        }
        if options.isDamaged {
            ledger.report(
                at: fileOffset &+ block.offset, isPartial: false, "an option of a packet is longer than its block")
        }
    }
}
