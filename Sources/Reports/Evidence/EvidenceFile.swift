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

    private let notes: EvidenceNotes
    private let capture: CaptureSummary
    /// Names, secrets and comments of the source, and its interfaces.
    private let sourceNotes: CaptureNotes
    private let interfaces: [CaptureInterface]
    private let privacy: Privacy

    package init(
        _ entry: Report.Entry, of report: Report, sourceNotes: CaptureNotes, interfaces: [CaptureInterface],
        privacy: Privacy
    ) {
        notes = EvidenceNotes(entry, of: report)
        capture = report.captures[entry.capture].summary
        self.sourceNotes = sourceNotes
        self.interfaces = interfaces
        self.privacy = privacy
    }

    /// Reads the source a second time and writes what belongs to the session. Closes the target.
    package func write(into target: inout PcapngWriter) throws(CaptureError) -> Outcome {
        let session = notes.entry.diagnosed.session
        var source = try CaptureFile(path: capture.path)
        begin(&target, session)
        var frames = SessionFrames(session)
        var mask = privacy == .unredacted ? nil : StreamMask(session, keepsContent: privacy == .withBodies)
        let comments = notes.frames
        let sourceComments = commentsOfFrames
        var indices: [Int: Int] = [:]
        var outcome = Outcome()
        source.forEachFrame { frame, bytes in
            outcome.sourcePackets &+= 1
            let packet = PacketDecoder.decodeWithFirstFragment(frame, bytes)
            guard let part = frames.part(frame, packet, bytes) else { return true }
            let interface: Int
            if let known = indices[frame.interface] {
                interface = known
            } else {
                interface = declare(frame.interface, frame.linkType, &target)
                indices[frame.interface] = interface
                if indices.count == 1 { tellWatched(&target, session) }
            }
            var octets = bytes.copied()
            mask?.apply(to: &octets, packet, part)
            let texts = (sourceComments[frame.number] ?? []) + (comments[frame.number].map { [$0] } ?? [])
            target.packet(
                octets.rawSpan, originalLength: frame.originalLength, at: frame.timestamp, interface: interface,
                comments: texts)
            outcome.packets &+= 1
            return target.failure == nil
        }
        try target.close()
        outcome.bytes = target.bytesWritten
        return outcome
    }

    // MARK: -

    private func begin(_ target: inout PcapngWriter, _ session: Session) {
        let comments = sourceNotes.comments.filter { $0.subject == .section }.map(\.text)
        target.section(
            comments: [notes.section(redaction: privacy.note)] + comments, application: "postmortem \(notes.version)")
        let addresses = [session.client.address, session.server?.address].compactMap { $0?.octets }
        target.names(sourceNotes.names.filter { addresses.contains($0.address) })
        // Keys open what the mask cannot reach.
        if privacy == .unredacted { for secrets in sourceNotes.secrets { target.secrets(secrets) } }
    }

    /// An interface is declared before its first packet. Those beyond the reader's limit have a link type only.
    private func declare(_ index: Int, _ linkType: LinkType, _ target: inout PcapngWriter) -> Int {
        guard interfaces.indices.contains(index) else { return target.interface(linkType) }
        let interface = interfaces[index]
        let comments = sourceNotes.comments.filter { $0.subject == .interface(index) }.map(\.text)
        return target.interface(
            linkType, snapLength: interface.snapLength, name: interface.name, comments: comments)
    }

    /// How long the source was watched, and what it lost: a verdict about silence depends on both.
    private func tellWatched(_ target: inout PcapngWriter, _ session: Session) {
        target.statistics(
            interface: 0, at: session.captureEnd, dropped: capture.droppedPackets.map { UInt64(clamping: $0) },
            start: session.captureStart, end: session.captureEnd)
    }

    private var commentsOfFrames: [Int: [String]] {
        var texts: [Int: [String]] = [:]
        for comment in sourceNotes.comments {
            if case .frame(let number) = comment.subject { texts[number, default: []].append(comment.text) }
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
