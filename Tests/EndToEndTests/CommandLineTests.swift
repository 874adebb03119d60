import Foundation
import TestSupport
import Testing

/// The program with several inputs, as a person starts it.
@Suite(.enabled(if: Program.path != nil, "the program is not built beside the tests")) struct CommandLineTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func copy(_ name: String, as other: String) throws -> String {
        try folder.write(try Repository.bytes(of: Repository.capture(name)), other)
    }

    @Test func aDirectoryIsOneCapture() throws {
        _ = try copy("mx-spamhaus-at-rcpt.pcap", as: "a.trace")
        _ = try copy("pf-greylisted.pcap", as: "b")
        try folder.write(Array("no capture\n".utf8), "notes.pcap")
        let run = try Program.run(["--quiet", folder.path])
        #expect(run.status == 0)
        #expect(run.lines.count == 2)
        #expect(run.complaints == "")
    }

    @Test func aDirectoryWithoutCapturesIsNothing() throws {
        try folder.write(Array("no capture\n".utf8), "notes.txt")
        let run = try Program.run([folder.path])
        #expect(run.status == 2)
        #expect(run.complaints.contains("no capture in"))
    }

    @Test func anUnreadableFileAmongGoodOnes() throws {
        let good = try copy("mx-spamhaus-at-rcpt.pcap", as: "good.pcap")
        let text = try folder.write(Array("no capture\n".utf8), "notes.pcap")
        let run = try Program.run(["--quiet", text, good, folder.path + "/missing.pcap"])
        #expect(run.status == 1)
        #expect(run.lines.count == 1 && run.output.contains("ip-blocklisted"))
        #expect(run.complaints.contains("notes.pcap") && run.complaints.contains("missing.pcap"))
    }

    @Test func separatelyIsEachFileOnItsOwn() throws {
        let capture = try RecordedCapture("mx-spamhaus-at-rcpt.pcap")
        let middle = capture.records.count / 2
        let first = try folder.write(#require(capture.file(Array(capture.records.prefix(middle)))), "1.pcap")
        let second = try folder.write(#require(capture.file(Array(capture.records.dropFirst(middle)))), "2.pcap")
        #expect(try Program.run(["--quiet", second, first]).lines.count == 1)
        let apart = try Program.run(["--quiet", "--separately", second, first])
        #expect(apart.lines.count == 2)
        #expect(apart.status == 0)
    }

    /// Captures alone, and words to explain, are run without a look at the options; what comes out is the same.
    @Test(arguments: [
        ["mx-spamhaus-at-rcpt.pcap"], ["ok-exim-25.pcap", "pf-greylisted.pcap"], ["test-passes-delivery-fails.pcap"],
        ["missing.pcap"], ["ok-exim-25.pcap", "missing.pcap"], ["README.md"],
    ])
    func theFormWithoutOptionsIsTheSame(_ names: [String]) throws {
        let paths = names.map { Repository.capture($0) }
        let (plain, parsed) = (try Program.run(paths), try Program.run(["analyze"] + paths))
        #expect(plain.output == parsed.output && plain.complaints == parsed.complaints)
        #expect(plain.status == parsed.status)
    }

    @Test(arguments: [
        ["550", "5.7.1"], ["smtp.gmail.com:587"], ["relay", "denied"], ["words that nobody knows"], [" "],
    ])
    func soIsThatOfExplain(_ words: [String]) throws {
        let plain = try Program.run(["explain"] + words)
        let parsed = try Program.run(["explain", "--color", "auto"] + words)
        #expect(plain.output == parsed.output && plain.status == parsed.status)
        #expect(plain.complaints.split(separator: "\n").first == parsed.complaints.split(separator: "\n").first)
    }

    @Test func whatIsExplainedMayBeginWithAHyphen() throws {
        #expect(try Program.run(["explain", "-2147467259"]).output.contains("Windows"))
        #expect(try Program.run(["explain", "--", "-> 550 5.7.1 relaying denied"]).output.hasPrefix("relay-denied"))
        let unknown = try Program.run(["explain", "--colour", "never", "550"])
        #expect(unknown.status == 64 && unknown.complaints.contains("Unknown option '--colour'"))
        #expect(try Program.run(["--version"]).output.split(separator: ".").count == 3)
    }

    /// A rule of a user's file whose pattern takes for ever: the capture is judged all the same, and it is told.
    @Test func aSlowPatternIsTold() throws {
        let rules = try folder.write(
            Array(
                "replies:\n  - {id: slow, when: {pattern: '(.*)*(.*)*[!]{9}'}, cause: relay-denied, sourced: no}\n".utf8
            ),
            "slow.yaml")
        let run = try Program.run(["--quiet", "--rules", rules, Repository.capture("mx-spamhaus-at-rcpt.pcap")])
        #expect(run.status == 0 && run.output.contains("ip-blocklisted"))
        #expect(run.complaints.contains("took too many steps"), "\(run.complaints)")
    }

    @Test func standardInputIsReadToItsEnd() throws {
        let bytes = try Repository.bytes(of: Repository.capture("mx-spamhaus-at-rcpt.pcap"))
        let run = try Program.run(["--quiet", "-"], input: bytes)
        #expect(run.status == 0)
        #expect(run.output.contains("ip-blocklisted"))
    }

    @Test func standardInputAmongFiles() throws {
        let file = try copy("pf-greylisted.pcap", as: "b.pcap")
        let bytes = try Repository.bytes(of: Repository.capture("mx-spamhaus-at-rcpt.pcap"))
        let run = try Program.run(["--quiet", file, "-"], input: bytes)
        #expect(run.status == 0)
        #expect(run.lines.count == 2)
    }

    @Test func aFIFOIsReadToItsEnd() throws {
        let fifo = folder.path + "/fifo"
        try #require(mkfifo(fifo, 0o600) == 0)
        let capture = Repository.capture("mx-spamhaus-at-rcpt.pcap")
        let writer = try Program.start("/bin/sh", ["-c", "cat \"$1\" > \"$2\"", "sh", capture, fifo])
        let run = try Program.run(["--quiet", fifo])
        writer.waitUntilExit()
        #expect(run.status == 0)
        #expect(run.output.contains("ip-blocklisted"))
    }
}

/// The program that was built with the tests.
enum Program {
    struct Run {
        var status: Int32
        var output: String
        var complaints: String
        var lines: [Substring] { output.split(separator: "\n") }
    }

    static let path: String? = {
        let bundle = Bundle.allBundles.map(\.bundlePath) + [CommandLine.arguments.first ?? ""]
        let folders = bundle.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        let places = folders + [Repository.root + "/.build/debug"]
        return places.map { $0 + "/postmortem" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    static func start(_ program: String, _ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        return process
    }

    /// Captures are small: what the program says fits into its pipes.
    static func run(_ arguments: [String], input: [UInt8] = [], in folder: String? = nil) throws -> Run {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        if !input.isEmpty { try stdin.fileHandleForWriting.write(contentsOf: Data(input)) }
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        let complaints = stderr.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            complaints: String(decoding: complaints, as: UTF8.self))
    }
}
