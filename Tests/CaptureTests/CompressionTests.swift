import Capture
import Testing

/// A compressed capture reads as the plain one does.
@Suite struct CompressionTests {
    /// What may differ is the name of the compression.
    private func expectSame(_ reading: CaptureReading, as plain: CaptureReading, _ compression: Compression) {
        #expect(reading.summary.compression == compression)
        #expect(reading.contents == plain.contents)
        #expect(reading.numbers == plain.numbers)
        #expect(reading.nanoseconds == plain.nanoseconds)
        #expect(reading.interfaces == plain.interfaces)
        var summary = reading.summary
        summary.compression = .none
        #expect(String(describing: summary) == String(describing: plain.summary))
        #expect(reading.summary.problems.isEmpty)
        #expect(!reading.summary.isPartial)
    }

    @Test(arguments: CompressedFixtures.all)
    func twoMembersAreOneFile(compression: Compression) throws {
        let plain = try CaptureReading(CompressedFixtures.plain)
        #expect(plain.numbers == Array(1...6))
        #expect(plain.summary.compression == .none)
        let bytes = CompressedFixtures.whole(compression)
        #expect(bytes.count < CompressedFixtures.plain.count)
        try expectSame(CaptureReading(bytes), as: plain, compression)
    }

    @Test(arguments: CompressedFixtures.all)
    func bytesMayComeOneByOneAndGoIntoASmallBuffer(compression: Compression) throws {
        let plain = try CaptureReading(CompressedFixtures.plain)
        var limits = CaptureLimits()
        limits.readBuffer = 64
        for portion in [1, 2, 7, 50] {
            let bytes = CompressedFixtures.whole(compression)
            try expectSame(CaptureReading(bytes, portion: portion), as: plain, compression)
            try expectSame(CaptureReading(bytes, portion: portion, limits: limits), as: plain, compression)
        }
    }

    @Test(arguments: CompressedFixtures.withSkippableFrames)
    func skippableFramesAreSkippedWhereverTheyStand(compression: Compression) throws {
        let plain = try CaptureReading(CompressedFixtures.plain)
        let parts = CompressedFixtures.parts(compression)
        let bytes =
            CompressedFixtures.skippable(5) + CompressedFixtures.skippable(0, variant: 15) + parts[0]
            + CompressedFixtures.skippable(700, variant: 3) + parts[1] + CompressedFixtures.skippable(9)
        for portion in [1, 10, .max] {
            try expectSame(CaptureReading(bytes, portion: portion), as: plain, compression)
        }
    }

    @Test func membersOfOneByteEach() throws {
        let plain = try CaptureReading(CompressedFixtures.plain)
        let bytes = CompressedFixtures.plain.flatMap { CompressedFixtures.zstdRaw([$0]) }
        try expectSame(CaptureReading(bytes), as: plain, .zstd)
    }

    /// As a tape or a device with blocks leaves it.
    @Test func zerosBehindAGzipFileAreNoProblem() throws {
        let plain = try CaptureReading(CompressedFixtures.plain)
        let bytes = CompressedFixtures.whole(.gzip) + [UInt8](repeating: 0, count: 10_240)
        try expectSame(CaptureReading(bytes), as: plain, .gzip)
    }

    @Test func aPcapngIsReadToo() throws {
        var file = CaptureBytes.pcapng()
        file.interface(name: "eth0")
        file.packets(3)
        let plain = try CaptureReading(file.bytes)
        try expectSame(CaptureReading(CompressedFixtures.zstdRaw(file.bytes)), as: plain, .zstd)
    }

    /// Offsets of problems are those of the decompressed file.
    @Test func damageInsideTheContentIsToldAsInAPlainFile() throws {
        var file = CaptureBytes.pcap()
        file.records(3)
        file.bytes += [UInt8](repeating: 0xff, count: 33)
        file.records(3, from: 4)
        file.bytes.removeLast(10)
        let plain = try CaptureReading(file.bytes).summary
        let summary = try CaptureReading(CompressedFixtures.zstdRaw(file.bytes)).summary
        #expect(plain.problems.count == 2)
        #expect(summary.problems == plain.problems)
        #expect(summary.isPartial)
    }

    @Test func theWordsOfTheReport() {
        let words = [Compression.none, .gzip, .zstd, .lz4].map(\.rawValue)
        #expect(words == ["none", "gzip", "zstd", "lz4"])
    }
}
