import Bytes
import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import TestSupport

/// A capture, its report, and its sessions as evidence files.
struct Extraction {
    let paths: [String]
    let report: Report
    let reading: Reading
    /// Where the files lie, as long as this lives.
    private let folder: TemporaryFolder?

    var path: String { paths.first ?? "" }

    /// What one reading gave.
    struct Reading {
        var frames: [Frame] = []
        var contents: [[UInt8]] = []
        var captures: [CaptureSummary]
        var files: [Int: CaptureContents]

        var problems: [CaptureProblem] { captures.flatMap(\.problems) }
        var comments: [CaptureComment] { files.values.flatMap(\.notes.comments) }
        var interfaces: [CaptureInterface] { files.values.flatMap(\.interfaces) }
    }

    init(path: String, in folder: TemporaryFolder? = nil) { self.init(paths: [path], in: folder) }

    init(paths: [String], in folder: TemporaryFolder? = nil) {
        self.paths = paths
        self.folder = folder
        var set = CaptureSet(paths: paths)
        set.keepsContents = true
        var options = SessionAssembler.Options()
        options.isMailHostName = RecordedCapture.knowledge.isMailHostName
        let assembler = SessionAssembler(options)
        var frames: [Frame] = []
        var contents: [[UInt8]] = []
        set.forEachFrame { frame, bytes, _ in
            assembler.process(frame, bytes)
            frames.append(copy frame)
            contents.append(bytes.copied())
            return true
        }
        assembler.noteWatched(
            from: set.captures.compactMap(\.startedAt).min(), until: set.captures.compactMap(\.endedAt).max())
        var sessions = assembler.finish()
        CaptureCoverage(set.captures).limit(&sessions)
        let diagnosed = Diagnostician(knowledge: RecordedCapture.knowledge)
            .diagnose(sessions, files: set.captures, numbering: set.numbering)
        let captures = set.captures.map { Report.AnalysedCapture(summary: $0, sessions: []) }
        report = Report(
            version: "test",
            sets: [Report.AnalysedSet(captures: captures, sessions: diagnosed, numbering: set.numbering)])
        reading = Reading(frames: frames, contents: contents, captures: set.captures, files: set.contents)
    }

    func evidence(_ entry: Report.Entry, _ privacy: EvidenceFile.Privacy, keys: String = "") -> EvidenceFile {
        EvidenceFile(
            entry, of: report, inputs: paths.map { CaptureInput($0) }, contents: reading.files, privacy: privacy,
            keys: keys)
    }

    /// Writes one session and reads it again.
    func extract(
        _ entry: Report.Entry, into folder: TemporaryFolder, _ privacy: EvidenceFile.Privacy = .masked,
        keys: String = ""
    ) throws -> Extraction {
        let path = folder.file("session-\(entry.id).pcapng")
        var target = try PcapngWriter(path: path, options: PcapngWriter.Options(overwrites: true))
        _ = try evidence(entry, privacy, keys: keys).write(into: &target)
        return Extraction(path: path, in: folder)
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
