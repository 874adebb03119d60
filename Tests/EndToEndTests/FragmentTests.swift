import Capture
import Diagnosis
import Knowledge
import Packets
import Reports
import SMTP
import Sessions
import Streams
import TestSupport
import Testing

/// What explains a session may come in fragments, and fragments may be missing.
@Suite struct FragmentTests {
    private static let script = """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250 mx.example
        C: MAIL FROM:<scan@contoso.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<boss@contoso.example>
        S: 550 5.1.1 No such user
        C: QUIT
        S: 221 2.0.0 Bye
        close from server
        """

    @Test func aNameServersAnswerMayComeInFragments() throws {
        let answer = FrameBuilder().ipv4(from: "192.168.10.1", to: "192.168.10.50", dontFragment: false)
            .udp(from: 53, to: 40_000).payload(Self.dnsAnswer).bytes
        let session = try #require(try Self.assembled(Self.fragments(of: answer, before: 100) + Self.frames()).first)
        #expect(session.lookup?.name == "mx.example")
        #expect(session.lookup?.outcome == .answered)
    }

    @Test func anICMPErrorMayComeInFragments() throws {
        let frames = try TranscriptCapture().frames("syn\nwait 1s\nsyn")
        let error = FrameBuilder().ipv4(from: "192.168.10.1", to: "192.168.10.50", dontFragment: false)
            .icmp(type: 3, code: 13).payload(Array(frames[0].bytes[14...])).bytes
        let session = try #require(try Self.assembled(frames + Self.fragments(of: error, before: -2_000)).first)
        #expect(session.connection?.icmp.map(\.message.isProhibited) == [true])
        // The frame of its last fragment shows it.
        #expect(session.connection?.icmp.first?.origin.frame == frames.count + 3)
    }

    @Test func whatIsMissingIsReportedAndNobodyBlamed() throws {
        let frames = try Self.frames()
        let refusal = try #require(frames.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains("550 5.1") })
        var cut = frames
        let parts = try #require(IPFragments.threeOf(Encapsulation.ip(frames[refusal].bytes)))
        cut.replaceSubrange(
            refusal...refusal,
            with: [parts[0], parts[2]].map { TestFrame(frames[refusal].bytes[..<14] + $0, at: frames[refusal].time) })
        let report = try Self.report(cut)
        #expect(report.captures.first?.fragments.fragments == 2)
        #expect(report.captures.first?.fragments.incomplete == 1)
        let verdict = try #require(report.entries.first?.diagnosed.verdict)
        #expect([.capture, .unknown].contains(verdict.responsible))
        let text = TextReport(report, options: TextOptions()).text
        #expect(text.contains("1 fragmented datagram without all fragments"))
        let json = try ReportEncoder().json(report, limit: nil)
        #expect(json.contains("\"fragments\" : 2"))
        #expect(json.contains("incomplete_fragments"))
        #expect(json.contains("overlapping_fragments"))
    }

    @Test func aCaptureWithoutFragmentsSaysNothingOfThem() throws {
        let json = try ReportEncoder().json(try Self.report(try Self.frames()), limit: nil)
        #expect(!json.contains("fragments"))
    }

    /// Full segments in fragments, as a path with a smaller MTU makes them: the evidence holds each datagram whole, so
    /// that what is private in it can be masked.
    @Test(arguments: [EvidenceFile.Privacy.masked, .unredacted])
    func fragmentsBelongToTheEvidence(_ privacy: EvidenceFile.Privacy) throws {
        let script = Self.script.replacing("C: QUIT", with: "C: DATA\nS: 354 Go ahead\nbody 6000 from client\nC: QUIT")
        let whole = try TranscriptCapture().frames(script)
        let frames = whole.flatMap { frame in
            guard frame.bytes.count > 600, let parts = IPFragments.threeOf(Encapsulation.ip(frame.bytes)) else {
                return [frame]
            }
            return parts.map { TestFrame(frame.bytes[..<14] + $0, at: frame.time) }
        }
        let folder = try TemporaryFolder()
        let path = folder.file("fragments.pcap")
        try folder.write(PcapWriter().file(frames), "fragments.pcap")
        let source = Extraction(path: path, in: folder)
        let entry = try #require(source.report.entries.first)
        let evidence = try source.extract(entry, into: folder, privacy)
        #expect(evidence.reading.frames.count == whole.count)
        let found = evidence.report.entries.first?.diagnosed.verdict
        #expect(found.map(Extraction.words) == Extraction.words(entry.diagnosed.verdict))
    }

    // MARK: -

    private static func frames() throws -> [TestFrame] { try TranscriptCapture().frames(script) }

    /// In three, last one first, so many milliseconds before the session.
    private static func fragments(of packet: [UInt8], before milliseconds: Int64) -> [TestFrame] {
        (IPFragments.threeOf(packet) ?? []).reversed().map {
            TestFrame(FrameBuilder().ethernet(etherType: 0x0800).payload($0).bytes)
                .shifted(byNanoseconds: -milliseconds * 1_000_000)
        }
    }

    private static func assembler(_ frames: [TestFrame]) throws -> (SessionAssembler, CaptureSummary) {
        var file = try CaptureFile(name: "frames.pcap", bytes: PcapWriter(resolution: .nanoseconds).file(frames))
        let assembler = SessionAssembler()
        file.forEachFrame { frame, bytes in
            assembler.process(frame, bytes)
            return true
        }
        return (assembler, file.summary)
    }

    private static func assembled(_ frames: [TestFrame]) throws -> [Session] { try assembler(frames).0.finish() }

    private static func report(_ frames: [TestFrame]) throws -> Report {
        let (assembler, summary) = try assembler(frames)
        let sessions = assembler.finish()
        let diagnosed = Diagnostician(knowledge: RecordedCapture.knowledge)
            .diagnose(sessions, capture: CaptureHealth(summary))
        let capture = Report.AnalysedCapture(summary: summary, sessions: diagnosed, fragments: assembler.fragments)
        return Report(version: "test", captures: [capture])
    }

    /// mx.example has the address 198.51.100.25.
    private static let dnsAnswer: [UInt8] =
        [0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 2] + Array("mx".utf8) + [7] + Array("example".utf8)
        + [0, 0, 1, 0, 1, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 51, 100, 25]
}
