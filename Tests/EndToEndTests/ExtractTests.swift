import Bytes
import Capture
import Diagnosis
import Knowledge
import Packets
import Reports
import Sessions
import Streams
import TestSupport
import Testing

/// The evidence of a session tells the same as the capture that it comes from, and nothing private.
@Suite struct ExtractTests {
    @Test(arguments: Repository.captureNames)
    func theEvidenceGivesTheSameVerdict(_ name: String) throws {
        let source = Extraction(path: Repository.capture(name))
        let folder = try TemporaryFolder()
        for entry in source.report.entries {
            let evidence = try source.extract(entry, into: folder)
            #expect(evidence.report.entries.count == 1, "session \(entry.id)")
            let found = evidence.report.entries.first?.diagnosed.verdict
            #expect(found.map(Extraction.words) == Extraction.words(entry.diagnosed.verdict), "session \(entry.id)")
            #expect(evidence.reading.problems.isEmpty)
        }
    }

    /// Every frame that the verdict points to carries its number in the source; the verdict is the section's comment.
    @Test(arguments: ["mx-spamhaus-at-rcpt.pcap", "cap-pcapng-two-interfaces.pcapng", "fw-reject-rst-25.pcap"])
    func theFramesThatDecideAreAnnotated(_ name: String) throws {
        let source = Extraction(path: Repository.capture(name))
        let entry = try #require(source.report.entries.first)
        let evidence = try source.extract(entry, into: try TemporaryFolder())
        let verdict = entry.diagnosed.verdict
        let comments = evidence.reading.comments
        let section = comments.first { $0.subject == .section }?.text ?? ""
        #expect(section.contains(verdict.headline) && section.contains(verdict.cause) && section.contains(name))
        for frame in verdict.evidence.compactMap(\.frames.first) {
            let text = "frame \(frame) of \(name)"
            #expect(comments.contains { $0.subject != .section && $0.text.hasPrefix(text + "\n") }, "\(text)")
        }
    }

    @Test func onlyThatSessionIsInIt() throws {
        let source = Extraction(path: Repository.capture("test-passes-delivery-fails.pcap"))
        #expect(source.report.entries.count == 2)
        let folder = try TemporaryFolder()
        var packets = 0
        for entry in source.report.entries {
            let evidence = try source.extract(entry, into: folder)
            packets += evidence.reading.frames.count
            let client = entry.diagnosed.session.client
            for (frame, octets) in zip(evidence.reading.frames, evidence.reading.contents) {
                let packet = PacketDecoder.decode(frame, octets.rawSpan)
                guard case .tcp(let tcp) = packet.transport else { continue }
                #expect([tcp.sourcePort, tcp.destinationPort].contains(client.port))
            }
        }
        // The name was looked up once, for both.
        #expect(packets > source.reading.frames.count / 2)
    }

    @Test func interfacesAndCommentsOfTheSourceAreKept() throws {
        let folder = try TemporaryFolder()
        let frames = try TranscriptCapture().frames(Self.login)
        var file = try PcapngWriter(path: folder.file("source.pcapng"))
        file.section(comments: ["copier, second floor"])
        file.names([ResolvedName(address: [198, 51, 100, 25], names: ["mx.example"])])
        file.secrets(DecryptionSecrets(kind: .tlsKeyLog, bytes: Array("CLIENT_RANDOM 1 2\n".utf8)))
        file.interface(.linuxCooked, name: "unused")
        let interface = file.interface(.ethernet, snapLength: 9_000, name: "eth7", comments: ["inside"])
        for (index, frame) in frames.enumerated() {
            file.packet(
                frame.bytes.rawSpan, originalLength: frame.originalLength, at: frame.time, interface: interface,
                comments: index == 3 ? ["look here"] : [])
        }
        file.statistics(interface: interface, at: frames[0].time, dropped: 7)
        try file.close()
        let source = Extraction(path: folder.file("source.pcapng"))
        let entry = try #require(source.report.entries.first)
        let evidence = try source.extract(entry, into: folder)
        #expect(
            evidence.reading.interfaces == [
                CaptureInterface(linkType: .ethernet, snapLength: 9_000, name: "eth7")
            ])
        let texts = evidence.reading.comments.map(\.text)
        for text in ["copier, second floor", "inside", "look here"] { #expect(texts.contains(text)) }
        #expect(evidence.reading.files[0]?.notes.names.first?.names == ["mx.example"])
        #expect(evidence.reading.files[0]?.notes.secrets.isEmpty == true)
        #expect(evidence.reading.captures.first?.droppedPackets == 7)
        let unredacted = try source.extract(entry, into: folder, .unredacted)
        #expect(unredacted.reading.files[0]?.notes.secrets.isEmpty == true, "keys may open other sessions")
        let secrets = try source.extract(entry, into: folder, .unredacted, keys: "CLIENT_RANDOM 3 4\n").reading.files[
            0]?
            .notes.secrets
        #expect(secrets == [DecryptionSecrets(kind: .tlsKeyLog, bytes: Array("CLIENT_RANDOM 3 4\n".utf8))])
    }

    /// A session that goes on in a second file, read as one capture.
    @Test func aSessionOfSeveralFilesIsOne() throws {
        let name = "mx-spamhaus-at-rcpt.pcap"
        let folder = try TemporaryFolder()
        let capture = try RecordedCapture(name)
        let middle = capture.records.count * 2 / 3
        let paths = try [capture.records[..<middle], capture.records[middle...]].enumerated().map { index, records in
            try folder.write(#require(capture.file(Array(records))), "part-\(index).pcap")
        }
        let source = Extraction(paths: paths.reversed())
        let entry = try #require(source.report.entries.first)
        let evidence = try source.extract(entry, into: folder)
        let words = capture.judged().first.map { Extraction.words($0.verdict) }
        #expect(evidence.report.entries.map { Extraction.words($0.diagnosed.verdict) } == [words])
        #expect(
            evidence.reading.comments.contains {
                $0.text.hasPrefix("frame 1 of part-1.pcap") || $0.text.contains(" of part-1.pcap\n")
            })
    }

    @Test(
        .enabled(if: Wireshark.isInstalled, "tshark is not installed"),
        arguments: Repository.captureNames)
    func tsharkReadsItWithoutAWord(_ name: String) throws {
        let source = Extraction(path: Repository.capture(name))
        let folder = try TemporaryFolder()
        for entry in source.report.entries {
            let evidence = try source.extract(entry, into: folder)
            let fields = ["-T", "fields", "-e", "frame.number", "-e", "tcp.checksum.status"]
            let shown = try Wireshark.run(
                "tshark", ["-r", evidence.path, "-o", "tcp.check_checksum:TRUE"] + fields)
            #expect(shown.error == "")
            let lines = shown.output.split(separator: "\n")
            #expect(lines.count == evidence.reading.frames.count)
            // 0: bad. Truncated segments cannot be checked.
            #expect(!lines.contains { $0.hasSuffix("\t0") })
        }
    }

    static let login = """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250-mx.example
        S: 250 AUTH PLAIN LOGIN
        C: AUTH PLAIN AHNjYW4Ac2VjcmV0LXBhc3N3b3Jk
        S: 535 5.7.8 authentication failed
        C: QUIT
        S: 221 bye
        close from server
        """
}
