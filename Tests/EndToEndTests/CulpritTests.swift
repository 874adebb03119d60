import Diagnosis
import Sessions
import Streams
import TestSupport
import Testing

/// Whatever happens to a capture, a verdict stays, or becomes "cannot tell": it never names somebody else.
@Suite struct CulpritTests {
    static let captures = Repository.captureNames

    @Test(arguments: captures)
    func cuttingAfterAnyPacketNamesNobodyElse(_ name: String) throws {
        let whole = try RecordedCapture(name)
        let expected = Culprits(whole.judged())
        for count in 1..<max(2, whole.records.count) {
            let cut = whole.cut(to: count).judged()
            for complaint in expected.complaints(about: cut, allowingLess: true) {
                Issue.record("\(name), first \(count) frames: \(complaint)")
            }
        }
    }

    @Test(arguments: captures)
    func aMirrorThatDoublesEveryPacketChangesNothing(_ name: String) throws {
        let whole = try RecordedCapture(name)
        let once = whole.judged().map { Culprits.words($0) }
        let twice = whole.mirrored().judged().map { Culprits.words($0) }
        #expect(once == twice)
    }

    @Test(arguments: captures)
    func droppingAnyPacketNamesNobodyElse(_ name: String) throws {
        let whole = try RecordedCapture(name)
        let expected = Culprits(whole.judged())
        for index in whole.records.indices {
            for complaint in expected.complaints(about: whole.dropping(index).judged(), allowingLess: false) {
                Issue.record("\(name) without frame \(index + 1): \(complaint)")
            }
        }
    }

    @Test(arguments: captures)
    func swappingNeighboursWithinARoundTripNamesNobodyElse(_ name: String) throws {
        let whole = try RecordedCapture(name)
        let expected = Culprits(whole.judged())
        for index in 0..<max(0, whole.records.count - 1) where abs(whole.seconds(after: index)) < 0.03 {
            for complaint in expected.complaints(about: whole.swapping(index).judged(), allowingLess: false) {
                Issue.record("\(name), frames \(index + 1) and \(index + 2) swapped: \(complaint)")
            }
        }
    }
}

/// The verdicts of a whole capture, by client port.
struct Culprits {
    private let verdicts: [UInt16: Verdict]

    init(_ sessions: [DiagnosedSession]) {
        verdicts = Dictionary(sessions.map { ($0.session.client.port, $0.verdict) }) { first, _ in first }
    }

    static func words(_ session: DiagnosedSession) -> String {
        let verdict = session.verdict
        return "\(session.session.client) \(verdict.outcome.rawValue) \(verdict.stoppedAt?.rawValue ?? "-") \(verdict.responsible.rawValue) \(verdict.cause)"
    }

    /// What is wrong with the verdicts on a damaged copy. `allowingLess`: a cut capture may show a session that had
    /// only begun, so that a delivery is not there yet.
    func complaints(about damaged: [DiagnosedSession], allowingLess: Bool) -> [String] {
        damaged.compactMap { session in
            guard let expected = verdicts[session.session.client.port] else {
                return isSilent(session.verdict) ? nil : "a new session: \(Self.words(session))"
            }
            let verdict = session.verdict
            if verdict.responsible == expected.responsible { return nil }
            if isSilent(verdict) { return nil }
            // A step on the way may be somebody's doing that the whole capture shows to be overcome.
            return "\(Self.words(session)), whole: \(expected.outcome.rawValue) \(expected.responsible.rawValue) \(expected.cause)"
        }
    }

    /// Names nobody.
    private func isSilent(_ verdict: Verdict) -> Bool { [.unknown, .capture, .none].contains(verdict.responsible) }
}
