import Capture
import Diagnosis
import Foundation
import TestSupport
import Testing

/// A capture and its print in hexadecimal get the same verdicts.
@Suite struct TextDumpVerdictTests {
    static let captures = [
        "mx-spamhaus-at-rcpt.pcap", "ok-exim-25.pcap", "fw-drop-25.pcap", "fw-reject-rst-25.pcap", "dns-nxdomain.pcap",
        "sub-auth-login-before-starttls.pcap", "path-loss-recovered.pcap", "test-tcp-only-rst.pcap", "cap-vlan.pcap",
    ]

    private func verdicts(_ capture: RecordedCapture) -> [[String]] {
        capture.judged().map { session in
            let verdict = session.verdict
            return [
                verdict.cause, "\(verdict.outcome)", "\(verdict.confidence)", "\(verdict.responsible)",
                verdict.stoppedAt.map { "\($0)" } ?? "",
            ]
        }
    }

    private func frames(_ capture: RecordedCapture) -> [TestFrame] {
        capture.records.map { TestFrame($0.bytes, at: $0.frame.timestamp) }
    }

    @Test(arguments: captures, DumpWriter.Form.allCases)
    func sameVerdicts(name: String, form: DumpWriter.Form) throws {
        let capture = try RecordedCapture(name)
        let dump = try RecordedCapture(name: "dump", bytes: DumpWriter(form).bytes(frames(capture)))
        #expect(verdicts(dump) == verdicts(capture))
        #expect(!verdicts(capture).isEmpty)
    }

    /// `any` on a FortiGate shows a packet on its way in and on its way out, with other MAC addresses and a hop less.
    @Test(arguments: captures)
    func seenOnTwoInterfaces(name: String) throws {
        let capture = try RecordedCapture(name)
        let twice = frames(capture).flatMap { frame -> [TestFrame] in
            var copy = frame.shifted(byNanoseconds: 40_000)
            copy.interface = 1
            copy.bytes.replaceSubrange(0..<12, with: [0, 9, 15, 170, 0, 2, 0, 9, 15, 170, 0, 3])
            return [frame, copy]
        }
        let dump = try RecordedCapture(name: "dump", bytes: DumpWriter(.fortiGate6).bytes(twice))
        #expect(verdicts(dump) == verdicts(capture))
    }

    /// The real thing, where it is installed.
    @Test(
        .enabled(if: Repository.program("tcpdump") != nil, "tcpdump is not installed"), arguments: captures,
        [["-x", "-tt"], ["-xx"], ["-X", "-tttt"], ["-XX", "-ttt"], ["-xx", "-ttttt", "-e", "-v"]])
    func printedByTcpdump(name: String, options: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Repository.program("tcpdump")))
        process.arguments = options + ["-n", "-r", Repository.capture(name)]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        #expect(try verdicts(RecordedCapture(name: "dump", bytes: text)) == verdicts(RecordedCapture(name)))
    }
}
