import Capture
import Testing

@Suite struct PcapngClockTests {
    private func nanoseconds(_ ticks: UInt64, resolution: UInt8?, offset: Int64? = nil) throws -> Int64? {
        var file = CaptureBytes.pcapng()
        file.interface(resolution: resolution, offset: offset)
        file.packet([1], ticks: ticks)
        return try CaptureReading(file.bytes).nanoseconds.first
    }

    @Test func powersOfTen() throws {
        #expect(try nanoseconds(1_700_000_000_123_456, resolution: nil) == 1_700_000_000_123_456_000)
        #expect(try nanoseconds(1_700_000_000_123_456_789, resolution: 9) == 1_700_000_000_123_456_789)
        #expect(try nanoseconds(1_700_000_000_123, resolution: 3) == 1_700_000_000_123_000_000)
        #expect(try nanoseconds(1_700_000_000, resolution: 0) == 1_700_000_000_000_000_000)
        #expect(try nanoseconds(12_345, resolution: 12) == 12)
        #expect(try nanoseconds(.max, resolution: 19) == 1_844_674_407)
    }

    @Test func powersOfTwo() throws {
        #expect(try nanoseconds(3, resolution: 0x80) == 3_000_000_000)
        #expect(try nanoseconds(3, resolution: 0x81) == 1_500_000_000)
        #expect(try nanoseconds(10 << 32 | 1 << 31, resolution: 0xa0) == 10_500_000_000)
        #expect(try nanoseconds(1 << 63 | 1 << 62, resolution: 0xbf) == 1_500_000_000)
    }

    @Test func offsetsAreSeconds() throws {
        #expect(try nanoseconds(5, resolution: 6, offset: 1_700_000_000) == 1_700_000_000_000_005_000)
        #expect(try nanoseconds(5, resolution: 6, offset: -1) == -999_995_000)
    }

    @Test func whatDoesNotFitIsClamped() throws {
        #expect(try nanoseconds(.max, resolution: 0) == .max)
        #expect(try nanoseconds(.max, resolution: 0x80) == .max)
        #expect(try nanoseconds(.max, resolution: 6, offset: .max) == .max)
        #expect(try nanoseconds(0, resolution: 6, offset: .min) == .min)
    }

    @Test(arguments: [UInt8(20), 0x7f, 0xc0, 0xff])
    func aResolutionThatCannotBeMeantIsTold(resolution: UInt8) throws {
        var file = CaptureBytes.pcapng()
        file.interface(resolution: resolution)
        file.packet([1], ticks: 5)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.nanoseconds == [5_000])
        #expect(reading.summary.problems.count == 1)
    }
}
