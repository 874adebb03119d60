import Bytes
import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import TestSupport

/// A capture, its report, and its sessions as evidence files.
struct Extraction {
    let path: String
    let report: Report
    let reading: Reading
    /// Where the file lies, as long as this lives.
    private let folder: TemporaryFolder?

    /// What one reading of a file gave.
    struct Reading {
        var frames: [Frame] = []
        var contents: [[UInt8]] = []
        var summary: CaptureSummary
        var notes: CaptureNotes
        var interfaces: [CaptureInterface]
    }

    init(path: String, in folder: TemporaryFolder? = nil) throws {
        self.path = path
        self.folder = folder
        var file = try CaptureFile(path: path)
        var options = SessionAssembler.Options()
        options.isMailHostName = RecordedCapture.knowledge.isMailHostName
        let assembler = SessionAssembler(options)
        var frames: [Frame] = []
        var contents: [[UInt8]] = []
        file.forEachFrame { frame, bytes in
            assembler.process(frame, bytes)
            frames.append(copy frame)
            contents.append(bytes.copied())
            return true
        }
        let summary = file.summary
        assembler.noteWatched(from: summary.startedAt, until: summary.endedAt)
        let diagnosed = Diagnostician(knowledge: RecordedCapture.knowledge)
            .diagnose(assembler.finish(), capture: CaptureHealth(summary))
        report = Report(version: "test", captures: [Report.AnalysedCapture(summary: summary, sessions: diagnosed)])
        reading = Reading(
            frames: frames, contents: contents, summary: summary, notes: file.notes, interfaces: file.interfaces)
    }

    func evidence(_ entry: Report.Entry, _ privacy: EvidenceFile.Privacy) -> EvidenceFile {
        EvidenceFile(
            entry, of: report, sourceNotes: reading.notes, interfaces: reading.interfaces, privacy: privacy)
    }

    /// Writes one session and reads it again.
    func extract(
        _ entry: Report.Entry, into folder: TemporaryFolder, _ privacy: EvidenceFile.Privacy = .masked
    ) throws -> Extraction {
        let path = folder.file("session-\(entry.id).pcapng")
        var target = try PcapngWriter(path: path, options: PcapngWriter.Options(overwrites: true))
        _ = try evidence(entry, privacy).write(into: &target)
        return try Extraction(path: path, in: folder)
    }

    /// All octets of the frames, one after the other.
    var text: String { String(decoding: reading.contents.joined(), as: UTF8.self) }

    /// A verdict without its frame numbers.
    static func words(_ verdict: Verdict) -> String {
        [
            verdict.outcome.rawValue, verdict.stageReached?.rawValue ?? "-", verdict.stoppedAt?.rawValue ?? "-",
            verdict.endedBy.rawValue, verdict.responsible.rawValue, verdict.cause, verdict.confidence.rawValue,
            verdict.headline, verdict.cleared.map(\.party.rawValue).sorted().joined(separator: ","),
        ].joined(separator: " | ")
    }
}
