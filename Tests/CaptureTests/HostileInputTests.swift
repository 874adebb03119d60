import Capture
import Testing

/// Whatever the bytes are, reading ends, and what it says of the file holds.
@Suite struct HostileInputTests {
    static let samples: [[UInt8]] =
        [false, true].flatMap { bigEndian -> [[UInt8]] in
            var pcap = CaptureBytes.pcap(bigEndian: bigEndian)
            pcap.records(6)
            var modified = CaptureBytes.pcap(bigEndian: bigEndian, magic: 0xa1b2_cd34)
            for number in 1...4 { modified.record([1, 2, 3], seconds: UInt32(number), extra: 8) }
            var pcapng = CaptureBytes()
            pcapng.section(bigEndian: bigEndian, comment: "comment")
            pcapng.interface(snapLength: 100, name: "eth0", resolution: 9, offset: 3)
            pcapng.packets(2)
            pcapng.packet([1, 2, 3], ticks: 5) {
                $0.option(1, [65, 66])
                $0.option64(4, 7)
            }
            pcapng.block(3) { $0.put64(4) }
            pcapng.block(4) { $0.option(1, [1, 2, 3, 4, 65, 0]) }
            pcapng.block(5) {
                $0.put32(0)
                $0.put64(0)
                $0.option64(5, 2)
            }
            pcapng.block(10) {
                $0.put32(1)
                $0.put32(2)
                $0.put32(3)
            }
            pcapng.section(bigEndian: !bigEndian)
            pcapng.interface()
            pcapng.packets(2)
            return [pcap.bytes, modified.bytes, pcapng.bytes]
        } + [SnoopTests.sample(5).bytes, ERFTests.sample(5).bytes, pcap(appendedTo: 3)]

    private static func pcap(appendedTo count: Int) -> [UInt8] {
        var (first, second) = (CaptureBytes.pcap(), CaptureBytes.pcap(bigEndian: true))
        first.records(count)
        second.records(count)
        return first.bytes + second.bytes
    }

    private func check(_ bytes: [UInt8], portion: Int = .max) {
        let reading: CaptureReading
        do {
            reading = try CaptureReading(bytes, portion: portion)
        } catch {
            #expect(error is CaptureError)
            return
        }
        #expect(reading.summary.packets == reading.frames.count)
        #expect(zip(reading.frames, reading.contents).allSatisfy { $0.capturedLength == $1.count })
        #expect(reading.contents.reduce(0) { $0 + $1.count } <= bytes.count)
        #expect(zip(reading.numbers, reading.numbers.dropFirst()).allSatisfy(<))
        #expect(reading.summary.problems.allSatisfy { (0...bytes.count).contains($0.offset) })
        if reading.summary.isPartial { #expect(!reading.summary.problems.isEmpty) }
    }

    @Test(arguments: samples.indices)
    func everyPrefix(sample: Int) {
        let bytes = Self.samples[sample]
        for length in 0...bytes.count { check(Array(bytes.prefix(length)), portion: 97) }
    }

    @Test(arguments: samples.indices)
    func flippedBytes(sample: Int) {
        var random = SplitMix(state: UInt64(sample))
        for _ in 0..<1_500 {
            var bytes = Self.samples[sample]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            check(bytes)
        }
    }

    /// Extreme values in every field: all bits set, and none.
    @Test(arguments: samples.indices)
    func extremeFields(sample: Int) {
        let original = Self.samples[sample]
        for offset in stride(from: 0, to: original.count - 4, by: 4) {
            for value in [
                [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0x7f], [0x7f, 0xff, 0xff, 0xff],
            ] {
                var bytes = original
                bytes.replaceSubrange(offset..<(offset + 4), with: value.map { UInt8($0) })
                check(bytes)
            }
        }
    }

    @Test(arguments: samples.indices)
    func insertedAndRemovedBytes(sample: Int) {
        var random = SplitMix(state: UInt64(sample) &+ 100)
        for _ in 0..<500 {
            var bytes = Self.samples[sample]
            let start = Int.random(in: bytes.indices, using: &random)
            let end = min(bytes.count, start + Int.random(in: 0...40, using: &random))
            let replacement = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            bytes.replaceSubrange(start..<end, with: replacement)
            check(bytes)
        }
    }

    /// Damage behind every third record: searching must not cost more than the file is long.
    @Test(.timeLimit(.minutes(1)))
    func damageAgainAndAgain() throws {
        var file = CaptureBytes.pcap()
        for number in 0..<5_000 {
            for _ in 0..<3 { file.record([1], seconds: 1_700_000_000 + UInt32(number)) }
            file.bytes += [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
        }
        let reading = try CaptureReading(file.bytes)
        #expect(reading.frames.count == 15_000)
        #expect(reading.summary.problems.count == CaptureLimits().problems)
    }
}
