import Diagnosis
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// Which side a capture shows: the same one twice, or the other one.
@Suite struct CompareSidesTests {
    /// Two machines on one link: times differ by microseconds, and one lacks the reset. Nobody beyond is accused.
    @Test func oneLinkSeenByTwoMachines() throws {
        let script =
            "S: 220 mx.example ESMTP\nC: EHLO copier\nS: 250 mx.example\n"
            + "acks off\nC: MAIL FROM:<scan@contoso.example>\nrst from server"
        var (inside, _) = try CompareTests.pair(script, script)
        inside.setTTLOfResets(64)
        let copy = inside.dropLast().enumerated().map { $1.shifted(byNanoseconds: Int64($0 % 3) * 700) }
        for session in try CompareTests.judged(inside, copy) {
            #expect(session.comparison?.isSamePlace == true)
            #expect(![.isp, .networkPath, .serverFault].contains(session.verdict.responsible))
            #expect(!session.verdict.cleared.contains { $0.party == .firewall })
        }
    }

    @Test func theWrongWayRoundIsRefused() throws {
        let name = "fw-reject-rst-25"
        let run = try Program.run([
            "compare", "--inside", Repository.capture(name + "-outside.pcap"), "--outside",
            Repository.capture(name + ".pcap"),
        ])
        #expect(run.status == 64)
        #expect(run.complaints.contains("wrong way round"))
    }
}
