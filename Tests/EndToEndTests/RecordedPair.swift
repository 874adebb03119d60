import Bytes
import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import Streams
import TestSupport

/// Two captures of one network, from both sides of a box, judged together.
struct RecordedPair {
    var inside: RecordedCapture
    var outside: RecordedCapture

    init(inside: RecordedCapture, outside: RecordedCapture) {
        self.inside = inside
        self.outside = outside
    }

    /// A pair of the project: `name` and `name-outside`.
    init(_ name: String) throws {
        inside = try RecordedCapture(name + ".pcap")
        outside = try RecordedCapture(name + "-outside.pcap")
    }

    /// A scenario of the labelled lab.
    init(lab scenario: String) throws {
        let folder = (Lab.folder ?? "") + "/" + scenario + "/"
        let files = Repository.names(in: folder)
        inside = try RecordedCapture(path: folder + (files.first { $0.hasPrefix("inside.pcap") } ?? ""))
        outside = try RecordedCapture(path: folder + (files.first { $0.hasPrefix("outside.pcap") } ?? ""))
    }

    func judged() -> [DiagnosedSession] {
        let inner = Self.assemble(inside, after: 0)
        let outer = Self.assemble(outside, after: inside.records.count)
        var matcher = SessionMatcher(
            inside: inner.sessions, outside: outer.sessions, insideLookups: inner.lookups,
            outsideLookups: outer.lookups)
        let times = outside.records.map(\.frame.timestamp)
        var watched: ClosedRange<Timestamp>?
        if let first = times.min(), let last = times.max() { watched = first...last }
        let pairs = matcher.paired(outsideWatched: watched)
        return Diagnostician(knowledge: RecordedCapture.knowledge)
            .diagnose(pairs, inside: inside.health, outside: outside.health.numbered(after: inside.records.count))
    }

    private static func assemble(
        _ capture: RecordedCapture, after last: Int
    ) -> (sessions: [Session], lookups: [NameLookup]) {
        var options = SessionAssembler.Options()
        options.isMailHostName = RecordedCapture.knowledge.isMailHostName
        options.streams.tracedSegments = 32_768
        let assembler = SessionAssembler(options)
        for record in capture.records {
            assembler.process(record.frame.numbered(from: last + 1), record.bytes.rawSpan)
        }
        return (assembler.finish(), assembler.lookups)
    }
}

extension RecordedCapture {
    /// The same capture by another clock.
    func shifted(bySeconds seconds: Double) -> RecordedCapture {
        var capture = self
        for index in capture.records.indices {
            let frame = capture.records[index].frame
            capture.records[index].frame = Frame(
                number: frame.number,
                timestamp: Timestamp(nanoseconds: frame.timestamp.nanoseconds + Int64(seconds * 1e9)),
                linkType: frame.linkType, interface: frame.interface, capturedLength: frame.capturedLength,
                originalLength: frame.originalLength)
        }
        return capture
    }
}
