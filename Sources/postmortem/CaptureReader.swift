import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions

/// Reads a capture from its first frame to its verdicts.
struct CaptureReader {
    let knowledge: KnowledgeBase
    /// Ports that count as SMTP ports besides the standard ones.
    let ports: [UInt16]
    let showsProgress: Bool

    func read(_ path: String) throws(CaptureError) -> Report.AnalysedCapture {
        var file = try CaptureFile(path: path)
        let assembler = SessionAssembler(options)
        var progress = showsProgress ? ProgressLine(path) : nil
        file.forEachFrame { frame, bytes in
            assembler.process(frame, bytes)
            progress?.count(frame.capturedLength)
            return true
        }
        progress?.clear()
        let sessions = assembler.finish()
        let summary = file.summary
        let diagnosed = Diagnostician(knowledge: knowledge).diagnose(sessions, capture: CaptureHealth(summary))
        return Report.AnalysedCapture(
            summary: summary, sessions: diagnosed, undecodablePackets: assembler.undecodable,
            undecodableReasons: assembler.undecodableReasons, otherSegments: assembler.otherSegments,
            fragments: assembler.fragments)
    }

    private var options: SessionAssembler.Options {
        var options = SessionAssembler.Options()
        options.mailPorts += ports.filter { !options.mailPorts.contains($0) }
        let knowledge = knowledge
        options.isMailHostName = { knowledge.isMailHostName($0) }
        return options
    }
}
