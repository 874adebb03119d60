import Capture
import Foundation
import TestSupport
import Testing

/// Compressed captures from files, pipes and the programs that compress.
@Suite struct CompressedStreamTests {
    /// A folder for one test, removed behind it.
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("postmortem-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func count(_ path: String) throws -> CaptureSummary {
        var file = try CaptureFile(path: path)
        file.forEachFrame { _, _ in true }
        return file.summary
    }

    @Test(.timeLimit(.minutes(1)), arguments: CompressedFixtures.all)
    func fromAPipe(compression: Compression) throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("pipe").path
            try #require(mkfifo(path, 0o600) == 0)
            let bytes = CompressedFixtures.whole(compression)
            Thread.detachNewThread {
                guard let pipe = FileHandle(forWritingAtPath: path) else { return }
                // In pieces, so that the reader has to wait in the middle of a member.
                for start in stride(from: 0, to: bytes.count, by: 50) {
                    try? pipe.write(contentsOf: bytes[start..<min(bytes.count, start + 50)])
                    usleep(500)
                }
                try? pipe.close()
            }
            let summary = try count(path)
            #expect(summary.compression == compression)
            #expect(summary.packets == 6)
            #expect(summary.problems.isEmpty)
        }
    }

    /// A name of the command, its arguments and what has to be there.
    struct Command: CustomTestStringConvertible {
        let compression: Compression
        let arguments: [String]
        var testDescription: String { ([compression.rawValue] + arguments).joined(separator: " ") }
        var isThere: Bool { Repository.program(compression.rawValue) != nil }
    }

    static let commands = [
        Command(compression: .gzip, arguments: ["-1"]), Command(compression: .gzip, arguments: ["-9"]),
        Command(compression: .zstd, arguments: ["-1"]), Command(compression: .zstd, arguments: ["-12", "--long=27"]),
        Command(compression: .zstd, arguments: ["--no-check", "--fast=5"]),
        Command(compression: .lz4, arguments: ["-1"]), Command(compression: .lz4, arguments: ["-B4", "-BD", "-BX"]),
        Command(compression: .lz4, arguments: ["-B7", "-BI", "--no-frame-crc"]),
    ]

    /// Larger than every buffer and block; half of the frames are text, half are noise.
    static let large: [UInt8] = {
        var random = SplitMix(state: 3)
        let text = (0..<6_000).map { UInt8(truncatingIfNeeded: $0 % 61) }
        let noise = (0..<50_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        var file = CaptureBytes.pcap()
        for number in 0..<1_500 {
            let start = number * 29
            file.record(number % 2 == 0 ? text : Array(noise[start..<start + 6_000]), seconds: 1_700_000_000)
        }
        return file.bytes
    }()

    @Test(
        .enabled(
            if: commands.contains(where: \.isThere), "needs the programs gzip, zstd or lz4; each is tried where it is"),
        .timeLimit(.minutes(1)), arguments: commands.filter(\.isThere))
    func whatTheProgramsWrite(command: Command) throws {
        try inFolder { folder in
            let plain = folder.appendingPathComponent("plain")
            try Data(Self.large).write(to: plain)
            let compressed = folder.appendingPathComponent("compressed")
            #expect(FileManager.default.createFile(atPath: compressed.path, contents: nil))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(Repository.program(command.compression.rawValue)))
            process.arguments = command.arguments + ["-c", plain.path]
            let output = try FileHandle(forWritingTo: compressed)
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try output.close()
            try #require(process.terminationStatus == 0)

            var summary = try count(compressed.path)
            #expect(summary.compression == command.compression)
            #expect(summary.packets == 1_500)
            summary.compression = .none
            summary.path = plain.path
            #expect(try String(describing: summary) == String(describing: count(plain.path)))

            // Cut in the middle: a part is there, and the problem is told.
            let bytes = try Data(contentsOf: compressed)
            try bytes.prefix(bytes.count * 3 / 4).write(to: compressed)
            let cut = try count(compressed.path)
            #expect(cut.isPartial)
            #expect((500..<1_500).contains(cut.packets))
            #expect(cut.problems.count == 1)
        }
    }
}
