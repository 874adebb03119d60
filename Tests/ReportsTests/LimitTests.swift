import Diagnosis
import Packets
import Reports
import Testing

@Suite("Which sessions a report lists")
struct LimitTests {
    @Test("those that never connected are left out first; the numbers stay")
    func limit() throws {
        let report = HandMade.report([try HandMade.unknown(), try HandMade.refused(), try HandMade.delivered()])
        let two = report.listed(limit: 2)
        #expect(two.entries.map(\.id) == [2, 3])
        #expect(two.omitted == 1)
        #expect(report.listed(limit: 3).omitted == 0)
        #expect(report.listed(limit: nil).entries.map(\.id) == [1, 2, 3])
        #expect(report.listed(limit: 0).omitted == 3)
    }

    @Test("a selection keeps the numbers")
    func selection() throws {
        let report = HandMade.report([try HandMade.delivered(), try HandMade.refused()])
        #expect(report.selecting(.failed).entries.map(\.id) == [2])
        var selection = SessionSelection()
        selection.ids = [1]
        #expect(report.selecting(selection).entries.map(\.id) == [1])
        selection = SessionSelection()
        selection.clients = [IPAddress(v4: 0x0A00_0001)]
        #expect(report.selecting(selection).entries.isEmpty)
    }

    @Test("several captures are numbered through")
    func captures() throws {
        let one = Report.AnalysedCapture(summary: HandMade.summary(), sessions: [try HandMade.delivered()])
        let report = Report(version: "0.1.0", captures: [one, one])
        #expect(report.entries.map(\.id) == [1, 2])
        #expect(report.entries.map(\.capture) == [0, 1])
    }
}
