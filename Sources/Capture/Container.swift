import Bytes

/// Which container an input is, by its first bytes.
struct Container {
    let format: CaptureSummary.Format
    /// Nil for pcapng.
    let records: (any CaptureRecords)?
    private var problem: (offset: Int, message: String)?
    private var notes: [String] = []

    private init(_ format: CaptureSummary.Format, _ records: (any CaptureRecords)?) {
        self.format = format
        self.records = records
    }

    /// What is known before the first frame.
    func begin(_ ledger: inout FrameLedger) {
        for interface in records?.interfaces ?? [] { ledger.addInterface(interface.linkType) }
        if let problem { ledger.report(at: problem.offset, isPartial: false, problem.message) }
        for note in notes { ledger.note(note) }
    }

    /// Recognises the container and moves behind its header. `name` is the one to show.
    static func open(
        _ buffer: inout ReadBuffer, name: String, compression: Compression, limits: CaptureLimits
    ) throws(CaptureError) -> Container {
        if let header = PcapHeader(magicOf: buffer.span) {
            guard buffer.count >= PcapHeader.length else {
                let note = "a pcap file, cut off after \(buffer.count) bytes"
                let beginning = FileBeginning.describe(buffer.span, note: note, inside: compression)
                throw .notACapture(name: name, beginning: beginning)
            }
            return pcap(header, &buffer, limits: limits)
        }
        if PcapngSectionHeader.isAtBeginning(of: buffer.span) { return Container(.pcapng, nil) }
        if let header = SnoopHeader(buffer.span) { return snoop(header, &buffer, limits: limits) }
        // What is shown of something unknown is what stands in the file, not its text in another encoding.
        let beginning = FileBeginning.describe(buffer.span, inside: compression)
        if let dump = TextDump.recognise(&buffer, limits: limits) { return Container(.text, dump) }
        if isERF(&buffer) { return Container(.erf, ERFRecords()) }
        throw .notACapture(name: name, beginning: beginning)
    }

    private static func pcap(_ header: PcapHeader, _ buffer: inout ReadBuffer, limits: CaptureLimits) -> Container {
        var header = header
        header.readFields(buffer.span)
        _ = buffer.fill(header.length)
        buffer.consume(header.length)
        var container = Container(.pcap, PcapRecords(header, limits: limits))
        if !header.isKnownVersion {
            container.problem = (4, "pcap version \(header.major).\(header.minor) is not known; read as version 2.4")
        }
        return container
    }

    private static func snoop(_ header: SnoopHeader, _ buffer: inout ReadBuffer, limits: CaptureLimits) -> Container {
        buffer.consume(SnoopHeader.length)
        let linkType = header.linkType ?? SnoopHeader.unknownLinkType
        var container = Container(.snoop, SnoopRecords(linkType: linkType, limits: limits))
        if header.linkType == nil {
            container.problem = (12, "snoop datalink type \(header.datalink) is not known")
        } else if header.version != 2 {
            container.problem = (8, "snoop version \(header.version) is not known; read as version 2")
        }
        return container
    }

    /// Asks for more than the first record only where that one makes sense.
    private static func isERF(_ buffer: inout ReadBuffer) -> Bool {
        guard buffer.fill(ERFRecord.headerLength), ERFRecord(buffer.span, at: 0).isSound else { return false }
        _ = buffer.fill(ERFRecords.probeLength)
        return ERFRecords.isAtBeginning(of: buffer.span, isAtEnd: buffer.isExhausted)
    }
}
