import Capture
import Diagnosis
import Foundation
import Knowledge
import SMTP
import Sessions
import Streams
import TestSupport
import Testing

/// One session gives one verdict, whatever file, link, tunnel or fragments it came in.
@Suite struct EncapsulationTests {
    @Test(arguments: Specimen.all, Container.all)
    func everyContainerGivesTheSameVerdict(_ specimen: Specimen, _ container: Container) throws {
        let file = try container.file(specimen.frames)
        let found = try Self.judged(file)
        #expect(Judgement.of(found) == specimen.expected)
        for compressor in Compressor.installed {
            #expect(Judgement.of(try Self.judged(compressor.compressed(file))) == specimen.expected)
        }
    }

    @Test(
        arguments: Specimen.all,
        Encapsulation.shims + Encapsulation.links + Encapsulation.tunnels + Encapsulation.fragments)
    func everyEncapsulationGivesTheSameVerdict(_ specimen: Specimen, _ encapsulation: Encapsulation) throws {
        var frames: [TestFrame] = []
        // The number of the frame that completes each packet.
        var numbers: [Int: Int] = [:]
        for (index, frame) in specimen.frames.enumerated() {
            // A microsecond apart, so that the order in the file is the order in time.
            for (step, bytes) in encapsulation.frames(frame.bytes).enumerated() {
                frames.append(TestFrame(bytes, at: frame.time).shifted(byNanoseconds: Int64(step)))
                numbers[frames.count] = index + 1
            }
        }
        let file = PcapWriter(linkType: encapsulation.linkType, resolution: .nanoseconds).file(frames)
        let found = Judgement.of(try Self.judged(file)).map { $0.renumbered(numbers) }
        #expect(found == specimen.expected)
    }

    /// The program itself, reading standard input.
    @Test(.enabled(if: LiveProgram.path != nil, "the program was not built"), arguments: Specimen.all)
    func standardInputGivesTheSameVerdict(_ specimen: Specimen) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(PcapWriter(resolution: .nanoseconds).file(specimen.frames), "capture.pcap")
        let piped = Pipe()
        let cat = Process()
        cat.executableURL = URL(fileURLWithPath: "/bin/cat")
        cat.arguments = [path]
        cat.standardOutput = piped
        try cat.run()
        let fromPipe = try LiveProgram(["--format", "ndjson", "-"], input: piped.fileHandleForReading).finish()
        let fromFile = try LiveProgram.run(["--format", "ndjson", path])
        #expect(fromPipe.status == 0 && !fromPipe.output.isEmpty)
        #expect(fromPipe.output == fromFile.output.replacing("\"\(path)\"", with: "\"-\""))
        #expect(fromPipe.output.split(separator: "\n").count == specimen.expected.count)
    }

    static func judged(_ bytes: [UInt8]) throws -> [DiagnosedSession] {
        try RecordedCapture(name: "capture", bytes: bytes).judged()
    }
}

/// The frames of a capture, Ethernet with IP inside, and what is expected of them.
struct Specimen: Sendable, CustomTestStringConvertible {
    let name: String
    let frames: [TestFrame]
    let expected: [Judgement]

    var testDescription: String { name }

    static let all: [Specimen] = {
        do {
            var v6 = TranscriptCapture()
            v6.client.address = "2001:db8:1::50"
            v6.server.address = "2001:db8:2::25"
            v6.maximumSegmentSize = 1220
            return try [
                Specimen("transcript", TranscriptCapture().frames(script)),
                Specimen("transcript over IPv6", v6.frames(script)),
                recorded("mx-spamhaus-at-rcpt.pcap"), recorded("path-loss-recovered.pcap"),
                recorded("dev-fin-mid-data.pcap"),
            ]
        } catch {
            Issue.record("\(error)")
            return []
        }
    }()

    private init(_ name: String, _ frames: [TestFrame]) throws {
        self.name = name
        self.frames = frames
        let plain = PcapWriter(resolution: .nanoseconds).file(frames)
        expected = Judgement.of(try EncapsulationTests.judged(plain))
    }

    /// Without ARP, which tunnels of IP do not carry.
    private static func recorded(_ name: String) throws -> Specimen {
        let frames = try RecordedCapture(name).records.map { TestFrame($0.bytes, at: $0.frame.timestamp) }
        return try Specimen(name, frames.filter { [[8, 0], [0x86, 0xdd]].contains(Encapsulation.type($0.bytes)) })
    }

    private static let script = """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250-mx.example
        S: 250 SIZE 10000000
        C: MAIL FROM:<scan@contoso.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<boss@contoso.example>
        S: 250 2.1.5 Ok
        C: DATA
        S: 354 Go ahead
        body 4000 from client
        C: .
        wait 30ms
        S: 554 5.7.1 Message rejected as spam
        C: QUIT
        S: 221 2.0.0 Bye
        close from server
        """
}

/// A kind of capture file.
struct Container: Sendable, CustomTestStringConvertible {
    let name: String
    let file: @Sendable ([TestFrame]) throws -> [UInt8]

    var testDescription: String { name }

    static let all = [
        Container(name: "pcap") { PcapWriter().file($0) },
        Container(name: "pcap, big-endian") { PcapWriter(order: .bigEndian).file($0) },
        Container(name: "pcap, nanoseconds") { PcapWriter(resolution: .nanoseconds).file($0) },
        Container(name: "pcap, big-endian, nanoseconds") {
            PcapWriter(order: .bigEndian, resolution: .nanoseconds).file($0)
        },
        Container(name: "pcap, modified", file: modified),
        Container(name: "pcapng") { PcapngBytes.file($0) },
        Container(name: "pcapng, big-endian") { PcapngBytes.file($0, order: .bigEndian) },
        Container(name: "pcapng, nanoseconds") { PcapngBytes.file($0, resolution: .nanoseconds) },
        Container(name: "pcapng, two link types") { frames in
            // Every other frame came in on an interface without a link header.
            let both = frames.enumerated().map { index, frame in
                index % 2 == 0
                    ? frame : TestFrame(Encapsulation.ip(frame.bytes), at: frame.time, interface: 1)
            }
            return PcapngBytes.file(both, linkTypes: [.ethernet, .raw])
        },
    ]

    /// Kuznetzov's format: its records have 8 octets more (interface, protocol, packet type).
    private static func modified(_ frames: [TestFrame]) -> [UInt8] {
        let writer = PcapWriter(magic: 0xa1b2_cd34)
        return frames.reduce(into: writer.file([])) { file, frame in
            let record = writer.record(of: frame)
            file += record[..<16] + [1, 0, 0, 0, 8, 0, 0, 0] + record[16...]
        }
    }
}

/// What a report would say of a session, without what its link alone tells (addresses of the hardware).
struct Judgement: Equatable {
    struct Statement: Equatable {
        var text: String
        var frames: [Int]
    }

    var verdict: [String]
    var statements: [Statement]
    var dialogue: [Statement]

    static func of(_ sessions: [DiagnosedSession]) -> [Judgement] { sessions.map(Judgement.init) }

    init(_ diagnosed: DiagnosedSession) {
        let verdict = diagnosed.verdict
        let session = diagnosed.session
        self.verdict = [
            "\(session.client) \(session.server.map(\.description) ?? "-")", verdict.outcome.rawValue,
            verdict.stageReached?.rawValue ?? "-", verdict.stoppedAt?.rawValue ?? "-", verdict.endedBy.rawValue,
            verdict.responsible.rawValue, verdict.candidates.map(\.rawValue).joined(separator: ","), verdict.cause,
            verdict.confidence.rawValue, verdict.headline, verdict.explanation,
            "retransmissions \(session.connection?.client.retransmissions ?? 0) \(session.connection?.server.retransmissions ?? 0)",
        ]
        statements = verdict.evidence.map { Statement(text: $0.text, frames: $0.frames) }
        statements += verdict.cleared.map { Statement(text: "\($0.party): \($0.because)", frames: $0.frames) }
        dialogue = session.dialogue.exchanges.map { exchange in
            Statement(text: exchange.reply?.text ?? "-", frames: [exchange.reply?.first.frame].compactMap(\.self))
        }
    }

    /// With the numbers of the packets that frames completed.
    func renumbered(_ numbers: [Int: Int]) -> Judgement {
        var copy = self
        copy.statements = statements.map { Statement(text: $0.text, frames: $0.frames.compactMap { numbers[$0] }) }
        copy.dialogue = dialogue.map { Statement(text: $0.text, frames: $0.frames.compactMap { numbers[$0] }) }
        return copy
    }
}

/// A program that compresses: those of gzip, zstd and lz4 that there are.
struct Compressor {
    private let program: String

    static let installed = ["gzip", "zstd", "lz4"].compactMap(Repository.program).map(Compressor.init)

    func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-c", try folder.write(bytes, "plain")]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let compressed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return [UInt8](compressed)
    }
}
