import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import TestSupport
import Testing

/// Every capture of the project with its full expected report. `POSTMORTEM_RECORD=1` records them anew.
@Suite struct GoldenTests {
    @Test(arguments: Repository.captureNames)
    func theTextIsTheExpectedOne(_ name: String) throws {
        var options = TextOptions()
        options.isVerbose = true
        options.showsTranscript = true
        let text = TextReport(try Self.report(name), options: options).text
        #expect(Golden.difference(text, from: name + ".txt") == nil)
    }

    /// One of each kind is kept as JSON, too: the whole contract, field by field.
    @Test(arguments: [
        "mx-spamhaus-at-rcpt.pcap", "test-passes-delivery-fails.pcap", "sub-auth-login-before-starttls.pcap",
        "ok-partial-recipients.pcap", "ok-mx-pipelining-bdat.pcap", "path-loss-recovered.pcap", "fw-drop-25.pcap",
        "fw-reject-rst-25.pcap", "dns-nxdomain.pcap", "dev-fin-mid-data.pcap", "srv-silent-after-rcpt.pcap",
        "cap-tls-keys-missing.pcap", "cap-one-direction-client.pcap", "cap-snaplen-68.pcap",
        "cap-pcapng-two-interfaces.pcapng",
    ])
    func theJSONIsTheExpectedOne(_ name: String) throws {
        let json = try ReportEncoder().json(try Self.report(name), limit: nil)
        #expect(Golden.difference(json, from: name + ".json") == nil)
    }

    /// Those that show most of what a report can hold.
    @Test(arguments: ["mx-spamhaus-at-rcpt.pcap", "test-passes-delivery-fails.pcap", "ok-partial-recipients.pcap"])
    func theHTMLIsTheExpectedOne(_ name: String) throws {
        let html = HTMLReport(try Self.report(name), showsTranscript: true).text
        #expect(Golden.difference(html, from: name + ".html") == nil)
    }

    /// The causes that `Captures/README.md` promises are those of the verdicts.
    @Test func theTableOfCapturesIsTrue() throws {
        let table = String(decoding: try Repository.bytes(of: Repository.captures + "/README.md"), as: UTF8.self)
        var rows: [String: [String]] = [:]
        for line in table.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingSpaces() }
            guard let name = cells.first?.filter({ $0 != "`" }), let last = cells.last else { continue }
            rows[name] = last.split(separator: ",").map { $0.trimmingSpaces().filter { $0 != "`" } }
        }
        #expect(Set(rows.keys) == Set(Repository.captureNames))
        for (name, causes) in rows {
            let found = try RecordedCapture(name).judged().map(\.verdict.cause)
            #expect(found == (causes == ["none"] ? [] : causes), "\(name)")
        }
    }

    private static func report(_ name: String) throws -> Report {
        var file = try CaptureFile(path: Repository.capture(name))
        var options = SessionAssembler.Options()
        options.isMailHostName = RecordedCapture.knowledge.isMailHostName
        let assembler = SessionAssembler(options)
        file.forEachFrame { frame, bytes in
            assembler.process(frame, bytes)
            return true
        }
        let sessions = assembler.finish()
        var summary = file.summary
        summary.path = name
        let diagnosed = Diagnostician(knowledge: RecordedCapture.knowledge)
            .diagnose(sessions, capture: CaptureHealth(summary))
        var report = Report(
            version: "test",
            captures: [
                Report.AnalysedCapture(
                    summary: summary, sessions: diagnosed, undecodablePackets: assembler.undecodable,
                    undecodableReasons: assembler.undecodableReasons, otherSegments: assembler.otherSegments,
                    fragments: assembler.fragments)
            ])
        report.tellDevices(RecordedCapture.knowledge)
        return report
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
