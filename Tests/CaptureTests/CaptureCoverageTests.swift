import Capture
import Testing

/// Between two files that are far apart nobody captured.
@Suite struct CaptureCoverageTests {
    private func time(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000) }

    private func file(_ first: Int64, _ last: Int64) -> CaptureSummary {
        var summary = CaptureSummary(path: "", format: .pcap)
        summary.firstPacketAt = time(first)
        summary.lastPacketAt = time(last)
        return summary
    }

    @Test func aRingIsContinuous() {
        let coverage = CaptureCoverage([file(100, 200), file(0, 99), file(201, 300)])
        #expect(coverage.isContinuous)
        #expect(coverage.span(of: time(150)) == time(0)...time(300))
    }

    @Test func aLongBreakDivides() {
        let coverage = CaptureCoverage([file(0, 100), file(1_000, 1_100), file(50, 90)])
        #expect(!coverage.isContinuous)
        #expect(coverage.span(of: time(95)) == time(0)...time(100))
        #expect(coverage.span(of: time(1_050)) == time(1_000)...time(1_100))
        #expect(coverage.span(of: time(500)) == nil)
    }
}
