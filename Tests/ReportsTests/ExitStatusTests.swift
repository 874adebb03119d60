import Diagnosis
import Reports
import Testing

@Suite("Exit status of --check")
struct ExitStatusTests {
    @Test("the stage of a failure", arguments: zip(Stage.allCases, Array(20...30) + [30]))
    func stages(stage: Stage, status: Int) throws {
        let session = try HandMade.diagnosed(HandMade.session()) {
            $0.outcome = .failed
            $0.stoppedAt = stage
        }
        #expect(ExitStatus.check(HandMade.report([session])) == Int32(status))
    }

    @Test("outcomes that are no failure at a stage")
    func outcomes() throws {
        #expect(ExitStatus.check(HandMade.report([try HandMade.delivered()])) == 0)
        #expect(ExitStatus.check(HandMade.report([try HandMade.testOnly()])) == 31)
        #expect(ExitStatus.check(HandMade.report([try HandMade.unknown()])) == 32)
        #expect(ExitStatus.check(HandMade.report([])) == 32)
    }

    @Test("the first that was not delivered decides")
    func first() throws {
        let sessions = [try HandMade.delivered(), try HandMade.refused(), try HandMade.unknown()]
        #expect(ExitStatus.check(HandMade.report(sessions)) == 28)
    }
}
