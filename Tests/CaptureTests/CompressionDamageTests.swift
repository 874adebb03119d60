import Capture
import Testing

/// Compressed data that is cut off, damaged or followed by something else: what came before is read, and one problem
/// says what happened.
@Suite struct CompressionDamageTests {
    private static let plain = try? CaptureReading(CompressedFixtures.plain)
    /// Thousands of readings, each with small buffers.
    private static let limits: CaptureLimits = {
        var limits = CaptureLimits()
        limits.readBuffer = 256
        return limits
    }()

    /// The reading of bytes that may be damaged; nil where nothing could be read, and the error told the compression.
    private func read(
        _ bytes: [UInt8], _ compression: Compression, portion: Int = .max
    ) throws -> CaptureReading? {
        do {
            return try CaptureReading(bytes, portion: portion, limits: Self.limits)
        } catch let error as CaptureError {
            guard case .cannotOpen(_, let reason) = error else { throw error }
            #expect(reason.hasPrefix("\(compression): "))
            return nil
        }
    }

    @Test(arguments: CompressedFixtures.all, [1, 13, Int.max])
    func everyPrefix(compression: Compression, portion: Int) throws {
        let plain = try #require(Self.plain)
        let bytes = CompressedFixtures.whole(compression)
        let border = CompressedFixtures.parts(compression)[0].count
        var most = 0
        for length in 4..<bytes.count {
            guard let reading = try read(Array(bytes.prefix(length)), compression, portion: portion) else { continue }
            #expect(reading.contents == Array(plain.contents.prefix(reading.contents.count)))
            // More bytes never give fewer frames.
            #expect(reading.contents.count >= most)
            most = reading.contents.count
            if length == border {
                #expect(reading.numbers == [1, 2, 3])
                #expect(!reading.summary.isPartial)
            } else {
                #expect(reading.summary.isPartial)
                #expect(reading.summary.problems.count == 1)
                let message = reading.summary.problems.first?.message ?? ""
                // Less than a magic number, and it might as well be something else.
                let isOfNextMember = (border + 1..<border + 4).contains(length)
                #expect(
                    message.hasPrefix("\(compression): the compressed data is cut off")
                        || (isOfNextMember && message.hasPrefix("\(compression): other data follows")))
            }
        }
        // Only the checksum at the end is cut.
        #expect(most == 6)
    }

    @Test(arguments: CompressedFixtures.all)
    func everyFlippedBit(compression: Compression) throws {
        let plain = try #require(Self.plain)
        let bytes = CompressedFixtures.whole(compression)
        var damaged = 0
        for offset in 4..<bytes.count {
            for bit in 0..<8 {
                var changed = bytes
                changed[offset] ^= 1 << bit
                guard let reading = try? CaptureReading(changed, limits: Self.limits) else {
                    damaged += 1
                    continue
                }
                let isSame = reading.contents == plain.contents && reading.nanoseconds == plain.nanoseconds
                if reading.summary.problems.contains(where: { $0.message.hasPrefix("\(compression): ") }) {
                    #expect(reading.summary.isPartial)
                    damaged += 1
                } else if compression != .gzip {
                    // All but a few bits of the header are under a checksum.
                    #expect(isSame || reading.summary.isPartial, "bit \(bit) of byte \(offset)")
                }
            }
        }
        #expect(damaged > bytes.count * 6)
    }

    @Test(arguments: CompressedFixtures.all)
    func randomDamage(compression: Compression) {
        var random = SplitMix(state: 7)
        let bytes = CompressedFixtures.whole(compression)
        for _ in 0..<1_000 {
            var changed = bytes
            let start = Int.random(in: 4..<bytes.count, using: &random)
            let end = min(bytes.count, start + Int.random(in: 0...20, using: &random))
            changed.replaceSubrange(
                start..<end,
                with: (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
                })
            guard let reading = try? CaptureReading(changed, portion: 33, limits: Self.limits) else { continue }
            #expect(reading.summary.packets == reading.frames.count)
            if reading.summary.isPartial { #expect(!reading.summary.problems.isEmpty) }
        }
    }

    /// The second of two parts is damaged: the frames of the first are there, and the problem says where.
    @Test(arguments: CompressedFixtures.all)
    func whatStandsBeforeTheDamageIsRead(compression: Compression) throws {
        let parts = CompressedFixtures.parts(compression)
        var second = parts[1]
        for offset in 12..<second.count { second[offset] = 0xff }
        let reading = try CaptureReading(parts[0] + second)
        #expect(reading.numbers.starts(with: [1, 2, 3]))
        #expect(reading.summary.isPartial)
        let problem = try #require(reading.summary.problems.last)
        #expect(problem.message.hasPrefix("\(compression): "))
        #expect(problem.offset >= 252)
    }

    @Test(arguments: CompressedFixtures.all)
    func aWrongChecksumIsToldBehindTheFrames(compression: Compression) throws {
        var bytes = CompressedFixtures.parts(compression)[0]
        // gzip has its length behind the checksum.
        bytes[bytes.count - (compression == .gzip ? 8 : 1)] ^= 1
        let reading = try CaptureReading(bytes)
        #expect(reading.numbers == [1, 2, 3])
        #expect(reading.summary.isPartial)
        #expect(reading.summary.problems.map(\.offset) == [252])
        #expect(reading.summary.problems.first?.message.hasPrefix("\(compression): damaged data (") == true)
    }

    @Test(arguments: CompressedFixtures.all)
    func otherDataBehindIsTold(compression: Compression) throws {
        let bytes = CompressedFixtures.whole(compression) + Array("rubbish".utf8)
        let reading = try CaptureReading(bytes)
        #expect(reading.numbers == Array(1...6))
        #expect(reading.summary.isPartial)
        let message = "\(compression): other data follows the compressed data and is not read"
        #expect(reading.summary.problems == [CaptureProblem(offset: 480, frame: 6, message: message)])
    }

    @Test func aCutWithinARecordIsOneProblem() throws {
        // The second frame has the beginning of frame 4, then ends in its block.
        let bytes =
            CompressedFixtures.parts(.zstd)[0] + CompressedFixtures.zstdRaw([1, 2, 3]) + [0x28, 0xb5, 0x2f, 0xfd]
        let reading = try CaptureReading(bytes)
        let message = "zstd: the compressed data is cut off, within a record: 3 of 16 bytes are there"
        #expect(reading.summary.problems == [CaptureProblem(offset: 252, frame: 4, message: message)])
        #expect(reading.numbers == [1, 2, 3])
    }

    @Test func aWindowThatIsTooLargeIsToldAsSuch() throws {
        #expect(
            try CaptureReading(CompressedFixtures.zstdRaw(CompressedFixtures.plain, windowLog: 27)).numbers.count == 6)
        let reason = "zstd: its window is larger than 128 MiB; decompress it with zstd -d --long=31 first"
        #expect(throws: CaptureError.cannotOpen(name: "test", reason: reason)) {
            try CaptureReading(CompressedFixtures.zstdRaw(CompressedFixtures.plain, windowLog: 28))
        }
    }
}
