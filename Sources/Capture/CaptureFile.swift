import Bytes

/// Reads one capture file frame by frame: pcap, pcapng, snoop, ERF or a text dump, also where gzip, zstd or lz4
/// compressed it. Memory does not grow with the file.
///
/// Not copyable: there is one position in the file.
package struct CaptureFile: ~Copyable, Sendable {
    private var buffer: ReadBuffer
    private var ledger: FrameLedger
    /// Nil for a pcapng, which `blocks` reads.
    private var records: (any CaptureRecords)?
    private var blocks: PcapngBlocks
    private let limits: CaptureLimits
    private var isFinished = false

    /// What was read so far; complete when `forEachFrame` has come to the end.
    package var summary: CaptureSummary { ledger.summary }
    /// Interfaces that the file declares, in order, over all its sections: those that `Frame.interface` counts.
    package var interfaces: [CaptureInterface] { records?.interfaces ?? blocks.declared }
    /// Names, decryption secrets and comments that the file holds.
    package var notes: CaptureNotes { blocks.notes }
    /// Bytes of the (decompressed) input that were read so far.
    package var bytesRead: Int { buffer.fileOffset }

    /// Opens a file; "-" is standard input.
    package init(path: String, limits: CaptureLimits = CaptureLimits()) throws(CaptureError) {
        let source = try FileDescriptorSource(path: path)
        try self.init(name: path, source: source, limits: limits)
    }

    package init(name: String, bytes: [UInt8], limits: CaptureLimits = CaptureLimits()) throws(CaptureError) {
        try self.init(name: name, source: MemorySource(bytes), limits: limits)
    }

    package init(
        name: String, source: some ByteSource, limits: CaptureLimits = CaptureLimits()
    ) throws(CaptureError) {
        let shownName = name == "-" ? "standard input" : name
        var (buffer, compression) = try ReadBuffer.open(source, name: shownName, limits: limits)
        let opened = try Container.open(&buffer, name: shownName, compression: compression, limits: limits)
        ledger = FrameLedger(path: name, format: opened.format, compression: compression, limits: limits)
        opened.begin(&ledger)
        records = opened.records
        self.buffer = buffer
        blocks = PcapngBlocks(limits: limits)
        self.limits = limits
    }

    /// Hands the file's decryption secrets over as they are read. Only a pcapng has any.
    package mutating func deliverSecrets(to inbox: SecretsInbox) {
        guard records == nil else { return }
        inbox.expect()
        blocks.inbox = inbox
    }

    /// Calls `body` for each frame in file order. The span is borrowed: it is valid during the call only. Stops when
    /// `body` returns false; a further call goes on behind that frame.
    package mutating func forEachFrame(_ body: (borrowing Frame, RawSpan) -> Bool) {
        while !isFinished {
            switch walk(body) {
            case .stopped: return
            case .damaged(let why): resynchronise(after: why)
            case .needs(let count):
                let knewTheEnd = buffer.isExhausted
                if !buffer.fill(count), knewTheEnd { finish(needed: count) }
            }
        }
    }

    private mutating func walk(_ body: FrameBody) -> Walk {
        var position = 0
        let walk: Walk
        if records != nil {
            walk =
                records?.walk(
                    buffer.span, from: &position, fileOffset: buffer.fileOffset, isAtEnd: buffer.isExhausted,
                    ledger: &ledger, body) ?? .stopped
        } else {
            walk = blocks.walk(
                buffer.span, from: &position, fileOffset: buffer.fileOffset, isAtEnd: buffer.isExhausted,
                ledger: &ledger, body)
        }
        buffer.consume(position)
        return walk
    }

    /// Looks for the next record that makes sense, and goes on there.
    private mutating func resynchronise(after why: String) {
        let offset = buffer.fileOffset
        if let skipped = findNext() {
            ledger.report(at: offset, isPartial: true, "\(why); \(skipped) bytes skipped")
            buffer.consume(skipped)
            return
        }
        let rest =
            buffer.isExhausted && buffer.count <= limits.resynchronisation
            ? "the last \(buffer.count) bytes cannot be read"
            : "nothing readable in the next \(limits.resynchronisation) bytes, reading ends here"
        ledger.report(at: offset, isPartial: true, "\(why); \(rest)")
        isFinished = true
        reportFailure()
    }

    private mutating func findNext() -> Int? {
        let window = limits.resynchronisation
        let lookahead = records?.lookahead(limits) ?? PcapngBlocks.lookahead(limits)
        _ = buffer.fill(window &+ lookahead)
        if let records {
            return records.nextRecord(
                buffer.span, window: window, after: ledger.lastTime, isAtEnd: buffer.isExhausted)
        }
        return blocks.nextBlock(buffer.span, window: window)
    }

    /// The input has ended. What is left is a record that was cut off, or one with a damaged length.
    private mutating func finish(needed: Int) {
        let left = buffer.count
        if left > 0 {
            let isPlausible =
                records?.isPlausible(buffer.span, after: ledger.lastTime) ?? blocks.isPlausible(buffer.span)
            if !isPlausible, let skipped = findNext() {
                ledger.report(
                    at: buffer.fileOffset, isPartial: true,
                    "a length of \(needed) bytes where the file has \(left); \(skipped) bytes skipped")
                buffer.consume(skipped)
                return
            }
            reportCut("within a record: \(left) of \(needed) bytes are there")
            buffer.consume(left)
        } else {
            reportFailure()
        }
        isFinished = true
    }

    /// A writer that is alive has written a part of the record and will write the rest: no damage.
    private mutating func reportCut(_ cut: String) {
        let growth = buffer.failure == nil ? buffer.growth : .none
        let end =
            switch growth {
            case .none: buffer.failure.map { "\($0), \(cut)" } ?? "the file ends \(cut)"
            case .recentlyChanged: "the file ends \(cut); it changed a moment ago and may still be written"
            case .growing: "the file is still being written and was read so far: it ends \(cut)"
            }
        let isLost = growth != .growing
        ledger.report(
            at: buffer.fileOffset, frame: ledger.number &+ 1, isPartial: isLost, isDamage: isLost, end)
    }

    private mutating func reportFailure() {
        guard let failure = buffer.failure else { return }
        ledger.report(at: buffer.fileOffset, isPartial: true, failure.description)
    }
}
