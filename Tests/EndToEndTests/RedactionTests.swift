import Bytes
import Capture
import Diagnosis
import Packets
import Reports
import TestSupport
import Testing

/// No credential and no content of a message is in an evidence file, whatever way its octets went.
@Suite struct RedactionTests {
    private static let secrets = ["AHNjYW4Ac2VjcmV0", "c2Nhbg==", "c2VjcmV0LXBhc3N3b3Jk", "PDEyMy40NTZAeD4="]
    private static let content = "the private words"

    private static let dialogue = """
        S: 220 mx.example ESMTP

        C: EHLO copier
        S: 250-mx.example
        S: 250 AUTH PLAIN LOGIN CRAM-MD5

        C: AUTH PLAIN AHNjYW4Ac2VjcmV0LXBhc3N3b3Jk
        retransmit from client
        S: 535 5.7.8 refused: AHNjYW4Ac2VjcmV0LXBhc3N3b3Jk
        C: AUTH CRAM-MD5
        S: 334 PDEyMy40NTZAeD4=
        C: *
        S: 501 cancelled
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: c2Nhbg==
        S: 334 UGFzc3dvcmQ6
        C: c2VjcmV0LXBhc3N3b3Jk
        retransmit from client
        S: 235 ok
        C: MAIL FROM:<scan@example.net>
        S: 250 ok
        C: RCPT TO:<boss@example.net>
        S: 250 ok
        C: DATA
        S: 354 go
        C: Subject: the private words
        C:
        C: the private words
        C: .
        retransmit from client
        S: 250 2.0.0 queued
        C: QUIT
        S: 221 bye
        close from server
        """

    @Test(arguments: [UInt16(1460), 536, 40, 7])
    func neitherCredentialsNorContent(segment: UInt16) throws {
        var capture = TranscriptCapture()
        capture.maximumSegmentSize = segment
        let frames = try capture.frames(Self.dialogue)
        let (source, entry) = try Self.read(PcapngBytes.file(frames))
        let evidence = try source.extract(entry, into: try TemporaryFolder())
        Self.checkSecrets(in: evidence)
        #expect(!Self.payload(evidence).contains("private"))
        #expect(Self.payload(evidence).contains("RCPT TO:<boss@example.net>"))
        #expect(
            evidence.report.entries.map { Extraction.words($0.diagnosed.verdict) } == [
                Extraction.words(entry.diagnosed.verdict)
            ])
        #expect(evidence.reading.frames.map(\.capturedLength) == source.reading.frames.map(\.capturedLength))
    }

    @Test func bodiesOnRequest() throws {
        let (source, entry) = try Self.read(PcapngBytes.file(try TranscriptCapture().frames(Self.dialogue)))
        let evidence = try source.extract(entry, into: try TemporaryFolder(), .withBodies)
        Self.checkSecrets(in: evidence)
        #expect(Self.payload(evidence).contains(Self.content))
    }

    @Test func unredactedIsAsCaptured() throws {
        let (source, entry) = try Self.read(PcapngBytes.file(try TranscriptCapture().frames(Self.dialogue)))
        let evidence = try source.extract(entry, into: try TemporaryFolder(), .unredacted)
        #expect(evidence.reading.contents == source.reading.contents)
    }

    /// Lost, truncated, reordered, doubled: what is not understood is masked.
    @Test func damageDisclosesNothing() throws {
        var capture = TranscriptCapture()
        capture.maximumSegmentSize = 40
        // An echo of what was not captured cannot be known for one.
        let frames = try capture.frames(Self.dialogue.replacing("refused: AHNjYW4Ac2VjcmV0LXBhc3N3b3Jk", with: "no"))
        let folder = try TemporaryFolder()
        for index in frames.indices {
            var without = frames
            without.remove(at: index)
            var cut = frames
            cut[index] = cut[index].cut(to: 70)
            var swapped = frames
            swapped.swapAt(index, max(0, index - 1))
            for damaged in [without, cut, swapped, Array(frames[index...])] {
                let source = try Self.source(PcapngBytes.file(damaged))
                guard let entry = source.report.entries.first else { continue }
                let evidence = try source.extract(entry, into: folder)
                Self.checkSecrets(in: evidence)
                #expect(!Self.payload(evidence).contains("private"), "frame \(index + 1)")
            }
        }
    }

    @Test func sequenceNumbersMayWrap() throws {
        var capture = TranscriptCapture()
        capture.client.initialSequence = .max - 100
        capture.server.initialSequence = .max - 100
        let (source, entry) = try Self.read(PcapngBytes.file(try capture.frames(Self.dialogue)))
        let evidence = try source.extract(entry, into: try TemporaryFolder())
        Self.checkSecrets(in: evidence)
        #expect(Self.payload(evidence).contains("DATA\r\n") && Self.payload(evidence).contains("250 2.0.0 queued"))
    }

    /// An ICMP error may quote the segment with the password.
    @Test func quotesAreMasked() throws {
        let capture = TranscriptCapture()
        var frames = try capture.frames(ExtractTests.login)
        let quoted = try #require(frames.first { String(decoding: $0.bytes, as: UTF8.self).contains("AUTH PLAIN A") })
        let packet = Array(quoted.bytes.dropFirst(14))
        let error = FrameBuilder().ethernet(from: .gateway, to: .client)
            .ip(from: "192.168.10.1", to: capture.client.address)
            .icmp(type: 3, code: 13)
            .payload(packet)
        frames.insert(TestFrame(error.bytes, at: quoted.time), at: 7)
        let (source, entry) = try Self.read(PcapngBytes.file(frames))
        let evidence = try source.extract(entry, into: try TemporaryFolder())
        #expect(evidence.reading.frames.count == frames.count)
        Self.checkSecrets(in: evidence)
    }

    /// Fragments are written as the datagram that they make.
    @Test func fragmentsArePutTogether() throws {
        let frames = try TranscriptCapture().frames(Self.dialogue)
        let cut = frames.flatMap { frame -> [TestFrame] in
            let parts = IPFragments.threeOf(Array(frame.bytes.dropFirst(14))) ?? []
            guard frame.bytes.count > 70, !parts.isEmpty else { return [frame] }
            return parts.map { TestFrame(frame.bytes[..<14] + $0, at: frame.time) }
        }
        #expect(cut.count > frames.count)
        let (source, entry) = try Self.read(PcapngBytes.file(cut))
        let evidence = try source.extract(entry, into: try TemporaryFolder())
        Self.checkSecrets(in: evidence)
        #expect(!Self.payload(evidence).contains("private"))
        #expect(evidence.reading.frames.count == frames.count)
        #expect(Set(evidence.reading.frames.map(\.linkType)) == [.ethernet, .raw])
        #expect(
            evidence.report.entries.map { Extraction.words($0.diagnosed.verdict) } == [
                Extraction.words(entry.diagnosed.verdict)
            ])
        #expect(evidence.reading.comments.contains { $0.text.hasPrefix("IP fragments put together: frames ") })
    }

    /// Padding behind a packet shows what the sender's memory held.
    @Test func paddingIsCleared() throws {
        var frames = try TranscriptCapture().frames(ExtractTests.login)
        frames[2] = TestFrame(frames[2].bytes + Array("secret".utf8), at: frames[2].time)
        let (source, entry) = try Self.read(PcapngBytes.file(frames))
        #expect(source.text.contains("secret"))
        #expect(!(try source.extract(entry, into: try TemporaryFolder())).text.contains("secret"))
    }

    // MARK: -

    private static func read(_ bytes: [UInt8]) throws -> (Extraction, Report.Entry) {
        let source = try source(bytes)
        return (source, try #require(source.report.entries.first))
    }

    private static func source(_ bytes: [UInt8]) throws -> Extraction {
        let folder = try TemporaryFolder()
        let path = folder.file("source.pcapng")
        try Repository.write(bytes, to: path)
        return Extraction(path: path, in: folder)
    }

    private static func checkSecrets(in evidence: Extraction) {
        let payload = payload(evidence)
        for secret in secrets {
            #expect(!Repository.contains(evidence.path, secret), "\(secret)")
            #expect(!payload.contains(secret), "\(secret)")
        }
    }

    /// The client's payloads, then the server's, so that a secret that segments cut is found.
    private static func payload(_ evidence: Extraction) -> String {
        var streams: [UInt16: [UInt8]] = [:]
        for (frame, octets) in zip(evidence.reading.frames, evidence.reading.contents) {
            guard case .tcp(let tcp) = PacketDecoder.decode(frame, octets.rawSpan).transport else { continue }
            streams[tcp.sourcePort, default: []] += octets[tcp.payload]
        }
        return streams.sorted { $0.key > $1.key }.map { String(decoding: $0.value, as: UTF8.self) }.joined()
    }
}
