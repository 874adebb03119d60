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

    /// Reads the inputs as one capture; what cannot be read of them is told in the second part.
    func read(_ inputs: [CaptureInput]) -> (set: Report.AnalysedSet, failures: [CaptureError]) {
        var set = CaptureSet(inputs)
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
        return (
            Report.AnalysedSet(
                captures: tally.captures(set.captures), sessions: diagnosed, numbering: set.numbering), set.failures
        )
    }

    /// A capture with what its file holds beside frames.
    struct Reading {
        let capture: Report.AnalysedCapture
        let notes: CaptureNotes
        let interfaces: [CaptureInterface]
    }

    /// Reads one file alone.
    func readAlone(_ path: String) throws(CaptureError) -> Reading {
        var file = try CaptureFile(path: path)
        let assembler = SessionAssembler(options)
        var progress = showsProgress ? ProgressLine([path]) : nil
        file.forEachFrame { frame, bytes in
            assembler.process(frame, bytes)
            progress?.count(frame.capturedLength)
            return true
        }
        progress?.clear()
        let summary = file.summary
        assembler.noteWatched(from: summary.startedAt, until: summary.endedAt)
        let diagnosed = Diagnostician(knowledge: knowledge)
            .diagnose(assembler.finish(), capture: CaptureHealth(summary))
        let capture = Report.AnalysedCapture(summary: summary, sessions: diagnosed)
        return Reading(capture: capture, notes: file.notes, interfaces: file.interfaces)
    }

    private var options: SessionAssembler.Options {
        var options = SessionAssembler.Options()
        options.mailPorts += ports.filter { !options.mailPorts.contains($0) }
        let knowledge = knowledge
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
