import Capture
import Foundation
import TestSupport
import Testing

/// `--format ndjson`: each session's line comes while the rest is still to be read.
@Suite(.enabled(if: LiveProgram.path != nil, "the program is not built beside the tests")) struct StreamedLinesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func object(_ line: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    /// The same text for the same value.
    private static func text(_ value: Any?) throws -> String {
        guard let value else { return "absent" }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed]
        return String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }

    /// The capture's frames, so many seconds later.
    private static func frames(
        _ name: String, after start: Timestamp? = nil, seconds: Int64 = 0
    ) throws -> [TestFrame] {
        let records = try RecordedCapture(name).records
        let first = records.first?.frame.timestamp.nanoseconds ?? 0
        return records.map { record in
            let time = record.frame.timestamp.nanoseconds
            let moved = start.map { $0.nanoseconds + seconds * 1_000_000_000 + time - first } ?? time
            return TestFrame(record.bytes, at: Timestamp(nanoseconds: moved))
        }
    }

    /// Three sessions, a minute between each and the next.
    private static func threeSessions() throws -> [[TestFrame]] {
        let first = try frames("mx-spamhaus-at-rcpt.pcap")
        let second = try frames("pf-greylisted.pcap", after: first.last?.time, seconds: 60)
        return [first, second, try frames("ok-exim-25.pcap", after: second.last?.time, seconds: 60)]
    }

    /// A FIFO that is left open: nothing has ended, and the first session is told.
    @Test func theFirstLineComesBeforeTheEnd() throws {
        let sessions = try Self.threeSessions()
        let path = folder.path + "/fifo"
        try #require(mkfifo(path, 0o600) == 0)
        let program = try LiveProgram(["--format", "ndjson", path])
        // Opening it both ways does not wait for the reader.
        let fifo = try #require(FileHandle(forUpdatingAtPath: path))
        let writer = PcapWriter(resolution: .nanoseconds)
        try fifo.write(contentsOf: Data(writer.file(sessions[0] + sessions[1])))
        program.waitUntilTold()
        let told = program.told.split(separator: "\n")
        #expect(program.process.isRunning)
        #expect(told.count == 1)
        let line = try told.first.map(Self.object) ?? [:]
        #expect((line["verdict"] as? [String: Any])?["cause"] as? String == "ip-blocklisted")
        #expect(line["id"] as? Int == 1)
        for frame in sessions[2] { try fifo.write(contentsOf: Data(writer.record(of: frame))) }
        try fifo.close()
        let end = program.finish()
        #expect(end.status == 0)
        #expect(try end.output.split(separator: "\n").map { try Self.object($0)["id"] as? Int } == [1, 2, 3])
    }

    /// Whoever reads one line and goes away ends the program.
    @Test func nobodyReadsOn() throws {
        let path = try folder.write(
            PcapWriter(resolution: .nanoseconds).file(Self.threeSessions().flatMap(\.self)), "three.pcap")
        let command = "\"$1\" --format ndjson \"$2\" | head -n 1 | wc -l"
        let run = try Program.start("/bin/sh", ["-c", command, "sh", try #require(Program.path), path])
        run.waitUntilExit()
        #expect(run.terminationStatus == 0)
    }

    /// What a line says is what the whole report says of that session.
    @Test func aLineSaysWhatTheReportSays() throws {
        let path = try folder.write(
            PcapWriter(resolution: .nanoseconds).file(Self.threeSessions().flatMap(\.self)), "three.pcap")
        let some = Repository.captureNames.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
        for inputs in [[path]] + some.map({ [Repository.capture($0)] }) {
            let whole = try Self.object(try Program.run(["--format", "json"] + inputs).output)
            let lines = try Program.run(["--format", "ndjson"] + inputs).lines.map(Self.object)
            let sessions = try #require(whole["sessions"] as? [[String: Any]])
            #expect(lines.count == sessions.count, "\(inputs)")
            let byID = Dictionary(lines.map { ($0["uid"] as? String ?? "", $0) }) { first, _ in first }
            for session in sessions {
                let line = byID[session["uid"] as? String ?? ""] ?? [:]
                for key in ["verdict", "dialogue", "ladder", "transactions", "tcp"] {
                    #expect(try Self.text(line[key]) == Self.text(session[key]), "\(inputs) \(key)")
                }
            }
        }
    }

    @Test func theClosingLineTellsOfTheWhole() throws {
        let path = try folder.write(
            PcapWriter(resolution: .nanoseconds).file(Self.threeSessions().flatMap(\.self)), "three.pcap")
        let lines = try Program.run(["--format", "ndjson", "--closing-line", path]).lines
        #expect(lines.count == 4)
        let closing = try Self.object(try #require(lines.last))
        let whole = try Self.object(try Program.run(["--format", "json", path]).output)
        #expect(Set(closing.keys).union(["sessions"]) == Set(whole.keys).union(["sessions"]))
        for key in ["captures", "summary", "devices", "schema_version"] {
            #expect(try Self.text(closing[key]) == Self.text(whole[key]), "\(key)")
        }
        #expect(try Program.run(["--closing-line", path]).status == 64)
        #expect(try Program.run(["--closing-line", "--format", "ndjson", "--session", "1", path]).status == 64)
    }

    /// Selections and the exit status are those of the whole report.
    @Test func selectionsAndStatus() throws {
        let path = try folder.write(
            PcapWriter(resolution: .nanoseconds).file(Self.threeSessions().flatMap(\.self)), "three.pcap")
        func run(_ options: String...) throws -> Program.Run {
            try Program.run(["--format", "ndjson"] + options + [path])
        }
        #expect(try run("--failed").lines.count == 2)
        #expect(try run("--limit", "1").lines.count == 1)
        #expect(try run("--limit", "0").lines.isEmpty)
        #expect(try run("--client", "203.0.113.99").lines.isEmpty)
        #expect(try run("--check").status == 28)
        #expect(try run("--check", "--client", "203.0.113.99").status == 32)
        let second = try run("--session", "2").lines
        #expect(try second.map { try Self.object($0)["id"] as? Int } == [2])
        let both = try Program.run(["--format", "ndjson", "--separately", path, Repository.capture("ok-exim-25.pcap")])
        #expect(try both.lines.map { try Self.object($0)["capture"] as? Int } == [0, 0, 0, 1])
        #expect(try both.lines.map { try Self.object($0)["id"] as? Int } == [1, 2, 3, 4])
    }

    @Test func nothingReadableWritesNoFile() throws {
        let text = try folder.write(Array("no capture\n".utf8), "notes.pcap")
        let target = folder.path + "/lines.ndjson"
        #expect(try Program.run(["--format", "ndjson", "-o", target, text]).status == 2)
        #expect(!FileManager.default.fileExists(atPath: target))
    }
}
