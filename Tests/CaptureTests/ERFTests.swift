import Capture
import Testing

@Suite struct ERFTests {
    static func record(
        _ file: inout CaptureBytes, _ frame: [UInt8], type: UInt8 = 2, seconds: UInt64, flags: UInt8 = 4,
        lost: UInt16 = 0,
        extensions: [[UInt8]] = [], prefix: [UInt8] = [0, 0], wire: UInt16? = nil
    ) {
        file.isBigEndian = false
        file.put64(seconds << 32 | 1 << 31)
        file.isBigEndian = true
        let padding = (8 - (frame.count + prefix.count) % 8) % 8
        file.bytes += [type | (extensions.isEmpty ? 0 : 0x80), flags]
        file.put16(UInt16(16 + extensions.count * 8 + prefix.count + frame.count + padding))
        file.put16(lost)
        file.put16(wire ?? UInt16(frame.count))
        file.bytes += extensions.flatMap { $0 } + prefix + frame + [UInt8](repeating: 0, count: padding)
    }

    static func sample(_ count: Int) -> CaptureBytes {
        var file = CaptureBytes()
        for number in 1...count {
            record(&file, CaptureBytes.frame(number, length: 59 + number), seconds: 1_700_000_000 + UInt64(number))
        }
        return file
    }

    @Test func frames() throws {
        var file = Self.sample(2)
        let more: [UInt8] = [0x83, 0, 0, 0, 0, 0, 0, 0]
        let last: [UInt8] = [0x04, 0, 0, 0, 0, 0, 0, 0]
        Self.record(&file, [9, 9, 9], seconds: 1_700_000_003, flags: 5, lost: 3, extensions: [more, last])
        Self.record(&file, [0xff, 0x03, 0, 0x21, 1], type: 1, seconds: 1_700_000_004, prefix: [])
        Self.record(&file, [0x0f, 0, 8, 0, 1], type: 1, seconds: 1_700_000_005, prefix: [])
        Self.record(&file, [], type: 48, seconds: 0, prefix: [])
        Self.record(&file, [0x45, 0], type: 22, seconds: 1_700_000_006, prefix: [], wire: 40)
        let reading = try CaptureReading(file.bytes, portion: 13)
        #expect(reading.summary.format == .erf)
        #expect(
            reading.contents[..<3] == [
                CaptureBytes.frame(1, length: 60), CaptureBytes.frame(2, length: 61), [9, 9, 9],
            ])
        #expect(reading.frames.map(\.linkType.rawValue) == [1, 1, 1, 50, 104, 228])
        #expect(reading.frames.map(\.interface) == [0, 0, 1, 2, 3, 4])
        #expect(reading.nanoseconds.first == 1_700_000_001_500_000_000)
        #expect(reading.frames.last?.originalLength == 40)
        #expect(reading.summary.droppedPackets == 3)
        #expect(reading.summary.problems.isEmpty)
    }

    /// A record that describes the card comes first in files of newer ones, without a time.
    @Test func whatIsNoPacketIsHandedOutWhole() throws {
        var file = CaptureBytes()
        Self.record(&file, [0, 2, 0, 8], type: 27, seconds: 0, prefix: [])
        file.bytes += Self.sample(2).bytes
        let reading = try CaptureReading(file.bytes)
        #expect(reading.frames.map(\.linkType.rawValue) == [197, 1, 1])
        #expect(reading.contents[0].count == 24)
        #expect(reading.summary.firstPacketAt == Timestamp(nanoseconds: 1_700_000_001_500_000_000))
    }

    @Test func damageIsSkipped() throws {
        let good = Self.sample(5).bytes
        let reading = try CaptureReading(good + [UInt8](repeating: 0xff, count: 41) + good)
        #expect(reading.frames.count == 10)
        #expect(reading.summary.problems.count == 1)
    }

    @Test func randomBytesAreNoERF() {
        var random = SplitMix(state: 3)
        for _ in 0..<500 {
            let bytes = (0..<400).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(throws: CaptureError.self) { try CaptureReading(bytes) }
        }
    }
}
