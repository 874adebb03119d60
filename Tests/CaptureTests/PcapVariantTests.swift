import Capture
import Testing

/// Files that say they are pcap and are so in their own way.
@Suite struct PcapVariantTests {
    private static let expected = (1...4).map { CaptureBytes.frame($0) }

    /// Nokia: 20 bytes. Old modified libpcaps: 24 and 28 bytes, the last two under Kuznetzov's magic number.
    @Test(
        arguments: [(0xa1b2_c3d4, 4), (0xa1b2_c3d4, 8), (0xa1b2_cd34, 8), (0xa1b2_cd34, 12)] as [(UInt32, Int)],
        [false, true])
    func longerRecordHeaders(variant: (magic: UInt32, extra: Int), bigEndian: Bool) throws {
        var file = CaptureBytes.pcap(bigEndian: bigEndian, magic: variant.magic)
        for (index, frame) in Self.expected.enumerated() {
            file.record(frame, seconds: 1_700_000_000 + UInt32(index), extra: variant.extra)
        }
        let reading = try CaptureReading(file.bytes)
        #expect(reading.contents == Self.expected)
        #expect(reading.summary.problems.isEmpty)
    }

    /// AIX: version 2.2 with nanoseconds and interface types of RFC 1573; 6 is Ethernet.
    @Test func aix() throws {
        var file = CaptureBytes.pcap(bigEndian: true, minor: 2, linkType: 6)
        file.record(Self.expected[0], seconds: 1_000_000_000, fraction: 999_999_999)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.summary.linkTypes == [.ethernet])
        #expect(reading.nanoseconds == [1_000_000_000_999_999_999])
        #expect(reading.contents == [Self.expected[0]])
    }

    /// IXIA: four more bytes in the file header. Hardware counts nanoseconds, unless the numbers say otherwise.
    @Test(
        arguments: [
            (0x1c00_01ab, 500_000, 500_000_000), (0x1c00_01ac, 500_000_000, 500_000_000),
            (0x1c00_01ac, 500_000, 500_000_000),
        ] as [(UInt32, UInt32, Int64)])
    func ixia(magic: UInt32, fraction: UInt32, nanoseconds: Int64) throws {
        var file = CaptureBytes.pcap(magic: magic)
        file.put32(4 * 76)
        for frame in Self.expected { file.record(frame, seconds: 7, fraction: fraction) }
        let reading = try CaptureReading(file.bytes)
        #expect(reading.contents == Self.expected)
        #expect(reading.nanoseconds == Array(repeating: 7_000_000_000 + nanoseconds, count: 4))
    }

    @Test(arguments: [1, 7, 1_000_000])
    func appendedFiles(portion: Int) throws {
        var little = CaptureBytes.pcap()
        little.records(2)
        var big = CaptureBytes.pcap(bigEndian: true, magic: 0xa1b2_3c4d)
        big.records(2, from: 3)
        var raw = CaptureBytes.pcap(linkType: 101)
        raw.records(1, from: 5)
        let reading = try CaptureReading(little.bytes + big.bytes + raw.bytes + little.bytes, portion: portion)
        #expect(reading.contents == [1, 2, 3, 4, 5, 1, 2].map { CaptureBytes.frame($0) })
        #expect(reading.numbers == Array(1...7))
        #expect(
            reading.frames.map(\.linkType) == [.ethernet, .ethernet, .ethernet, .ethernet, .raw, .ethernet, .ethernet])
        #expect(reading.frames.map(\.interface) == [0, 0, 0, 0, 1, 0, 0])
        #expect(reading.interfaces.count == 2)
        #expect(reading.summary.problems.isEmpty)
        #expect(reading.summary.notes.count == 1)
    }

    /// The first file ends in the middle of a record: its end is lost, the second file is not.
    @Test func appendedToACutFile() throws {
        var first = CaptureBytes.pcap()
        first.records(3)
        var second = CaptureBytes.pcap()
        second.records(20, from: 4)
        let reading = try CaptureReading(first.bytes.dropLast(30) + second.bytes)
        #expect(reading.frames.count >= 20)
        #expect(reading.contents.suffix(18) == (6...23).map { CaptureBytes.frame($0) })
        #expect(reading.summary.isPartial)
    }
}
