import Capture
import Testing

@Suite struct SnoopTests {
    static func file(datalink: UInt32 = 4, version: UInt32 = 2) -> CaptureBytes {
        var file = CaptureBytes(bytes: Array("snoop".utf8) + [0, 0, 0], isBigEndian: true)
        file.put32(version)
        file.put32(datalink)
        return file
    }

    static func record(
        _ file: inout CaptureBytes, _ frame: [UInt8], original: UInt32? = nil, seconds: UInt32, drops: UInt32 = 0
    ) {
        let padding = (4 - frame.count % 4) % 4
        file.put32(original ?? UInt32(frame.count))
        file.put32(UInt32(frame.count))
        file.put32(UInt32(24 + frame.count + padding))
        file.put32(drops)
        file.put32(seconds)
        file.put32(500_000)
        file.bytes += frame + [UInt8](repeating: 0, count: padding)
    }

    static func sample(_ count: Int) -> CaptureBytes {
        var file = file()
        for number in 1...count {
            record(&file, CaptureBytes.frame(number, length: 57 + number), seconds: 1_700_000_000 + UInt32(number))
        }
        return file
    }

    @Test func frames() throws {
        var file = Self.sample(3)
        Self.record(&file, [1, 2, 3], original: 60, seconds: 1_700_000_004, drops: 5)
        Self.record(&file, [4], seconds: 1_700_000_005, drops: 7)
        let reading = try CaptureReading(file.bytes, portion: 11)
        #expect(reading.summary.format == .snoop)
        #expect(reading.contents == (1...3).map { CaptureBytes.frame($0, length: 57 + $0) } + [[1, 2, 3], [4]])
        #expect(reading.frames[3].originalLength == 60)
        #expect(reading.nanoseconds.first == 1_700_000_001_500_000_000)
        #expect(reading.summary.droppedPackets == 7)
        #expect(reading.summary.linkTypes == [.ethernet])
        #expect(reading.summary.problems.isEmpty)
    }

    @Test(arguments: [(0, 1), (2, 6), (4, 1), (5, 104), (8, 10), (26, 226), (99, 147)] as [(UInt32, UInt32)])
    func datalinkTypes(datalink: UInt32, linkType: UInt32) throws {
        let reading = try CaptureReading(Self.file(datalink: datalink).bytes)
        #expect(reading.summary.linkTypes == [LinkType(rawValue: linkType)])
        #expect(reading.summary.problems.isEmpty == (datalink != 99))
    }

    @Test func damageIsSkipped() throws {
        var bytes = Self.sample(2).bytes
        bytes += [UInt8](repeating: 0xff, count: 77) + Self.sample(6).bytes.dropFirst(16)
        let reading = try CaptureReading(bytes)
        #expect(reading.frames.count == 8)
        #expect(reading.summary.problems.count == 1)
        #expect(reading.summary.isPartial)
    }

    @Test func aCutFile() throws {
        let bytes = Self.sample(4).bytes
        let reading = try CaptureReading(bytes.dropLast(20))
        #expect(reading.frames.count == 3)
        #expect(reading.summary.isPartial)
    }
}
