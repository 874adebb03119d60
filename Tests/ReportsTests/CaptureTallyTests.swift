import Capture
import Reports
import Testing

@Suite("Counts of frames that belong to no session go to their files")
struct CaptureTallyTests {
    private let files = ["a", "b"].map { CaptureSummary(path: $0, format: .pcap) }

    @Test("in turns")
    func turns() {
        var tally = CaptureTally()
        tally.change(to: 1, .init(undecodable: 2, reasons: ["ipv4 header": 2], otherSegments: 5))
        tally.change(to: 0, .init(undecodable: 3, reasons: ["ipv4 header": 2, "tcp header": 1], otherSegments: 5))
        tally.change(to: 1, .init(undecodable: 3, reasons: ["ipv4 header": 2, "tcp header": 1], otherSegments: 9))
        tally.finish(.init(undecodable: 4, reasons: ["ipv4 header": 3, "tcp header": 1], otherSegments: 10))
        let captures = tally.captures(files)
        #expect(captures.map(\.undecodablePackets) == [2, 2])
        #expect(captures.map(\.undecodableReasons) == [["ipv4 header": 2], ["tcp header": 1, "ipv4 header": 1]])
        #expect(captures.map(\.otherSegments) == [9, 1])
    }

    @Test("a file without frames has none")
    func none() {
        var tally = CaptureTally()
        tally.finish(.init(undecodable: 1, reasons: [:], otherSegments: 2))
        #expect(tally.captures(files).map(\.otherSegments) == [2, 0])
    }
}
