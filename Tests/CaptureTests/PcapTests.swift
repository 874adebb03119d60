import Capture
import Testing

@Suite struct PcapTests {
    @Test(arguments: [false, true], [UInt32(0xa1b2_c3d4), 0xa1b2_3c4d, 0xa1b2_cd34, 0xa12b_3c4d])
    func everyMagicInBothByteOrders(bigEndian: Bool, magic: UInt32) throws {
        let isModified = magic == 0xa1b2_cd34
        let isNano = magic == 0xa1b2_3c4d || magic == 0xa12b_3c4d
        var file = CaptureBytes.pcap(bigEndian: bigEndian, magic: magic)
        file.record([1, 2, 3], seconds: 10, fraction: 5, original: 9, extra: isModified ? 8 : 0)
        file.record([4, 5], seconds: 11, fraction: 999_999, extra: isModified ? 8 : 0)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.contents == [[1, 2, 3], [4, 5]])
        #expect(reading.numbers == [1, 2])
        #expect(
            reading.nanoseconds == (isNano ? [10_000_000_005, 11_000_999_999] : [10_000_005_000, 11_999_999_000]))
        #expect(reading.frames.map(\.capturedLength) == [3, 2])
        #expect(reading.frames.map(\.originalLength) == [9, 2])
        #expect(reading.summary.format == .pcap)
        #expect(reading.summary.problems.isEmpty)
        #expect(!reading.summary.isPartial)
    }

    @Test func aFileWithoutPacketsIsFine() throws {
        let reading = try CaptureReading(CaptureBytes.pcap().bytes)
        #expect(reading.frames.isEmpty)
        #expect(reading.summary.linkTypes == [.ethernet])
        #expect(reading.summary.firstPacketAt == nil)
        #expect(reading.summary.problems.isEmpty)
        #expect(reading.interfaces == [CaptureInterface(linkType: .ethernet, snapLength: 65_535)])
    }

    @Test func theAccountsAreKept() throws {
        var file = CaptureBytes.pcap(snapLength: 68)
        file.record(CaptureBytes.frame(1, length: 68), seconds: 100, original: 1_500)
        file.record(CaptureBytes.frame(2, length: 60), seconds: 102)
        // A step back of one millisecond is no clock step, one of more is.
        file.record(CaptureBytes.frame(3, length: 60), seconds: 101, fraction: 999_000)
        file.record(CaptureBytes.frame(4, length: 64), seconds: 99, fraction: 0, original: 65)
        let summary = try CaptureReading(file.bytes).summary
        #expect(summary.packets == 4)
        #expect(summary.bytes == 1_500 + 60 + 60 + 65)
        #expect(summary.truncatedPackets == 2)
        #expect(summary.snapLength == 64)
        #expect(summary.clockSteps == 1)
        #expect(summary.firstPacketAt == Timestamp(nanoseconds: 99_000_000_000))
        #expect(summary.lastPacketAt == Timestamp(nanoseconds: 102_000_000_000))
        #expect(summary.droppedPackets == nil)
    }

    @Test func theUpperBitsOfTheLinkTypeAreTheFrameCheckSequence() throws {
        let file = CaptureBytes.pcap(linkType: 0x2400_0000 | 113)
        #expect(try CaptureReading(file.bytes).summary.linkTypes == [.linuxCooked])
    }

    @Test func lengthsAreSwappedBeforeVersion2_3() throws {
        var file = CaptureBytes.pcap(minor: 2)
        file.record([1, 2, 3], seconds: 1, captured: 90, original: 3)
        let frame = try #require(try CaptureReading(file.bytes).frames.first)
        #expect(frame.capturedLength == 3)
        #expect(frame.originalLength == 90)
    }

    @Test func lengthsOfVersion2_3AreSwappedWhereTheyMustBe() throws {
        var file = CaptureBytes.pcap(minor: 3)
        file.record([1, 2, 3], seconds: 1, captured: 90, original: 3)
        file.record([1, 2, 3, 4], seconds: 1, captured: 4, original: 70)
        let frames = try CaptureReading(file.bytes).frames
        #expect(frames.map(\.capturedLength) == [3, 4])
        #expect(frames.map(\.originalLength) == [90, 70])
    }

    @Test func anUnknownVersionIsToldAndRead() throws {
        var file = CaptureBytes.pcap(major: 7, minor: 1)
        file.records(1)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.frames.count == 1)
        #expect(reading.summary.problems.map(\.message) == ["pcap version 7.1 is not known; read as version 2.4"])
        #expect(!reading.summary.isPartial)
    }

    @Test func lengthsThatSomeWritersGetWrongAreForgiven() throws {
        var file = CaptureBytes.pcap(snapLength: 50)
        file.record(CaptureBytes.frame(1, length: 60), seconds: 1)
        file.record(CaptureBytes.frame(2, length: 40), seconds: 2, original: 38)
        file.record(CaptureBytes.frame(3, length: 40), seconds: 3, fraction: 1_500_000)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.numbers == [1, 2, 3])
        #expect(reading.nanoseconds.last == 4_500_000_000)
        #expect(reading.summary.problems.isEmpty)
        #expect(reading.summary.truncatedPackets == 0)
    }

    @Test func theLastSecondOfAnUnsigned32BitClockDoesNotOverflow() throws {
        var file = CaptureBytes.pcap()
        file.record([1], seconds: .max, fraction: .max)
        #expect(try CaptureReading(file.bytes).nanoseconds == [4_294_967_295_000_000_000 + 4_294_967_295_000])
    }

    @Test func aLargeFrameIsBelievedOnlyOfLinkTypesThatHaveThem() throws {
        for (linkType, isRead) in [(UInt32(231), true), (1, false)] {
            var file = CaptureBytes.pcap(linkType: linkType)
            file.record(CaptureBytes.frame(1, length: 300_000), seconds: 1)
            let reading = try CaptureReading(file.bytes, portion: 10_000)
            #expect(reading.frames.count == (isRead ? 1 : 0))
            #expect(reading.summary.isPartial == !isRead)
        }
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1_000])
    func theSizeOfReadsChangesNothing(portion: Int) throws {
        var file = CaptureBytes.pcap()
        file.records(40)
        file.record(CaptureBytes.frame(41, length: 3_000), seconds: 1_700_000_050)
        file.records(10, from: 51)
        var limits = CaptureLimits()
        limits.readBuffer = 64
        let whole = try CaptureReading(file.bytes)
        let parts = try CaptureReading(file.bytes, portion: portion, limits: limits)
        #expect(parts.contents == whole.contents)
        #expect(parts.nanoseconds == whole.nanoseconds)
        #expect(parts.summary.problems.isEmpty)
        #expect(whole.contents.count == 51)
    }

    @Test func readingStopsWhenToldAndGoesOnThere() throws {
        var bytes = CaptureBytes.pcap()
        bytes.records(5)
        var file = try CaptureFile(name: "test", bytes: bytes.bytes)
        var seen: [Int] = []
        file.forEachFrame { frame, _ in
            seen.append(frame.number)
            return frame.number < 2
        }
        #expect(seen == [1, 2])
        #expect(file.summary.packets == 2)
        file.forEachFrame { frame, _ in
            seen.append(frame.number)
            return true
        }
        #expect(seen == [1, 2, 3, 4, 5])
    }
}
