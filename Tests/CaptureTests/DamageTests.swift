import Capture
import Testing

@Suite struct DamageTests {
    @Test func aRecordThatTheFileCutsOffIsToldAndNotHandedOut() throws {
        var file = CaptureBytes.pcap()
        file.records(3)
        for lost in 1...75 {
            let reading = try CaptureReading(Array(file.bytes.dropLast(lost)))
            #expect(reading.numbers == [1, 2])
            #expect(reading.summary.isPartial)
            #expect(reading.summary.problems.map(\.offset) == [24 + 2 * 76])
            #expect(reading.summary.problems.map(\.frame) == [3])
        }
        let whole = try CaptureReading(Array(file.bytes.dropLast(76)))
        #expect(!whole.summary.isPartial)
    }

    @Test func aBlockThatTheFileCutsOffIsToldAndNotHandedOut() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        let start = file.bytes.count
        file.packets(2)
        for lost in 1...91 {
            let reading = try CaptureReading(Array(file.bytes.dropLast(lost)))
            #expect(reading.numbers == [1])
            #expect(reading.summary.isPartial)
            #expect(reading.summary.problems.map(\.offset) == [start + 92])
        }
    }

    @Test(arguments: [false, true])
    func readingGoesOnBehindRubbishInAPcap(bigEndian: Bool) throws {
        var file = CaptureBytes.pcap(bigEndian: bigEndian)
        file.records(4)
        let offset = file.bytes.count
        file.bytes += [UInt8](repeating: 0xff, count: 333)
        file.records(4, from: 5)
        let reading = try CaptureReading(file.bytes, portion: 100)
        #expect(reading.numbers == Array(1...8))
        #expect(reading.contents.last == CaptureBytes.frame(8))
        #expect(reading.summary.isPartial)
        #expect(reading.summary.problems.map(\.offset) == [offset])
        #expect(reading.summary.problems.map(\.frame) == [4])
        #expect(reading.summary.problems.first?.message.contains("333 bytes skipped") == true)
    }

    @Test func aHoleOfZerosIsSkipped() throws {
        var file = CaptureBytes.pcap()
        file.records(2)
        file.bytes += [UInt8](repeating: 0, count: 4_096)
        file.records(3, from: 3)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.numbers == [1, 2, 3, 4, 5])
        #expect(reading.summary.problems.count == 1)
    }

    @Test func aRecordWithAWrongLengthCostsOnlyItself() throws {
        // Too long by more than the file has: what follows is found again.
        var file = CaptureBytes.pcap()
        file.records(2)
        file.record(CaptureBytes.frame(3), seconds: 1_700_000_003, captured: 100_000, original: 60)
        file.records(3, from: 4)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.contents.suffix(3) == [4, 5, 6].map { CaptureBytes.frame($0) }[...])
        #expect(reading.contents.count == 5)
        #expect(reading.summary.isPartial)
    }

    @Test func readingEndsWhereNothingMoreIsFoundWithinTheLimit() throws {
        var limits = CaptureLimits()
        limits.resynchronisation = 1_000
        var file = CaptureBytes.pcap()
        file.records(2)
        file.bytes += [UInt8](repeating: 0xff, count: 5_000)
        file.records(3, from: 3)
        let reading = try CaptureReading(file.bytes, limits: limits)
        #expect(reading.numbers == [1, 2])
        #expect(reading.summary.problems.count == 1)
        #expect(reading.summary.problems.first?.message.contains("reading ends here") == true)
    }

    @Test(arguments: [false, true])
    func readingGoesOnBehindRubbishInAPcapng(bigEndian: Bool) throws {
        var file = CaptureBytes.pcapng(bigEndian: bigEndian)
        file.interface()
        file.packets(2)
        let offset = file.bytes.count
        file.bytes += [UInt8](repeating: 0xff, count: 77)
        file.packets(2, from: 3)
        let reading = try CaptureReading(file.bytes, portion: 50)
        #expect(reading.numbers == [1, 2, 3, 4])
        #expect(reading.summary.problems.map(\.offset) == [offset])
        #expect(reading.summary.problems.first?.message.contains("77 bytes skipped") == true)
        #expect(reading.summary.isPartial)
    }

    @Test func aWrongLengthAtABlocksEndIsTold() throws {
        for isLast in [false, true] {
            var file = CaptureBytes.pcapng()
            file.interface()
            file.packets(1)
            file.packet(CaptureBytes.frame(2), ticks: 2, lengthAtEnd: 5_000)
            if !isLast { file.packets(1, from: 3) }
            let reading = try CaptureReading(file.bytes)
            #expect(reading.numbers == (isLast ? [1, 2] : [1, 2, 3]))
            #expect(reading.summary.problems.count == 1)
            #expect(!reading.summary.isPartial)
        }
    }

    @Test func aWrongLengthAtABlocksBeginningCostsOnlyThatBlock() throws {
        for length in [UInt32(8), 60, 120, 4_000, 0xffff_fff0] {
            var file = CaptureBytes.pcapng()
            file.interface()
            file.packets(2)
            let bad = file.bytes.count
            file.packets(3, from: 3)
            var bytes = file.bytes
            for index in 0..<4 { bytes[bad + 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index))) }
            let reading = try CaptureReading(bytes)
            #expect(reading.contents.suffix(2) == [4, 5].map { CaptureBytes.frame($0) }[...])
            #expect(reading.contents.count == 4)
            #expect(reading.summary.isPartial)
        }
    }

    @Test func aLengthThatForgetsThePaddingIsForgiven() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        file.block(6, length: 33, lengthAtEnd: 33) {
            for value in [UInt32(0), 0, 1, 1, 1] { $0.put32(value) }
            $0.bytes += [0x42]
        }
        file.packets(1, from: 2)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.contents.first == [0x42])
        #expect(reading.numbers == [1, 2])
        #expect(reading.summary.problems.isEmpty)
    }

    @Test func aPacketLargerThanItsBlockKeepsItsNumber() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        file.packet([1, 2, 3, 4], ticks: 1, captured: 5)
        file.packet([1, 2, 3, 4], ticks: 1, captured: .max)
        file.packets(1, from: 3)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.numbers == [3])
        #expect(reading.summary.problems.map(\.frame) == [1, 2])
    }

    @Test func problemsBeyondTheLimitAreCounted() throws {
        var limits = CaptureLimits()
        limits.problems = 3
        var file = CaptureBytes.pcapng()
        for _ in 0..<10 { file.packet([1], ticks: 1) }
        let summary = try CaptureReading(file.bytes, limits: limits).summary
        #expect(summary.problems.count == 3)
        #expect(summary.problemsOmitted == 7)
    }

    @Test func aFailureOfTheSystemIsTold() throws {
        var file = CaptureBytes.pcap()
        file.records(2)
        var capture = try CaptureFile(name: "test", source: FailingSource(bytes: file.bytes))
        capture.forEachFrame { _, _ in true }
        #expect(capture.summary.packets == 2)
        #expect(capture.summary.isPartial)
        #expect(capture.summary.problems.map(\.message) == ["cannot read on: Input/output error"])
    }
}

/// Gives its bytes and then fails.
private struct FailingSource: ByteSource {
    var bytes: [UInt8]

    mutating func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int {
        if bytes.isEmpty { throw ReadFailure(reason: "Input/output error") }
        let count = min(range.count, bytes.count)
        buffer.replaceSubrange(range.lowerBound..<(range.lowerBound + count), with: bytes.prefix(count))
        bytes.removeFirst(count)
        return count
    }
}
