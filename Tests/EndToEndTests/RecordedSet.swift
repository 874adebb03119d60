import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import TestSupport

/// Frames written to files and read as one capture, from the first frame to the report.
struct RecordedSet {
    let report: Report
    let sessions: [DiagnosedSession]
    let numbering: FrameNumbering
    let failures: [CaptureError]

    init(_ paths: [String]) {
        var set = CaptureSet(paths: paths)
        var options = SessionAssembler.Options()
        options.isMailHostName = RecordedCapture.knowledge.isMailHostName
        let assembler = SessionAssembler(options)
        var tally = CaptureTally()
        func counts() -> CaptureTally.Counts {
            .init(
                undecodable: assembler.undecodable, reasons: assembler.undecodableReasons,
                otherSegments: assembler.otherSegments)
        }
        set.forEachFrame { frame, bytes, capture in
            if capture != tally.capture { tally.change(to: capture, counts()) }
            assembler.process(frame, bytes)
            return true
        }
        var found = assembler.finish()
        tally.finish(counts())
        CaptureCoverage(set.captures).limit(&found)
        sessions = Diagnostician(knowledge: RecordedCapture.knowledge)
            .diagnose(found, files: set.captures, numbering: set.numbering)
        numbering = set.numbering
        failures = set.failures
        report = Report(
            version: "test",
            sets: [
                Report.AnalysedSet(
                    captures: tally.captures(set.captures), sessions: sessions, numbering: set.numbering)
            ])
    }

    var json: String { (try? ReportEncoder().json(report, limit: nil)) ?? "" }
    var text: String { TextReport(report, options: TextOptions()).text }
}

extension RecordedCapture {
    /// The frames as they can be written again; nil where they have several link types.
    func file(_ chosen: [Record]) -> [UInt8]? {
        let types = Set(records.map(\.frame.linkType))
        guard let type = types.first, types.count == 1 else { return nil }
        let frames = chosen.map { record in
            var frame = TestFrame(record.bytes, at: record.frame.timestamp)
            frame.originalLength = record.frame.originalLength
            return frame
        }
        return PcapWriter(linkType: type, resolution: .nanoseconds).file(frames)
    }

    /// Writes the frames to `count` files, cut at arbitrary places, and returns their paths in order.
    func cut(into count: Int, _ folder: TemporaryFolder, using random: inout SplitMix64) throws -> [String] {
        let cuts = (1..<max(2, records.count)).shuffled(using: &random).prefix(count - 1).sorted()
        let bounds = [0] + cuts + [records.count]
        return try zip(bounds, bounds.dropFirst()).enumerated().compactMap { index, bound in
            guard bound.0 < bound.1, let bytes = file(Array(records[bound.0..<bound.1])) else { return nil }
            return try folder.write(bytes, "\(index).pcap")
        }
    }
}
