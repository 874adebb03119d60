import Capture
import Testing

@Suite struct PcapngTests {
    @Test(arguments: [false, true])
    func enhancedPacketsInBothByteOrders(bigEndian: Bool) throws {
        var file = CaptureBytes.pcapng(bigEndian: bigEndian)
        file.interface(linkType: 1, snapLength: 96, name: "eth0")
        file.packet([1, 2, 3], ticks: 1_000_000_000_000_005, original: 9)
        file.packet([4, 5, 6, 7], ticks: 1_000_000_000_000_006)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.contents == [[1, 2, 3], [4, 5, 6, 7]])
        #expect(reading.nanoseconds == [1_000_000_000_000_005_000, 1_000_000_000_000_006_000])
        #expect(reading.frames.map(\.originalLength) == [9, 4])
        #expect(reading.summary.format == .pcapng)
        #expect(reading.interfaces == [CaptureInterface(linkType: .ethernet, snapLength: 96, name: "eth0")])
        #expect(reading.summary.problems.isEmpty)
    }

    @Test func sectionsMayChangeByteOrderAndCountInterfacesAnew() throws {
        var file = CaptureBytes.pcapng()
        file.interface(linkType: 1)
        file.interface(linkType: 113, resolution: 9)
        file.packet([1], interface: 1, ticks: 77)
        file.section(bigEndian: true)
        file.interface(linkType: 276)
        file.packet([2], interface: 0, ticks: 1)
        file.section(bigEndian: false)
        file.interface(linkType: 1)
        file.packet([3], interface: 0, ticks: 2)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.frames.map(\.interface) == [1, 2, 3])
        #expect(reading.frames.map(\.linkType) == [.linuxCooked, .linuxCooked2, .ethernet])
        #expect(reading.nanoseconds == [77, 1_000, 2_000])
        #expect(reading.numbers == [1, 2, 3])
        #expect(reading.summary.linkTypes == [.ethernet, .linuxCooked, .linuxCooked2])
        #expect(reading.summary.clockSteps == 0)
        #expect(reading.summary.problems.isEmpty)
    }

    @Test func aSimplePacketHasTheTimeOfThePacketBefore() throws {
        var file = CaptureBytes.pcapng()
        file.interface(snapLength: 6)
        file.block(3) {
            $0.put32(4)
            $0.bytes += [9, 8, 7, 6]
        }
        file.packet([1], ticks: 5)
        file.block(3) {
            $0.put32(1_500)
            $0.bytes += [1, 2, 3, 4, 5, 6]
        }
        let reading = try CaptureReading(file.bytes)
        #expect(reading.contents == [[9, 8, 7, 6], [1], [1, 2, 3, 4, 5, 6]])
        #expect(reading.nanoseconds == [0, 5_000, 5_000])
        #expect(reading.frames.map(\.originalLength) == [4, 1, 1_500])
        #expect(reading.summary.firstPacketAt == Timestamp(nanoseconds: 5_000))
        #expect(reading.summary.truncatedPackets == 1)
    }

    @Test func theObsoletePacketBlockIsRead() throws {
        var file = CaptureBytes.pcapng(bigEndian: true)
        file.interface()
        file.block(2) {
            $0.put16(0)
            $0.put16(4)
            $0.put32(0)
            $0.put32(123)
            $0.put32(3)
            $0.put32(60)
            $0.bytes += [1, 2, 3]
        }
        let reading = try CaptureReading(file.bytes)
        #expect(reading.contents == [[1, 2, 3]])
        #expect(reading.nanoseconds == [123_000])
        #expect(reading.frames.first?.originalLength == 60)
        #expect(reading.summary.droppedPackets == 4)
    }

    @Test func unknownAndCustomBlocksAreSkipped() throws {
        var file = CaptureBytes.pcapng()
        file.block(0x7fff_0001) { $0.bytes += [UInt8](repeating: 7, count: 100) }
        file.interface()
        file.block(0x0bad) { $0.put32(32_473) }
        file.packets(2)
        file.block(0x4000_0bad) { $0.put32(32_473) }
        file.block(99) { _ in }
        let reading = try CaptureReading(file.bytes)
        #expect(reading.numbers == [1, 2])
        #expect(reading.summary.problems.isEmpty)
    }

    @Test func dropsOfStatisticsAndPacketsAreCountedOnce() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        file.interface()
        file.packet([1], ticks: 1) { $0.option64(4, 3) }
        file.packet([2], interface: 1, ticks: 2) { $0.option64(4, 10) }
        for drops in [UInt64(2), 5] {
            file.block(5) {
                $0.put32(0)
                $0.put64(0)
                $0.option64(5, drops)
                $0.option64(7, 1)
            }
        }
        // Interface 0: the last statistics say 6, of which its packets told 3. Interface 1: its packets say 10.
        #expect(try CaptureReading(file.bytes).summary.droppedPackets == 16)
    }

    @Test func aFileThatSaysNothingOfDropsHasNone() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        file.packets(1)
        #expect(try CaptureReading(file.bytes).summary.droppedPackets == nil)
        file.block(5) {
            $0.put32(0)
            $0.put64(0)
            $0.option64(5, 0)
        }
        #expect(try CaptureReading(file.bytes).summary.droppedPackets == 0)
    }

    @Test func enormousDropCountsAreClamped() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        for ticks in 1...3 { file.packet([1], ticks: UInt64(ticks)) { $0.option64(4, .max) } }
        #expect(try CaptureReading(file.bytes).summary.droppedPackets == .max)
    }

    @Test func aPacketOfAnUndeclaredInterfaceKeepsItsNumber() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        file.packets(1)
        file.packet([1], interface: 3, ticks: 1)
        file.packets(1, from: 3)
        let reading = try CaptureReading(file.bytes)
        #expect(reading.numbers == [1, 3])
        #expect(reading.summary.packets == 2)
        #expect(reading.summary.problems.map(\.frame) == [2])
        #expect(reading.summary.problems.first?.message.contains("interface 3") == true)
        #expect(reading.summary.isPartial)
    }

    @Test func aClockStepIsOneOfTheSameInterface() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        file.interface()
        file.packet([1], interface: 0, ticks: 9_000_000)
        file.packet([1], interface: 1, ticks: 1_000_000)
        file.packet([1], interface: 1, ticks: 998_999)
        file.packet([1], interface: 0, ticks: 8_999_000)
        #expect(try CaptureReading(file.bytes).summary.clockSteps == 1)
    }
}
