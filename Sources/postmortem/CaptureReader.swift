import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import Streams
import TLS

/// Reads captures from their first frame to their verdicts.
struct CaptureReader {
    let knowledge: KnowledgeBase
    let trust: TrustStore
    /// Ports that count as SMTP ports besides the standard ones.
    let ports: [UInt16]
    let showsProgress: Bool
    /// Packets of a session will be written: its private octets have to be known.
    var isForEvidence = false
    /// Segments of a connection that are kept for a comparison.
    var tracedSegments = 0

    /// Keys for what is inside TLS. Those that captures bring are added.
    var keys = TLSKeys()

    /// Inputs that were read as one capture.
    struct Reading {
        let set: Report.AnalysedSet
        /// What could not be read of them.
        let failures: [CaptureError]
        /// What the files hold beside frames, where that was to be kept.
        let contents: [Int: CaptureContents]
    }

    func read(_ inputs: [CaptureInput]) -> Reading { read(inputs, keepsContents: false) }

    func read(_ inputs: [CaptureInput], keepsContents: Bool) -> Reading {
        let assembled = assemble(inputs, keepsContents: keepsContents)
        let diagnostician = Diagnostician(knowledge: knowledge, trust: trust)
        let diagnosed = diagnostician.diagnose(
            assembled.sessions, files: assembled.captures.map(\.summary), numbering: assembled.numbering)
        let analysed = Report.AnalysedSet(
            captures: assembled.captures, sessions: diagnosed, numbering: assembled.numbering)
        return Reading(set: analysed, failures: assembled.failures, contents: assembled.contents)
    }

    /// Inputs of one capture point, read as far as their sessions.
    struct Assembled {
        let captures: [Report.AnalysedCapture]
        let sessions: [Session]
        let lookups: [NameLookup]
        let numbering: FrameNumbering
        let failures: [CaptureError]
        let contents: [Int: CaptureContents]
    }

    /// Frames are numbered from `firstFrame` on.
    func assemble(_ inputs: [CaptureInput], keepsContents: Bool = false, firstFrame: Int = 1) -> Assembled {
        var set = CaptureSet(inputs)
        // Names in the files label addresses; what is kept is limited.
        set.keepsContents = true
        let inbox = SecretsInbox()
        set.secrets = inbox
        let assembler = SessionAssembler(options)
        var progress = showsProgress ? ProgressLine(inputs.map(\.path)) : nil
        var tally = CaptureTally()
        set.forEachFrame { frame, bytes, capture in
            if capture != tally.capture { tally.change(to: capture, CaptureTally.Counts(assembler)) }
            takeSecrets(inbox)
            assembler.process(frame.numbered(from: firstFrame), bytes)
            progress?.count(frame.capturedLength)
            return true
        }
        progress?.clear()
        takeSecrets(inbox)
        assembler.noteWatched(
            from: set.captures.compactMap(\.startedAt).min(), until: set.captures.compactMap(\.endedAt).max())
        var sessions = assembler.finish()
        tally.finish(CaptureTally.Counts(assembler))
        CaptureCoverage(set.captures).limit(&sessions)
        let recorded = set.contents.sorted { $0.key < $1.key }.flatMap { $0.value.notes.names }
        RecordedNames(recorded).label(&sessions)
        return Assembled(
            captures: tally.captures(set.captures), sessions: sessions, lookups: assembler.lookups,
            numbering: set.numbering, failures: set.failures, contents: keepsContents ? set.contents : [:])
    }

    @inline(__always)
    func takeSecrets(_ inbox: SecretsInbox) {
        if inbox.mayGrow { keys.mayGrow = true }
        guard inbox.hasSecrets else { return }
        for secrets in inbox.take() where secrets.kind == .tlsKeyLog {
            keys.read(secrets.bytes.span.bytes)
            keys.endLine()
        }
    }

    var options: SessionAssembler.Options {
        var options = SessionAssembler.Options()
        options.keys = keys
        options.waitsForKeys = true
        options.mailPorts += ports.filter { !options.mailPorts.contains($0) }
        let knowledge = knowledge
        options.keepsDisclosure = isForEvidence
        options.streams.tracedSegments = tracedSegments
        options.isMailHostName = { knowledge.isMailHostName($0) }
        return options
    }
}

extension CaptureTally.Counts {
    init(_ assembler: SessionAssembler) {
        self.init(
            undecodable: assembler.undecodable, reasons: assembler.undecodableReasons,
            otherSegments: assembler.otherSegments, fragments: assembler.fragments)
    }
}
