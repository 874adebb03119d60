import Capture
import Diagnosis
import Reports
import Sessions
import TestSupport
import Testing

/// Pairs of the project's captures with their full expected reports, and diffs. `POSTMORTEM_RECORD=1` records them anew.
@Suite struct CompareGoldenTests {
    static let names = [
        "fw-asa-masks-starttls", "fw-reject-rst-25", "fw-one-way-after-ehlo", "fw-store-and-forward-loses",
        "isp-drops-25",
    ]

    @Test(arguments: names) func theTextIsTheExpectedOne(_ name: String) throws {
        var options = TextOptions()
        options.isVerbose = true
        let text = TextReport(try Self.report(name), options: options).text
        #expect(Golden.difference(text, from: "compare-" + name + ".txt") == nil)
    }

    @Test func theJSONIsTheExpectedOne() throws {
        let json = try ReportEncoder().json(try Self.report("fw-one-way-after-ehlo"), limit: nil)
        #expect(Golden.difference(json, from: "compare-fw-one-way-after-ehlo.json") == nil)
    }

    @Test func theMarkdownIsTheExpectedOne() throws {
        let text = MarkdownReport(try Self.report("fw-asa-masks-starttls")).text
        #expect(Golden.difference(text, from: "compare-fw-asa-masks-starttls.md") == nil)
    }

    @Test(arguments: [
        ("fw-asa-masks-starttls-outside", "fw-asa-masks-starttls"), ("ok-exim-25", "mx-spamhaus-at-rcpt"),
    ])
    func theDiffIsTheExpectedOne(_ good: String, _ bad: String) throws {
        let report = try Self.diff(good, bad)
        #expect(Golden.difference(DiffText(report).text, from: "diff-\(good)-\(bad).txt") == nil)
    }

    @Test func theFirstDifferenceIsTheOneThatMatters() throws {
        let first = try #require(
            try Self.diff("fw-asa-masks-starttls-outside", "fw-asa-masks-starttls").diff.first)
        #expect(first.stage == .greeting)
        let keywords = try #require(
            try Self.diff("fw-asa-masks-starttls-outside", "fw-asa-masks-starttls").diff.rest.first {
                $0.kind == .capabilities
            })
        #expect(keywords.good.contains("STARTTLS"))
        #expect(keywords.matters)
    }

    /// One message by DATA, the other by BDAT: the server's word about both stands beside each other.
    @Test func chunksAreAMessage() throws {
        let diff = try Self.diff("ok-mx-pipelining-bdat", "ok-exim-25").diff
        #expect(diff.differences.contains { $0.subject == "how the message is sent" && !$0.matters })
        #expect(!diff.differences.contains { $0.stage == .accepted && $0.subject.contains("session only") })
        #expect(!diff.differences.contains { $0.stage == .data && $0.kind == .reply })
    }

    @Test func theWrongWayRoundIsSaid() throws {
        let swapped = try Self.diff("mx-spamhaus-at-rcpt", "ok-exim-25")
        #expect(DiffText(swapped).text.contains("The good session failed (ip-blocklisted)"))
        #expect(DiffMarkdown(swapped).text.contains("wrong way round"))
        #expect(try Self.diff("ok-exim-25", "mx-spamhaus-at-rcpt").swap == nil)
    }

    /// A session beside itself has no difference, and two deliveries have none that matters.
    @Test(arguments: Repository.captureNames) func nothingDiffersFromItself(_ name: String) throws {
        let report = try Self.single(name)
        for entry in report.entries {
            let diff = SessionDiff(good: entry.diagnosed, bad: entry.diagnosed)
            #expect(diff.differences.isEmpty, "\(name) \(entry.id): \(diff.differences.map(\.subject))")
        }
    }

    private static func single(_ name: String) throws -> Report {
        let capture = try RecordedCapture(name)
        var summary = try CaptureFile(path: Repository.capture(name)).summary
        summary.path = name
        return Report(
            version: "test", captures: [Report.AnalysedCapture(summary: summary, sessions: capture.judged())])
    }

    private static func diff(_ good: String, _ bad: String) throws -> DiffReport {
        let first = try single(good + ".pcap")
        let second = try single(bad + ".pcap")
        return DiffReport(
            version: "test",
            good: .init(report: first, entry: try #require(DiffReport.good(in: first, session: nil))),
            bad: .init(report: second, entry: try #require(DiffReport.bad(in: second, session: nil, besides: nil))))
    }

    private static func report(_ name: String) throws -> Report {
        let files = [name + ".pcap", name + "-outside.pcap"]
        var captures: [Report.AnalysedCapture] = []
        var numbering = FrameNumbering.identity
        for file in files {
            var set = CaptureSet(paths: [Repository.capture(file)])
            set.forEachFrame { _, _, _ in true }
            numbering = captures.isEmpty ? set.numbering : numbering.followed(by: set.numbering, captures: 1)
            var summary = try #require(set.captures.first)
            summary.path = file
            captures.append(Report.AnalysedCapture(summary: summary, sessions: []))
        }
        return Report(
            version: "test",
            sets: [
                Report.AnalysedSet(
                    captures: captures, sessions: try RecordedPair(name).judged(), numbering: numbering)
            ])
    }
}
