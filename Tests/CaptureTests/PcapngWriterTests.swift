import Bytes
import Capture
import Foundation
import TestSupport
import Testing

/// What the writer wrote, the reader reads back; tshark and capinfos agree.
@Suite struct PcapngWriterTests {
    private static let start = Timestamp(nanoseconds: 1_790_000_000_123_456_789)

    /// A file of everything that can be written.
    private static func write(_ path: String, overwrites: Bool = false) throws -> Int {
        var file = try PcapngWriter(path: path, options: PcapngWriter.Options(overwrites: overwrites))
        file.section(comments: ["Zwölf", "second"], hardware: "x", system: "Linux", application: "postmortem")
        file.names([
            ResolvedName(address: [192, 0, 2, 25], names: ["mx.example", "mail.example"]),
            ResolvedName(address: [1, 2], names: ["no.address"]),
        ])
        let ethernet = file.interface(.ethernet, snapLength: 65_535, name: "eth0", comments: ["inside"])
        let raw = file.interface(.raw, name: "tun0")
        for length in 60..<64 {
            file.packet(
                [UInt8](repeating: 0x41, count: length).rawSpan, originalLength: 1_514, at: start, interface: ethernet,
                comments: length == 61 ? ["a comment", "“another”"] : [])
        }
        file.packet([0x45].rawSpan, originalLength: 1, at: Timestamp(nanoseconds: -5), interface: raw)
        file.packet([0x45].rawSpan, originalLength: 1, at: start, interface: 7)
        file.statistics(interface: ethernet, at: start, received: 9, dropped: 2, droppedBySystem: 3)
        try file.close()
        return file.bytesWritten
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("all.pcapng")
        let count = try Self.write(path)
        let bytes = try Repository.bytes(of: path)
        #expect(bytes.count == count)
        let reading = try CaptureReading(bytes)
        #expect(reading.summary.problems.isEmpty)
        #expect(
            reading.interfaces == [
                CaptureInterface(linkType: .ethernet, snapLength: 65_535, name: "eth0"),
                CaptureInterface(linkType: .raw, snapLength: 0, name: "tun0"),
            ])
        #expect(reading.frames.map(\.capturedLength) == [60, 61, 62, 63, 1])
        #expect(reading.frames.map(\.originalLength) == [1_514, 1_514, 1_514, 1_514, 1])
        #expect(reading.nanoseconds == [Int64](repeating: Self.start.nanoseconds, count: 4) + [0])
        #expect(reading.contents.first == [UInt8](repeating: 0x41, count: 60))
        #expect(
            reading.notes.comments == [
                CaptureComment(subject: .section, text: "Zwölf"), CaptureComment(subject: .section, text: "second"),
                CaptureComment(subject: .interface(0), text: "inside"),
                CaptureComment(subject: .frame(2), text: "a comment"),
                CaptureComment(subject: .frame(2), text: "“another”"),
            ])
        #expect(
            reading.notes.names == [ResolvedName(address: [192, 0, 2, 25], names: ["mx.example", "mail.example"])])
        #expect(reading.summary.droppedPackets == 5)
    }

    @Test func secretsAreReadBack() throws {
        let folder = try TemporaryFolder()
        let secrets = DecryptionSecrets(kind: .tlsKeyLog, bytes: Array("CLIENT_RANDOM 00 11\n".utf8) + [10])
        do {
            var file = try PcapngWriter(path: folder.file("keys.pcapng"))
            file.section()
            file.secrets(secrets)
            file.interface(.ethernet)
        }
        // Closed by its end, without `close`.
        #expect(try CaptureReading(try Repository.bytes(of: folder.file("keys.pcapng"))).notes.secrets == [secrets])
    }

    @Test func aLongCommentIsCutBetweenCharacters() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("long.pcapng")
        var file = try PcapngWriter(path: path)
        file.section(comments: ["x" + String(repeating: "ü", count: 40_000)])
        try file.close()
        let text = try CaptureReading(try Repository.bytes(of: path)).notes.comments.first?.text ?? ""
        #expect(text == "x" + String(repeating: "ü", count: 32_767))
    }

    @Test func anExistingFileIsNotReplacedUnasked() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("evidence.pcapng")
        let count = try Self.write(path)
        #expect(throws: CaptureError.exists(name: path)) { try Self.write(path) }
        #expect(try Self.write(path, overwrites: true) == count)
        #expect(try Repository.bytes(of: path).count == count)
    }

    @Test func onlyTheOwnerMayRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("private.pcapng")
        _ = try Self.write(path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func aFullDiskIsTold() throws {
        try #require(FileManager.default.fileExists(atPath: "/dev/full"))
        var file = try PcapngWriter(path: "/dev/full", options: PcapngWriter.Options(overwrites: true))
        file.section()
        #expect(throws: CaptureError.self) { try file.close() }
        #expect(file.failure != nil)
    }

    @Test(.enabled(if: Wireshark.isInstalled, "tshark is not installed"))
    func tsharkReadsItWithoutAWord() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("all.pcapng")
        _ = try Self.write(path)
        let fields = try Wireshark.run(
            "tshark", ["-r", path, "-T", "fields", "-e", "frame.number", "-e", "frame.comment", "-e", "frame.len"])
        #expect(fields.error == "")
        #expect(fields.output.split(separator: "\n").count == 5)
        #expect(fields.output.contains("a comment,“another”"))
        let head = try Wireshark.run("capinfos", ["-M", path])
        #expect(head.error == "" && head.output.contains("Zwölf") && head.output.contains("eth0"))
    }
}
