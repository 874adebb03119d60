import Capture
import Diagnosis
import Reports
import TestSupport
import Testing

@Suite("The report for people")
struct TextReportTests {
    private func text(
        _ sessions: [DiagnosedSession], summary: CaptureSummary = HandMade.summary(),
        _ change: (inout TextOptions) -> Void = { _ in }
    ) -> String {
        var options = TextOptions()
        change(&options)
        return TextReport(HandMade.report(sessions, summary: summary), options: options).text
    }

    @Test("a refused session fills a screen")
    func refused() throws {
        #expect(Golden.difference(text([try HandMade.refused()]), from: "refused.txt") == nil)
    }

    @Test("a text dump is called so, and what to know of it stands under its line")
    func notes() throws {
        var summary = HandMade.summary()
        summary.format = .text
        summary.notes = ["the dump has no date"]
        let lines = text([try HandMade.delivered()], summary: summary).split(separator: "\n")
        #expect(lines.first?.contains(" · text dump, Ethernet · ") == true)
        #expect(lines.contains("  · the dump has no date"))
    }

    @Test("a delivered session takes three lines, and comes last")
    func delivered() throws {
        let sessions = [try HandMade.delivered(), try HandMade.testOnly()]
        #expect(Golden.difference(text(sessions), from: "delivered-and-test.txt") == nil)
    }

    @Test("an unknown outcome names candidates and where to capture next; in 80 columns")
    func unknown() throws {
        let narrow = text([try HandMade.unknown()]) { $0.width = 80 }
        #expect(Golden.difference(narrow, from: "unknown-80-columns.txt") == nil)
        #expect(
            narrow.split(separator: "\n").allSatisfy { Wrapping.columns(String($0)) <= 80 || $0.contains("Wireshark") })
    }

    @Test("the transcript shows frames, times and every line, logins masked")
    func transcript() throws {
        let all = text([try HandMade.refused()]) { $0.showsTranscript = true }
        #expect(all.contains("     7   +0.060 s  → AUTH PLAIN ‹masked, 24 bytes›\n"))
        #expect(all.contains("  ← 250-mx.example\n") && all.contains("250 AUTH PLAIN\n"))
    }

    @Test("an explanation is given once")
    func repeated() throws {
        let twice = [try HandMade.refused(), try HandMade.refused()]
        let short = text(twice)
        #expect(short.contains("as in session 1"))
        #expect(short.components("An MX endpoint judges") == 1)
        #expect(text(twice) { $0.isVerbose = true }.components("An MX endpoint judges") == 2)
    }

    @Test("a poor capture says how to do better")
    func health() throws {
        var summary = HandMade.summary()
        summary.truncatedPackets = 3
        summary.snapLength = 68
        summary.droppedPackets = 12
        summary.problems = [CaptureProblem(offset: 1_234, frame: 9, message: "the file ends within a record")]
        let head = text([], summary: summary)
        #expect(head.contains("capture health poor"))
        #expect(head.contains("-s 0") && head.contains("-B") && head.contains("at byte 1,234"))
        #expect(head.contains("No attempt to send mail"))
        #expect(text([]).contains("capture health good"))
    }

    @Test("colours only where they are asked for, and nothing of the wire reaches a terminal raw")
    func colours() throws {
        var session = try HandMade.refused()
        session.verdict.headline = "evil \u{1B}]0;title\u{7} text"
        #expect(!text([session]).contains("\u{1B}"))
        #expect(text([session]) { $0.style = Style(isColoured: true) }.contains("\u{1B}[31m✗\u{1B}[0m"))
    }

    @Test("one line a session")
    func quiet() throws {
        let lines = text([try HandMade.refused(), try HandMade.delivered()]) { $0.isQuiet = true }.split(
            separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.contains("ip-blocklisted, proven") == true)
    }

    @Test("one line a session of several files names the file")
    func quietOfSeveral() throws {
        var options = TextOptions()
        options.isQuiet = true
        let captures = try ["a.pcap", "b.pcap"].map { path in
            var summary = HandMade.summary()
            summary.path = path
            return Report.AnalysedCapture(summary: summary, sessions: [try HandMade.refused()])
        }
        let lines = TextReport(Report(version: "1.0", captures: captures), options: options).text.split(separator: "\n")
        #expect(lines.map { String($0.prefix(8)) } == ["a.pcap: ", "b.pcap: "])
    }

    @Test("the limit says what is left out")
    func limit() throws {
        let limited = text([try HandMade.refused(), try HandMade.delivered()]) { $0.limit = 1 }
        #expect(limited.contains("2 sessions: 1 refused, 1 delivered"))
        #expect(limited.contains("1 more session not shown"))
    }

    @Test("Markdown for a ticket")
    func markdown() throws {
        let report = HandMade.report([try HandMade.refused(), try HandMade.unknown()])
        #expect(Golden.difference(MarkdownReport(report, showsTranscript: true).text, from: "ticket.md") == nil)
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
