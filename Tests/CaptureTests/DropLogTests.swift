import Capture
import TestSupport
import Testing

@Suite struct DropLogTests {
    private static func at(_ second: Int64) -> Timestamp {
        Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + second * 1_000_000_000)
    }

    @Test func onlyLossesSinceThenCount() {
        var log = DropLog()
        log.note(total: 0, at: Self.at(0))
        log.note(total: 5, at: Self.at(10))
        log.note(total: 5, at: Self.at(11))
        log.note(total: 12, at: Self.at(20))
        #expect(log.count(since: Self.at(0)) == 12)
        #expect(log.count(since: Self.at(11)) == 7)
        #expect(log.count(since: Self.at(21)) == 0)
    }

    @Test func manyLossesAreJoined() {
        var log = DropLog()
        for second in 1...5_000 { log.note(total: second, at: Self.at(Int64(second))) }
        #expect(log.count(since: Self.at(4_990)) == 11)
        #expect(log.count(since: Self.at(0)) > 1_000)
    }
}
