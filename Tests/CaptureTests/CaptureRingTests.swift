import Bytes
import Capture
import Foundation
import TestSupport
import Testing

@Suite struct CaptureRingTests {
    private static func ring(_ folder: String, size: Int, files: Int) -> CaptureRing {
        var options = CaptureRing.Options()
        options.size = size
        options.files = files
        return CaptureRing(
            folder: folder, stem: "mail",
            source: CaptureRing.Source(
                interface: "eth7", linkType: .ethernet, snapLength: 262_144, application: "postmortem", filter: ""),
            options: options)
    }

    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private static func fill(_ ring: inout CaptureRing, frames: Int, octets: Int) {
        let bytes = [UInt8](repeating: 7, count: octets)
        for number in 1...frames {
            let time = Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + Int64(number) * 1_000_000)
            let frame = TestFrame(bytes, at: time).described(number: number)
            ring.write(frame, bytes.rawSpan, drops: 3)
        }
        ring.close(drops: 3)
    }

    @Test func theOldestGiveWayAndTheSizeIsKept() throws {
        try Self.withFolder { folder in
            var ring = Self.ring(folder, size: 40_000, files: 4)
            Self.fill(&ring, frames: 200, octets: 1_000)
            #expect(ring.failure == nil)
            #expect(ring.files.count == 4)
            let names = Repository.names(in: folder)
            #expect(names == ring.files.map { String($0.dropFirst(folder.count + 1)) })
            #expect(names.last?.hasPrefix("mail_000") == true)
            #expect(names.last?.hasSuffix("_20261121204133.pcapng") == true)
            let sizes = try ring.files.map { try Repository.bytes(of: $0).count }
            #expect(sizes.allSatisfy { $0 <= 10_000 })
            #expect(sizes.dropLast().allSatisfy { $0 > 8_000 })
        }
    }

    @Test func eachFileStandsAlone() throws {
        try Self.withFolder { folder in
            var ring = Self.ring(folder, size: 20_000, files: 2)
            Self.fill(&ring, frames: 15, octets: 1_000)
            var times: [Int64] = []
            for path in ring.files {
                var file = try CaptureFile(path: path)
                file.forEachFrame { frame, bytes in
                    times.append(frame.timestamp.nanoseconds - Timestamp.testStart.nanoseconds)
                    return bytes.byteCount == 1_000
                }
                #expect(file.interfaces.map(\.name) == ["eth7"])
                #expect(file.summary.droppedPackets == 3)
                #expect(file.summary.problems.isEmpty)
            }
            #expect(times == (1...15).map { $0 * 1_000_000 })
        }
    }

    @Test func aFolderThatIsNotThereEndsWritingOnly() {
        var ring = Self.ring("/nonexistent-folder", size: 20_000, files: 2)
        Self.fill(&ring, frames: 3, octets: 100)
        #expect(ring.failure != nil)
        #expect(ring.files.isEmpty)
    }
}
