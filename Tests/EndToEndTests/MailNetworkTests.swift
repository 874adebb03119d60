import Foundation
import TestSupport
import Testing

/// Real mail between swaks and Postfix, watched live and read from the files that were kept.
@Suite(.serialized, .enabled(if: MailNetwork.canRun, "needs root, network namespaces, and Debian's postfix and swaks"))
struct MailNetworkTests {
    /// What swaks is told, and the cause that Postfix gives it.
    private static let scenarios: [(arguments: [String], cause: String)] = [
        (["--to", "office@example.net"], "delivered"),
        (["--to", "nobody@example.net"], "recipient-unknown"),
        (["--to", "office@elsewhere.example"], "relay-denied"),
        (["--to", "grey@example.net"], "greylisted"),
        (["--to", "office@example.net,nobody@example.net"], "one-recipient-unknown"),
        (["--to", "office@example.net", "--body", String(repeating: "0123456789\n", count: 4_000)], "message-too-big"),
        (["--to", "office@example.net", "--quit-after", "BANNER"], "banner-test-only"),
        (["--to", "office@example.net", "--quit-after", "EHLO"], "ehlo-test-only"),
        (["--to", "office@example.net", "--quit-after", "MAIL"], "mail-from-test-only"),
        (["--to", "office@example.net", "--port", "587"], "connection-refused"),
    ]

    @Test func liveSaysWhatTheFileSays() throws {
        let network = try MailNetwork()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ring-" + UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program = try LiveProgram(
            ["live", "-i", MailNetwork.interface, "--format", "ndjson", "--write", folder], namespace: network.client)
        try program.waitUntilWatching()
        for scenario in Self.scenarios {
            try network.swaks(["--server", MailNetwork.server, "--from", "scan@example.org"] + scenario.arguments)
        }
        // The last one ends at once; a watch tells it within a second.
        Thread.sleep(forTimeInterval: 1)
        program.signal(SIGINT)
        let live = program.finish()
        #expect(live.status == 0)
        let saved = try LiveProgram.run(["--format", "ndjson", folder])
        #expect(saved.status == 0)
        let told = try Self.verdicts(live.output)
        #expect(told == (try Self.verdicts(saved.output)))
        #expect(told.map { $0["cause"] } == Self.scenarios.map(\.cause))
        #expect(!live.output.contains("still_open"))
    }

    /// What a script reads of each session, in the order of their clients' ports.
    private static func verdicts(_ ndjson: String) throws -> [[String: String]] {
        try ndjson.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            let session = try #require(object as? [String: Any])
            let verdict = try #require(session["verdict"] as? [String: Any])
            var words: [String: String] = [:]
            for key in [
                "outcome", "stage_reached", "stopped_at", "ended_by", "responsible", "candidates", "cause",
                "confidence", "headline", "explanation",
            ] {
                words[key] = verdict[key].map { "\($0)" }
            }
            let client = session["client"] as? [String: Any]
            words["client"] = "\(client?["ip"] ?? ""):\(client?["port"] ?? "")"
            words["reply"] = ((verdict["decisive_reply"] as? [String: Any])?["text"] as? String) ?? ""
            words["start"] = session["start"] as? String
            words["packets"] = "\(session["first_frame"] ?? "")–\(session["last_frame"] ?? "")"
            return words
        }
    }
}
