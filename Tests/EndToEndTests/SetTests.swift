import Capture
import Diagnosis
import Foundation
import Packets
import Reports
import Sessions
import Streams
import TestSupport
import Testing

/// Several files, or a ring of them, are one capture.
@Suite struct SetTests {
    /// Cut into ten files at arbitrary packets and handed over in the wrong order: the same report, frame by frame.
    @Test(arguments: Repository.captureNames)
    func aCaptureInTenFilesIsTheSameCapture(_ name: String) throws {
        try Self.check(RecordedCapture(name), name)
    }

    /// The same over the labelled lab, where it lies beside the project.
    @Test(.enabled(if: Lab.isAsked, Lab.why), arguments: Lab.captures)
    func aLabCaptureInTenFilesIsTheSameCapture(_ name: String) throws {
        try Self.check(RecordedCapture(path: (Lab.folder ?? "") + "/" + name), name)
    }

    private static func check(_ capture: RecordedCapture, _ name: String) throws {
        // Cut files follow the order of time, which a capture with a bad clock has lost.
        let times = capture.records.map(\.frame.timestamp)
        guard let bytes = capture.file(capture.records), times == times.sorted() else { return }
        let folder = try TemporaryFolder()
        var random = SplitMix64(seed: UInt64(name.utf8.reduce(0) { $0 &* 31 &+ Int($1) }.magnitude))
        let whole = RecordedSet([try folder.write(bytes, "whole")])
        let paths = try capture.cut(into: 10, folder, using: &random)
        let set = RecordedSet(paths.shuffled(using: &random))
        #expect(set.report.captures.count == paths.count)
        #expect(set.sessions.map(Culprits.words) == whole.sessions.map(Culprits.words), "\(name)")
        let expected = try FlatReport(whole.json)
        let found = try FlatReport(set.json)
        #expect(found.statements == expected.statements, "\(name)")
    }

    /// One direction in one file, the other in another, as two interfaces or two taps give them.
    @Test(arguments: ["mx-spamhaus-at-rcpt.pcap", "ok-partial-recipients.pcap", "dev-fin-mid-data.pcap"])
    func twoDirectionsInTwoFilesAreOneSession(_ name: String) throws {
        let capture = try RecordedCapture(name)
        let client = try #require(capture.judged().first?.session.client.address.description)
        let octets = client.split(separator: ".").compactMap { UInt8($0) }
        let isFromClient = { (record: RecordedCapture.Record) in Array(record.bytes.dropFirst(26).prefix(4)) == octets }
        let folder = try TemporaryFolder()
        let sent = try folder.write(
            #require(capture.file(capture.records.filter(isFromClient))), "from-client.pcap")
        let received = try folder.write(
            #require(capture.file(capture.records.filter { !isFromClient($0) })), "from-server.pcap")
        let set = RecordedSet([received, sent])
        #expect(set.sessions.map(Culprits.words) == capture.judged().map(Culprits.words))
        #expect(set.report.captures.count == 2)
        #expect(set.json.contains("\"captures\" : [\n        0,\n        1\n      ]"))
        #expect(set.text.contains(" of from-server.pcap"))
        #expect(set.text.contains("2 files as one capture: \(capture.records.count) frames"))
    }

    /// A ring that overlaps with another capture of the same wire.
    @Test(arguments: ["mx-spamhaus-at-rcpt.pcap", "path-loss-recovered.pcap", "dev-fin-mid-data.pcap"])
    func packetsThatTwoFilesHoldCountOnce(_ name: String) throws {
        let capture = try RecordedCapture(name)
        let folder = try TemporaryFolder()
        let whole = try folder.write(#require(capture.file(capture.records)), "whole.pcap")
        let half = try folder.write(
            #require(capture.file(Array(capture.records.suffix(capture.records.count / 2)))), "half.pcap")
        let copy = try folder.write(#require(capture.file(capture.records)), "copy.pcap")
        for paths in [[half, whole], [whole, copy]] {
            let set = RecordedSet(paths)
            #expect(set.sessions.map(Culprits.words) == capture.judged().map(Culprits.words))
            #expect(set.sessions.allSatisfy { ($0.session.connection?.duplicates ?? 1) > 0 })
        }
    }

    /// Days apart: what happened between the files nobody saw, and nobody is blamed for it.
    @Test func aBreakBetweenFilesIsNoSilence() throws {
        let capture = try RecordedCapture("mx-spamhaus-at-rcpt.pcap")
        let folder = try TemporaryFolder()
        let first = try folder.write(#require(capture.file(Array(capture.records.prefix(14)))), "monday.pcap")
        let start = capture.records.map(\.frame.timestamp.nanoseconds).max() ?? 0
        let later = try RecordedCapture("pf-greylisted.pcap").records.enumerated().map { index, record in
            TestFrame(record.bytes, at: Timestamp(nanoseconds: start + 86_400_000_000_000 + Int64(index) * 1_000_000))
        }
        let second = try folder.write(PcapWriter(resolution: .nanoseconds).file(later), "tuesday.pcap")
        let alone = RecordedSet([first]).sessions.map(Culprits.words)
        let both = RecordedSet([first, second]).sessions.map(Culprits.words)
        #expect(alone == Array(both.prefix(1)))
        #expect(both.count == 2)
    }

    @Test func aHandfulOfFilesHaveTheirOwnLine() throws {
        let capture = try RecordedCapture("mx-spamhaus-at-rcpt.pcap")
        let folder = try TemporaryFolder()
        var random = SplitMix64(seed: 1)
        let text = RecordedSet(try capture.cut(into: 11, folder, using: &random)).text
        #expect(text.contains("\n… and 7 more files · pcap, Ethernet · "))
        #expect(text.contains("\n11 files as one capture: 22 frames"))
    }
}

/// What a JSON report says, with each frame as it is numbered over all files: those of a file follow the files before it.
struct FlatReport {
    private(set) var statements: Set<String> = []
    private let offsets: [Int]

    init(_ json: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let report = try #require(object as? [String: Any])
        let captures = try #require(report["captures"] as? [[String: Any]])
        var next = 0
        offsets = captures.map { capture in
            defer { next += capture["packets"] as? Int ?? 0 }
            return next
        }
        for session in try #require(report["sessions"] as? [[String: Any]]) { add(session) }
    }

    private mutating func add(_ session: [String: Any]) {
        let home = session["capture"] as? Int ?? 0
        let id = session["id"] as? Int ?? 0
        let verdict = session["verdict"] as? [String: Any] ?? [:]
        func place(_ frame: Int, _ entry: [String: Any], _ key: String = "capture") -> Int {
            frame + offsets[entry[key] as? Int ?? home]
        }
        func add(_ frames: [Int], _ entry: [String: Any], _ words: String) {
            for frame in frames { statements.insert("\(id) \(words): \(place(frame, entry))") }
        }
        func entries(_ value: Any?, _ key: String, _ words: String) {
            for entry in value as? [[String: Any]] ?? [] {
                let words = "\(words) \(entry[key] ?? "")"
                add(entry["frames"] as? [Int] ?? [], entry, words)
                add((entry["frame"] as? Int).map { [$0] } ?? [], entry, words)
                for other in entry["elsewhere"] as? [[String: Any]] ?? [] {
                    add(other["frames"] as? [Int] ?? [], other, words)
                }
            }
        }
        entries(verdict["evidence"], "text", "evidence")
        entries(verdict["cleared"], "party", "cleared")
        entries(verdict["also"], "text", "also")
        entries(session["ladder"], "stage", "ladder")
        entries(session["dialogue"], "text", "dialogue")
        entries((verdict["decisive_reply"]).map { [$0] }, "code", "decisive")
        add((session["first_frame"] as? Int).map { [$0] } ?? [], session, "first")
        statements.insert("\(id) last: \(place(session["last_frame"] as? Int ?? 0, session, "last_capture"))")
        for key in ["start", "end", "uid"] { statements.insert("\(id) \(key) \(session[key] ?? "")") }
        for key in ["cause", "headline", "outcome", "confidence", "explanation"] {
            statements.insert("\(id) \(key) \(verdict[key] ?? "")")
        }
    }
}
