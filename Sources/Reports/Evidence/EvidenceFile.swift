import Bytes
package import Capture
import Diagnosis
import Packets
import Sessions
import Streams

/// Writes one session of a capture into a pcapng file of its own: its packets and what explains them, annotated.
package struct EvidenceFile: Sendable {
    /// What is written of what is private.
    package enum Privacy: Sendable {
        /// Credentials and message content are masked.
        case masked
        /// Credentials are masked.
        case withBodies
        /// Everything as captured.
        case unredacted

        /// A sentence for the section's comment.
        package var note: String {
            switch self {
            case .masked: "Credentials and message content are masked with x; lengths and line ends are kept."
            case .withBodies: "Credentials are masked with x, their lengths are kept; message content is as captured."
            case .unredacted: "Nothing is masked: credentials and message content are as captured."
            }
        }
    }

    /// What was written.
    package struct Outcome: Sendable {
        package var packets = 0
        package var sourcePackets = 0
        package var bytes = 0
    }

    /// An interface of one of the source's files.
    private struct Source: Hashable {
        var capture: Int
        var interface: Int

        /// That of datagrams which were put together.
        static let reassembled = Source(capture: -1, interface: -1)
    }

    private let notes: EvidenceNotes
    private let captures: [CaptureSummary]
    private let inputs: [CaptureInput]
    private let contents: [Int: CaptureContents]
    private let privacy: Privacy
    /// A key log of the session, to be put into the file.
    private let keys: String

    /// `inputs` are those that the report was made of, as one capture; `contents` is what their files hold beside
    /// frames.
    package init(
        _ entry: Report.Entry, of report: Report, inputs: [CaptureInput], contents: [Int: CaptureContents],
        privacy: Privacy, keys: String = ""
    ) {
        notes = EvidenceNotes(entry, of: report)
        captures = report.captures.map(\.summary)
        self.inputs = inputs
        self.contents = contents
        self.privacy = privacy
        self.keys = keys
    }

    /// Reads the source a second time and writes what belongs to the session. Closes the target.
    package func write(into target: inout PcapngWriter) throws(CaptureError) -> Outcome {
        let session = notes.entry.diagnosed.session
        var source = CaptureSet(inputs)
        begin(&target, session)
        let frames = SessionFrames(session)
        var mask = privacy == .unredacted ? nil : StreamMask(session, keepsContent: privacy == .withBodies)
        let comments = notes.frames
        let sourceComments = commentsOfFrames
        var fragments = WholeDatagrams()
        var indices: [Source: Int] = [:]
        var outcome = Outcome()
        source.forEachFrame { frame, bytes, capture in
            outcome.sourcePackets &+= 1
            var packet = PacketDecoder.decode(frame, bytes)
            let datagram = fragments.take(packet, bytes, frame)
            if let datagram { packet = datagram.packet }
            let mine: SessionFrames.Part?
            if let datagram {
                mine = frames.part(frame, packet, datagram.octets.rawSpan)
            } else {
                mine = frames.part(frame, packet, bytes)
            }
            guard let part = mine else { return true }
            let key = datagram == nil ? Source(capture: capture, interface: frame.interface) : .reassembled
            let interface: Int
            if let known = indices[key] {
                interface = known
            } else {
                interface = declare(key, frame.linkType, &target)
                indices[key] = interface
                if indices.count == 1 { tellWatched(&target, session) }
            }
            var octets = datagram?.octets ?? bytes.copied()
            mask?.apply(to: &octets, packet, part)
            let place = notes.entry.places.place(frame.number)
            var texts = sourceComments[place] ?? []
            if let datagram { texts.append(notes.reassembled(datagram.frames)) }
            if let comment = comments[frame.number] { texts.append(comment) }
            target.packet(
                octets.rawSpan, originalLength: datagram?.originalLength ?? frame.originalLength, at: frame.timestamp,
                interface: interface, comments: texts)
            outcome.packets &+= 1
            return target.failure == nil
        }
        try target.close()
        outcome.bytes = target.bytesWritten
        return outcome
    }

    // MARK: -

    private func begin(_ target: inout PcapngWriter, _ session: Session) {
        let all = contents.sorted { $0.key < $1.key }.map(\.value.notes)
        let comments = all.flatMap(\.comments).filter { $0.subject == .section }.map(\.text)
        target.section(
            comments: [notes.section(redaction: privacy.note)] + comments, application: "postmortem \(notes.version)")
        let addresses = [session.client.address, session.server?.address].compactMap { $0?.octets }
        target.names(all.flatMap(\.names).filter { addresses.contains($0.address) })
        // Keys that the capture holds stay out: they may open other sessions.
        if !keys.isEmpty { target.secrets(DecryptionSecrets(kind: .tlsKeyLog, bytes: Array(keys.utf8))) }
    }

    /// An interface is declared before its first packet. Those beyond the reader's limit have a link type only.
    private func declare(_ source: Source, _ linkType: LinkType, _ target: inout PcapngWriter) -> Int {
        if source == .reassembled { return target.interface(.raw, name: "reassembled") }
        guard let file = contents[source.capture], file.interfaces.indices.contains(source.interface) else {
            return target.interface(linkType)
        }
        let interface = file.interfaces[source.interface]
        let comments = file.notes.comments.filter { $0.subject == .interface(source.interface) }.map(\.text)
        return target.interface(
            linkType, snapLength: interface.snapLength, name: interface.name, comments: comments)
    }

    /// How long the source was watched, and what it lost: a verdict about silence depends on both.
    private func tellWatched(_ target: inout PcapngWriter, _ session: Session) {
        let places = [session.first, session.last].map { notes.entry.places.place($0.frame).capture }
        let files = captures.indices.filter { ((places.min() ?? 0)...(places.max() ?? 0)).contains($0) }
        let dropped = files.compactMap { captures[$0].droppedPackets }.map { UInt64(clamping: $0) }
        target.statistics(
            interface: 0, at: session.captureEnd, dropped: dropped.isEmpty ? nil : dropped.reduce(0, &+),
            start: session.captureStart, end: session.captureEnd)
    }

    private var commentsOfFrames: [FrameNumbering.Place: [String]] {
        var texts: [FrameNumbering.Place: [String]] = [:]
        for (capture, file) in contents {
            for comment in file.notes.comments {
                guard case .frame(let number) = comment.subject else { continue }
                texts[FrameNumbering.Place(capture: capture, number: number), default: []].append(comment.text)
            }
        }
        return texts
    }
}

extension IPAddress {
    /// 4 octets or 16, in network byte order.
    fileprivate var octets: [UInt8] {
        if let v4 { return (0..<4).map { UInt8(truncatingIfNeeded: v4 >> UInt32(24 - 8 * $0)) } }
        return (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) }
    }
}
