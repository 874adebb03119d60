import Diagnosis
import Foundation
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// Whatever happens to a capture, a verdict stays, or becomes "cannot tell": it never names somebody else.
@Suite struct CulpritTests {
    @Test(arguments: Repository.captureNames)
    func damageNamesNobodyElse(_ name: String) throws {
        try Damage.check(name, RecordedCapture(name))
    }

    /// The same over the labelled lab, where it lies beside the project.
    @Test(.enabled(if: Lab.isAsked, Lab.why), arguments: Lab.captures)
    func damageNamesNobodyElseInTheLab(_ name: String) throws {
        try Damage.check(name, RecordedCapture(path: (Lab.folder ?? "") + "/" + name))
    }
}

/// Captures of the labelled lab.
enum Lab {
    static let folder: String? = Repository.shared.map { $0 + "/lab/captures" }
    /// Damage at every packet of every capture takes long: on request only.
    static let isAsked = folder != nil && ProcessInfo.processInfo.environment["POSTMORTEM_LAB"] == "1"
    static let why: Comment = "needs the labelled lab beside the project, and POSTMORTEM_LAB=1"

    static let captures: [String] = Repository.names(in: folder ?? "").flatMap { scenario in
        Repository.names(in: (folder ?? "") + "/" + scenario).filter { $0.contains(".pcap") }.map {
            scenario + "/" + $0
        }
    }
}

/// What may happen to a capture, tried at every packet.
enum Damage {
    static func check(_ name: String, _ whole: RecordedCapture) {
        let judged = whole.judged()
        let expected = Culprits(judged)
        func complain(_ damaged: RecordedCapture, _ how: String) {
            for complaint in expected.complaints(about: damaged.judged()) {
                Issue.record("\(name), \(how): \(complaint)")
            }
        }
        for count in 1..<max(2, whole.records.count) { complain(whole.cut(to: count), "first \(count) frames") }
        for index in whole.records.indices { complain(whole.dropping(index), "without frame \(index + 1)") }
        for index in 0..<max(0, whole.records.count - 1) where abs(whole.seconds(after: index)) < 0.03 {
            complain(whole.swapping(index), "frames \(index + 1) and \(index + 2) swapped")
        }
        for length in [60, 68, 80, 96, 110, 128, 160, 200, 256] {
            complain(whole.snapped(to: length), "cut to \(length) octets")
        }
        for index in whole.records.indices.dropFirst() {
            complain(whole.from(index), "from frame \(index + 1) on")
            complain(whole.dropping(index..<min(index + 4, whole.records.count)), "without 4 frames from \(index + 1)")
        }
        #expect(
            judged.map(Culprits.words) == whole.mirrored().judged().map(Culprits.words), "\(name), every frame doubled")
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
        return
            "\(session.session.client) \(verdict.outcome.rawValue) \(verdict.stoppedAt?.rawValue ?? "-") \(verdict.responsible.rawValue) \(verdict.cause)"
    }

    /// Culprits that only the damaged copy names.
    func complaints(about damaged: [DiagnosedSession]) -> [String] {
        damaged.compactMap { session in
            guard let expected = verdicts[session.session.client.port] else {
                return isSilent(session.verdict) ? nil : "a new session: \(Self.words(session))"
            }
            let verdict = session.verdict
            // Nothing failed, where something had.
            if [.testOnly, .delivered].contains(verdict.outcome), [.refused, .failed].contains(expected.outcome),
                expected.confidence != .possible, verdict.confidence != .possible
            {
                return "\(Self.words(session)), whole: \(expected.outcome.rawValue) \(expected.cause)"
            }
            if verdict.responsible == expected.responsible { return nil }
            if isSilent(verdict) { return nil }
            // Without the packet that spoke against it, one of those who remained before.
            if expected.responsible == .unknown, expected.candidates.contains(verdict.responsible) { return nil }
            return
                "\(Self.words(session)), whole: \(expected.outcome.rawValue) \(expected.responsible.rawValue) \(expected.cause)"
        }
    }

    /// Names nobody.
    private func isSilent(_ verdict: Verdict) -> Bool { [.unknown, .capture, .none].contains(verdict.responsible) }
}
