import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions

/// Reads captures from their first frame to their verdicts.
struct CaptureReader {
    let knowledge: KnowledgeBase
    /// Ports that count as SMTP ports besides the standard ones.
    let ports: [UInt16]
    let showsProgress: Bool
    /// Packets of a session will be written: its private octets have to be known.
    var isForEvidence = false

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
        var set = CaptureSet(inputs)
        set.keepsContents = keepsContents
        let assembler = SessionAssembler(options)
        var progress = showsProgress ? ProgressLine(inputs.map(\.path)) : nil
        var tally = CaptureTally()
        set.forEachFrame { frame, bytes, capture in
            if capture != tally.capture { tally.change(to: capture, CaptureTally.Counts(assembler)) }
            assembler.process(frame, bytes)
            progress?.count(frame.capturedLength)
            return true
        }
        progress?.clear()
        assembler.noteWatched(
            from: set.captures.compactMap(\.startedAt).min(), until: set.captures.compactMap(\.endedAt).max())
        var sessions = assembler.finish()
        tally.finish(CaptureTally.Counts(assembler))
        CaptureCoverage(set.captures).limit(&sessions)
        let diagnostician = Diagnostician(knowledge: knowledge)
        let diagnosed = diagnostician.diagnose(sessions, files: set.captures, numbering: set.numbering)
        let analysed = Report.AnalysedSet(
            captures: tally.captures(set.captures), sessions: diagnosed, numbering: set.numbering)
        return Reading(set: analysed, failures: set.failures, contents: set.contents)
    }

    private var options: SessionAssembler.Options {
        var options = SessionAssembler.Options()
        options.mailPorts += ports.filter { !options.mailPorts.contains($0) }
        let knowledge = knowledge
        options.keepsDisclosure = isForEvidence
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
