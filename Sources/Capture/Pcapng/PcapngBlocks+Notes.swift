import Bytes

/// The blocks that hold no frame.
extension PcapngBlocks {
    mutating func take(_ span: RawSpan, _ block: PcapngBlock, fileOffset: Int, ledger: inout FrameLedger) {
        let offset = fileOffset &+ block.offset
        switch block.type {
        case .sectionHeader: beginSection(span, block, fileOffset: fileOffset, ledger: &ledger)
        case .interfaceDescription: addInterface(span, block, fileOffset: fileOffset, ledger: &ledger)
        case .interfaceStatistics:
            guard let statistics = PcapngStatistics(span, block) else { return }
            guard statistics.interface < interfaces.count else {
                ledger.report(
                    at: offset, isPartial: false,
                    "statistics of interface \(statistics.interface), which the section does not declare")
                return
            }
            let clock = interfaces[statistics.interface].clock
            ledger.noteWatched(
                from: statistics.start.map { clock.timestamp(high: $0.high, low: $0.low) },
                until: statistics.end.map { clock.timestamp(high: $0.high, low: $0.low) })
            if let dropped = statistics.dropped { setDrops(dropped, of: statistics.interface, ledger: &ledger) }
        case .nameResolution:
            var records = PcapngNameResolution(block)
            while let record = records.next(span) {
                let isKept = notes.keep(
                    ResolvedName(
                        address: span.copied(record.address), names: PcapngNameResolution.names(span, record.names)),
                    size: record.address.count &+ record.names.count)
                if !isKept { tellOfNotes(at: offset, ledger: &ledger) }
            }
        case .decryptionSecrets:
            let length = Int(span.uint32(block.body &+ 4, block.order))
            let start = block.body &+ 8
            guard length <= block.bodyEnd &- start else {
                ledger.report(at: offset, isPartial: true, "decryption secrets longer than their block")
                return
            }
            let kind = DecryptionSecrets.Kind(rawValue: span.uint32(block.body, block.order))
            let secrets = DecryptionSecrets(kind: kind, bytes: span.copied(start..<(start &+ length)))
            inbox?.put(secrets)
            let isKept = notes.keep(secrets, size: length)
            if !isKept { tellOfNotes(at: offset, ledger: &ledger) }
        default: break
        }
    }

    private mutating func beginSection(
        _ span: RawSpan, _ block: PcapngBlock, fileOffset: Int, ledger: inout FrameLedger
    ) {
        order = block.order
        interfacesBefore = interfacesBefore &+ interfaces.count
        interfaces.removeAll(keepingCapacity: true)
        ledger.beginSection()
        let major = span.uint16(block.body &+ 4, order)
        if major != 1 {
            ledger.report(
                at: fileOffset &+ block.offset, isPartial: false,
                "pcapng version \(major) is not known; read as version 1")
        }
        var options = PcapngOptions(of: block, from: block.body &+ 16)
        while let option = options.next(span) {
            guard option.code == PcapngOptions.comment else { continue }
            keep(span, comment: option.value, of: .section, fileOffset: fileOffset, ledger: &ledger)
        }
    }

    private mutating func addInterface(
        _ span: RawSpan, _ block: PcapngBlock, fileOffset: Int, ledger: inout FrameLedger
    ) {
        let offset = fileOffset &+ block.offset
        guard interfaces.count < limits.interfaces else {
            ledger.report(at: offset, isPartial: true, "more than \(limits.interfaces) interfaces in a section")
            return
        }
        guard let interface = PcapngInterface(span, block) else { return }
        let index = interfacesBefore &+ interfaces.count
        for comment in interface.comments {
            keep(span, comment: comment, of: .interface(index), fileOffset: fileOffset, ledger: &ledger)
        }
        if let problem = interface.problem { ledger.report(at: offset, isPartial: false, problem) }
        ledger.addInterface(interface.linkType)
        interfaces.append(interface)
        if declared.count < limits.interfaces {
            declared.append(
                CaptureInterface(
                    linkType: interface.linkType, snapLength: interface.snapLength, name: interface.name))
        }
    }

    mutating func keep(
        _ span: RawSpan, comment: Range<Int>, of subject: CaptureComment.Subject, fileOffset: Int,
        ledger: inout FrameLedger
    ) {
        let isKept = notes.keep(CaptureComment(subject: subject, text: span.text(comment)), size: comment.count)
        if !isKept { tellOfNotes(at: fileOffset &+ comment.lowerBound, ledger: &ledger) }
    }

    private mutating func tellOfNotes(at offset: Int, ledger: inout FrameLedger) {
        if hasToldOfNotes { return }
        hasToldOfNotes = true
        ledger.report(at: offset, isPartial: false, "more names, comments or secrets than are kept")
    }

    mutating func addDrops(_ count: UInt64, to index: Int, ledger: inout FrameLedger) {
        let sum = interfaces[index].droppedInPackets.addingReportingOverflow(count)
        changeDrops(of: index, ledger: &ledger) { $0.droppedInPackets = sum.overflow ? .max : sum.partialValue }
    }

    /// Later statistics replace earlier ones: their counters run from the capture's start.
    private mutating func setDrops(_ count: UInt64, of index: Int, ledger: inout FrameLedger) {
        changeDrops(of: index, ledger: &ledger) { $0.droppedInStatistics = max($0.droppedInStatistics, count) }
    }

    private mutating func changeDrops(
        of index: Int, ledger: inout FrameLedger, _ change: (inout PcapngInterface) -> Void
    ) {
        let before = interfaces[index].dropped
        change(&interfaces[index])
        let after = interfaces[index].dropped
        ledger.countDropped(after > before ? after &- before : 0)
    }
}
