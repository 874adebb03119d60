import Foundation
import TestSupport
import Testing

/// `postmortem compare` and `postmortem diff`, as a person starts them: what is printed, and the exit status.
@Suite(.enabled(if: Program.path != nil, "the program is not built beside the tests")) struct CompareCommandTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func capture(_ name: String) -> String { Repository.capture(name + ".pcap") }

    private func compare(_ name: String, _ more: [String] = []) throws -> Program.Run {
        try Program.run(
            ["compare", "--inside", Self.capture(name), "--outside", Self.capture(name + "-outside")] + more)
    }

    private static func object(_ run: Program.Run) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    // MARK: - compare

    @Test func bothSidesAreNamed() throws {
        let run = try compare("fw-one-way-after-ehlo")
        #expect(run.status == 0)
        #expect(run.output.contains("Inside: fw-one-way-after-ehlo.pcap"))
        #expect(run.output.contains("outside: fw-one-way-after-ehlo-outside.pcap"))
        #expect(!run.output.contains("as one capture"))
        #expect(run.output.contains("firewall-drops-return-traffic"))
    }

    @Test(arguments: ["text", "json", "ndjson", "markdown", "html"]) func everyFormatTellsIt(_ format: String) throws {
        let run = try compare("fw-asa-masks-starttls", ["--format", format])
        #expect(run.status == 0)
        #expect(run.output.contains("esmtp-inspection"))
        #expect(run.complaints == "")
    }

    @Test func theJSONHasBothCaptures() throws {
        let report = try Self.object(try compare("fw-asa-masks-starttls", ["--format", "json"]))
        #expect((report["captures"] as? [Any])?.count == 2)
        let session = try #require((report["sessions"] as? [[String: Any]])?.first)
        #expect((session["comparison"] as? [String: Any])?["connection"] as? String != nil)
    }

    /// --check: the stage at which it stopped.
    @Test(arguments: [("fw-reject-rst-25", Int32(21)), ("fw-asa-masks-starttls", 24)])
    func checkTellsTheStage(_ name: String, _ status: Int32) throws {
        #expect(try compare(name, ["--check", "--quiet"]).status == status)
        #expect(try compare(name, ["--quiet"]).status == 0)
    }

    @Test func oneSideAloneIsWrongUsage() throws {
        let capture = Self.capture("fw-reject-rst-25")
        for arguments in [["--inside", capture], ["--outside", capture], [], [capture, capture]] {
            let run = try Program.run(["compare"] + arguments)
            #expect(run.status == 64, "\(arguments)")
            #expect(run.output == "")
            #expect(!run.complaints.isEmpty)
        }
        #expect(try compare("fw-reject-rst-25", ["--format", "yaml"]).status == 64)
    }

    @Test func aSideThatCannotBeReadIsNothing() throws {
        let text = try folder.write(Array("no capture\n".utf8), "notes.pcap")
        for other in [text, folder.path + "/missing.pcap"] {
            let run = try Program.run(
                ["compare", "--inside", Self.capture("fw-reject-rst-25"), "--outside", other])
            #expect(run.status == 2)
            #expect(run.complaints.contains(other.split(separator: "/").last.map(String.init) ?? other))
        }
    }

    /// What was readable is reported, and the status says that it is not all.
    @Test func aSideThatIsCutOffIsReadInPart() throws {
        let whole = try Repository.bytes(of: Self.capture("fw-reject-rst-25-outside"))
        let cut = try folder.write(Array(whole.dropLast(7)), "cut.pcap")
        let run = try Program.run(["compare", "--inside", Self.capture("fw-reject-rst-25"), "--outside", cut])
        #expect(run.status == 1)
        #expect(run.output.contains("cut.pcap"))
    }

    @Test func aFileThatDoesNotBelongBlamesNobody() throws {
        let run = try Program.run(
            [
                "compare", "--inside", Self.capture("fw-drop-25"), "--outside", Self.capture("ok-exim-25"), "--format",
                "json",
            ])
        #expect(run.status == 0)
        let session = try #require((try Self.object(run)["sessions"] as? [[String: Any]])?.first)
        let verdict = try #require(session["verdict"] as? [String: Any])
        #expect(verdict["responsible"] as? String == "unknown")
        let unseen = (verdict["cannot_show"] as? [String] ?? []).joined()
        #expect(unseen.contains("nothing in common"))
    }

    @Test func oneCaptureTwiceShowsNothingOfABox() throws {
        let name = "fw-asa-masks-starttls"
        let copy = try folder.write(try Repository.bytes(of: Self.capture(name)), "copy.pcap")
        let run = try Program.run(["compare", "--inside", Self.capture(name), "--outside", copy])
        #expect(run.status == 0)
        #expect(run.output.contains("taken at one place"))
        #expect(!run.output.contains("in the box"))
    }

    @Test func theReportIsNoInput() throws {
        let copy = try folder.write(try Repository.bytes(of: Self.capture("fw-reject-rst-25-outside")), "outside.pcap")
        let run = try Program.run(
            ["compare", "--inside", Self.capture("fw-reject-rst-25"), "--outside", copy, "-o", copy])
        #expect(run.status == 64)
        #expect(try Repository.bytes(of: copy) == Repository.bytes(of: Self.capture("fw-reject-rst-25-outside")))
    }

    // MARK: - diff

    @Test func theDifferenceComesFirst() throws {
        let run = try Program.run(["diff", Self.capture("ok-exim-25"), Self.capture("mx-spamhaus-at-rcpt")])
        #expect(run.status == 0)
        #expect(run.lines.contains { $0 == "First difference that matters" })
    }

    /// One capture with a test that passed and a delivery that failed: which is the good one, and what differs first.
    @Test func aPassedTestIsTheGoodOne() throws {
        let run = try Program.run(["diff", Self.capture("test-passes-delivery-fails"), "--format", "json"])
        #expect(run.status == 0)
        let report = try Self.object(run)
        func cause(_ side: String) -> String? {
            let session = (report[side] as? [String: Any])?["session"] as? [String: Any]
            return (session?["verdict"] as? [String: Any])?["cause"] as? String
        }
        #expect(cause("good") == "ehlo-test-only")
        #expect(cause("bad") == "ip-blocklisted")
        let first = try #require(report["first"] as? Int)
        let difference = try #require((report["differences"] as? [[String: Any]])?[first])
        #expect(difference["stage"] as? String == "rcpt")
        #expect(difference["kind"] as? String == "reply")
    }

    @Test(arguments: ["text", "json", "ndjson", "markdown"]) func everyFormatOfADiff(_ format: String) throws {
        let run = try Program.run(
            ["diff", Self.capture("ok-exim-25"), Self.capture("fw-drop-25"), "--format", format])
        #expect(run.status == 0)
        #expect(run.output.contains("syn-unanswered"))
    }

    @Test func aSessionBesideItselfDiffersInNothing() throws {
        let capture = Self.capture("mx-spamhaus-at-rcpt")
        let run = try Program.run(["diff", capture, capture, "--good-session", "1", "--bad-session", "1"])
        #expect(run.status == 0)
        #expect(run.output.contains("No difference that matters"))
    }

    @Test func wrongUseOfADiff() throws {
        let capture = Self.capture("mx-spamhaus-at-rcpt")
        for arguments in [
            [], [capture, capture, capture], ["-", "-"], [capture, capture, "--good-session", "7"],
            [capture, capture, "--bad-session", "0"], [capture],
        ] {
            let run = try Program.run(["diff"] + arguments)
            #expect(run.status == 64, "\(arguments)")
            #expect(run.output == "")
            #expect(!run.complaints.isEmpty)
        }
        let missing = try Program.run(["diff", capture, folder.path + "/missing.pcap"])
        #expect(missing.status == 2)
        #expect(missing.complaints.contains("missing.pcap"))
    }
}
