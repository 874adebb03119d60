import Capture
import TestSupport
import Testing

/// Files that somebody still writes.
@Suite struct GrowingFileTests {
    private let bytes = PcapWriter().file((1...3).map { TestFrame([UInt8](repeating: $0, count: 40)) })

    /// Reads a file of which the last record is cut; `meanwhile` runs between opening and reading.
    private func summary(changed seconds: Double, _ meanwhile: (TemporaryFolder, String) throws -> Void = { _, _ in })
        throws -> CaptureSummary
    {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(bytes.dropLast(10)), "growing.pcap", changed: seconds)
        var file = try CaptureFile(path: path, limits: Self.smallBuffer)
        try meanwhile(folder, path)
        file.forEachFrame { _, _ in true }
        return file.summary
    }

    /// So small that the end is not read when the file is opened.
    private static let smallBuffer: CaptureLimits = {
        var limits = CaptureLimits()
        limits.readBuffer = 64
        return limits
    }()

    @Test func aRecordThatIsNotCompleteYetIsNoDamage() throws {
        let summary = try summary(changed: 60) { try $0.append([0, 0, 0], to: $1) }
        #expect(summary.packets == 2)
        #expect(!summary.isPartial)
        #expect(summary.problems.count == 1)
        #expect(summary.problems.first?.isDamage == false)
        #expect(summary.problems.first?.message.hasPrefix("the file is still being written") == true)
    }

    @Test func aFileThatChangedAMomentAgoMayBeWrittenStill() throws {
        let summary = try summary(changed: 0)
        #expect(summary.isPartial)
        #expect(summary.problems.first?.message.contains("may still be written") == true)
    }

    @Test func anOldFileIsCut() throws {
        let summary = try summary(changed: 3_600)
        #expect(summary.isPartial)
        #expect(summary.problems.first?.isDamage == true)
        #expect(summary.problems.first?.message.contains("written") == false)
    }
}

extension [UInt8] {
    fileprivate init(repeating byte: Int, count: Int) {
        self = Array(repeatElement(UInt8(truncatingIfNeeded: byte), count: count))
    }
}
