import Capture
import Diagnosis
import Sessions
import Streams
import TestSupport
import Testing

/// Whatever happens to two captures of a box, or to their clocks, the culprit stays.
@Suite struct ComparePropertyTests {
    /// Pairs of the project, with the culprit and the cause that both sides show together.
    static let pairs: [(name: String, responsible: Responsible, cause: String)] = [
        ("fw-asa-masks-starttls", .firewall, "esmtp-inspection"),
        ("fw-reject-rst-25", .firewall, "firewall-rejects-port"),
        ("fw-one-way-after-ehlo", .firewall, "firewall-drops-return-traffic"),
        ("fw-store-and-forward-loses", .reputation, "proxy-accepted-server-rejected"),
        ("isp-drops-25", .unknown, "syn-unanswered"),
    ]

    @Test(arguments: pairs.map(\.name)) func theCulpritIsTheKnownOne(_ name: String) throws {
        let expected = try #require(Self.pairs.first { $0.name == name })
        let verdict = try #require(try RecordedPair(name).judged().first).verdict
        #expect(verdict.responsible == expected.responsible)
        #expect(verdict.cause == expected.cause)
    }

    @Test(arguments: pairs.map(\.name)) func nothingThatHappensChangesTheCulprit(_ name: String) throws {
        PairDamage.check(name, try RecordedPair(name))
    }

    /// The same over the labelled lab, where it lies beside the project.
    @Test(.enabled(if: Lab.isAsked, Lab.why), arguments: Lab.pairs)
    func nothingChangesTheCulpritInTheLab(_ scenario: String) throws {
        PairDamage.check(scenario, try RecordedPair(lab: scenario), tried: 1_000)
        PairDamage.checkCopies(scenario, try RecordedPair(lab: scenario))
    }

    /// A few kinds of damage to a few of its scenarios, every time.
    @Test(.enabled(if: Lab.folder != nil && !Lab.isAsked, "needs the labelled lab beside the project"))
    func nothingChangesTheCulpritInASampleOfTheLab() throws {
        for (number, scenario) in Lab.pairs.enumerated() where number % 9 == 0 {
            let pair = try RecordedPair(lab: scenario)
            guard pair.inside.records.count + pair.outside.records.count <= 120 else { continue }
            PairDamage.check(scenario, pair, tried: 3, clocks: [3_600], swaps: false)
            PairDamage.checkCopies(scenario, pair)
        }
    }
}

extension Lab {
    /// Scenarios with a capture of each side.
    static let pairs: [String] = Repository.names(in: folder ?? "").filter { scenario in
        let files = Repository.names(in: (folder ?? "") + "/" + scenario)
        return files.contains { $0.hasPrefix("inside.") } && files.contains { $0.hasPrefix("outside.") }
    }
}

/// What may happen to a pair of captures.
enum PairDamage {
    /// `tried` frames are lost, or swapped with the next, one by one; of longer captures, as many spread over them.
    static func check(
        _ name: String, _ whole: RecordedPair, tried: Int = 40, clocks: [Double] = [1, -1, 3_600, -3_600],
        swaps: Bool = true
    ) {
        func sample(_ count: Int) -> [Int] {
            guard count > 0 else { return [] }
            return count <= tried ? Array(0..<count) : (0..<tried).map { $0 * count / tried }
        }
        let judged = whole.judged()
        let words = judged.map(Culprits.words)
        for seconds in clocks {
            let shifted = RecordedPair(inside: whole.inside, outside: whole.outside.shifted(bySeconds: seconds))
            #expect(shifted.judged().map(Culprits.words) == words, "\(name), outside clock \(seconds) s ahead")
        }
        let doubled = RecordedPair(inside: whole.inside.mirrored(), outside: whole.outside.mirrored())
        #expect(doubled.judged().map(Culprits.words) == words, "\(name), every frame doubled")
        let expected = Culprits(judged)
        func complain(_ damaged: RecordedPair, _ how: String) {
            for complaint in expected.complaints(about: damaged.judged()) {
                Issue.record("\(name), \(how): \(complaint)")
            }
        }
        for index in sample(whole.inside.records.count) {
            complain(
                RecordedPair(inside: whole.inside.dropping(index), outside: whole.outside),
                "without frame \(index + 1) inside")
        }
        for index in sample(whole.outside.records.count) {
            complain(
                RecordedPair(inside: whole.inside, outside: whole.outside.dropping(index)),
                "without frame \(index + 1) outside")
        }
        guard swaps else { return }
        for index in sample(whole.inside.records.count - 1) where abs(whole.inside.seconds(after: index)) < 0.03 {
            complain(
                RecordedPair(inside: whole.inside.swapping(index), outside: whole.outside),
                "frames \(index + 1) and \(index + 2) inside swapped")
        }
        for index in sample(whole.outside.records.count - 1) where abs(whole.outside.seconds(after: index)) < 0.03 {
            complain(
                RecordedPair(inside: whole.inside, outside: whole.outside.swapping(index)),
                "frames \(index + 1) and \(index + 2) outside swapped")
        }
    }

    /// A capture beside its own copy shows nothing of a box, and nobody else than it shows alone.
    static func checkCopies(_ name: String, _ whole: RecordedPair) {
        for capture in [whole.inside, whole.outside] {
            let judged = RecordedPair(inside: capture, outside: capture).judged()
            for complaint in Culprits(capture.judged()).complaints(about: judged) {
                Issue.record("\(name), beside its copy: \(complaint)")
            }
            #expect(judged.allSatisfy { $0.verdict.responsible != .firewall }, "\(name), beside its copy")
        }
    }
}
