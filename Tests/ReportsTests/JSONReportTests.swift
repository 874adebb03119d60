import Capture
import Diagnosis
import Foundation
import Packets
import Reports
import SMTP
import Sessions
import Streams
import Testing

@Suite("The JSON report")
struct JSONReportTests {
    typealias Object = [String: Any]

    private func document(_ sessions: [DiagnosedSession], limit: Int? = nil) throws -> Object {
        let text = try ReportEncoder().json(HandMade.report(sessions), limit: limit)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
    }

    private func first(_ session: DiagnosedSession) throws -> Object {
        try #require((try document([session])["sessions"] as? [Object])?.first)
    }

    @Test("head: schema, generator, capture, summary")
    func head() throws {
        let report = try document([HandMade.refused(), HandMade.delivered(), HandMade.testOnly()])
        #expect(report["schema_version"] as? String == "1.0")
        #expect((report["generator"] as? Object)?["name"] as? String == "postmortem")
        let capture = try #require((report["captures"] as? [Object])?.first)
        #expect(capture["link_types"] as? [String] == ["EN10MB"])
        #expect(capture["first_packet_at"] as? String == "2026-11-21T20:41:33.550000000Z")
        let health = try #require(capture["health"] as? Object)
        #expect(health["missing_bytes"] as? Int == 84)
        #expect(health["dropped_packets"] == nil, "the capture says nothing of drops")
        #expect(health["grade"] as? String == "poor")
        let lost = try #require((health["findings"] as? [Object])?.first)
        #expect(lost["id"] as? String == "octets-not-captured" && lost["effect"] as? String == "hides")
        #expect((lost["advice"] as? String)?.contains("-B 65536") == true)
        let summary = try #require(report["summary"] as? Object)
        #expect(summary["sessions"] as? Int == 3)
        #expect(summary["test_only"] as? Int == 1)
        #expect(summary["causes"] as? [String: Int] == ["ip-blocklisted": 1, "delivered": 1, "ehlo-test-only": 1])
    }

    @Test("what the capture's health speaks against a verdict is in it")
    func doubts() throws {
        var session = try HandMade.unknown()
        #expect((try first(session)["verdict"] as? Object)?["doubts"] == nil)
        session.verdict.doubts = [.packetsDropped]
        #expect((try first(session)["verdict"] as? Object)?["doubts"] as? [String] == ["packets-dropped"])
    }

    @Test("a refused session: who, when, verdict")
    func refused() throws {
        let session = try first(HandMade.refused())
        #expect(session["id"] as? Int == 1)
        #expect(session["community_id"] as? String == CommunityID.tcp(HandMade.client, HandMade.server))
        #expect((session["client"] as? Object)?["mac"] as? String == "00:26:73:1a:2b:3c")
        #expect((session["client"] as? Object)?["name"] as? String == "copier")
        #expect((session["server"] as? Object)?["name_source"] as? String == "dns")
        #expect((session["server"] as? Object)?["port"] as? Int == 25)
        #expect(
            session["display_filter"] as? String
                == "ip.addr == 192.168.10.50 && ip.addr == 198.51.100.25 && tcp.port == 54062 && tcp.port == 25")
        let verdict = try #require(session["verdict"] as? Object)
        #expect(verdict["stage_reached"] as? String == "mail")
        #expect(verdict["stopped_at"] as? String == "rcpt")
        #expect(verdict["ended_by"] as? String == "client")
        let reply = try #require(verdict["decisive_reply"] as? Object)
        #expect(reply["code"] as? Int == 550)
        #expect(reply["enhanced"] as? String == "5.7.1")
        #expect(reply["frame"] as? Int == 14)
        #expect(
            reply["text"] as? String == "Service unavailable, Client host [203.0.113.10] blocked using Spamhaus.")
        let advice = try #require(verdict["advice"] as? [Object])
        #expect(advice.first?["source"] as? String == "https://example.com/page")
        #expect(advice.first?["checked_on"] as? String == "2026-11-21")
        #expect(advice.last?["source"] == nil)
        let ladder = try #require(session["ladder"] as? [Object])
        #expect(ladder[1]["seconds"] as? Double == 0.023, "rounded to microseconds")
        #expect(ladder.last?["status"] as? String == "not_reached")
    }

    @Test("TCP: both ends, and nothing that was not seen")
    func tcp() throws {
        let tcp = try #require(try first(HandMade.refused())["tcp"] as? Object)
        #expect(tcp["retransmissions"] as? [String: Int] == ["client": 0, "server": 2])
        #expect(tcp["missing_bytes"] as? [String: Int] == ["client": 0, "server": 42])
        #expect(tcp["ttl"] as? [String: Int] == ["client": 64, "server": 52])
        #expect(tcp["history"] as? String == "ShADadFf")
        #expect(tcp["mss"] == nil)
        #expect(tcp["reset"] == nil)
        #expect(tcp["rtt_seconds"] == nil)
    }

    @Test("dialogue: one entry for a command or a whole reply; logins stay masked")
    func dialogue() throws {
        let entries = try #require(try first(HandMade.refused())["dialogue"] as? [Object])
        #expect(
            entries.map { $0["kind"] as? String } == [
                "reply", "command", "reply", "auth", "reply", "command", "reply", "command", "reply",
            ])
        #expect(entries[2]["text"] as? String == "mx.example\nSIZE 1000\nAUTH PLAIN")
        #expect(entries[3]["text"] as? String == "AUTH PLAIN ‹masked, 24 bytes›")
        #expect(entries.last?["code"] as? Int == 550)
        #expect(entries.last?["at"] as? String == "2026-11-21T20:41:33.680000000Z")
        let delivered = try #require(try first(HandMade.delivered())["dialogue"] as? [Object])
        #expect(
            delivered.contains {
                $0["text"] as? String == "10342 bytes, sha256 ab12" && $0["kind"] as? String == "body"
            })
    }

    @Test("transactions with each recipient's reply")
    func transactions() throws {
        let refused = try #require((try first(HandMade.refused())["transactions"] as? [Object])?.first)
        #expect(refused["outcome"] as? String == "refused")
        let recipient = try #require((refused["rcpt_to"] as? [Object])?.first)
        #expect((recipient["reply"] as? Object)?["code"] as? Int == 550)
        #expect(refused["size"] == nil)
        let delivered = try #require((try first(HandMade.delivered())["transactions"] as? [Object])?.first)
        #expect(delivered["outcome"] as? String == "delivered")
        #expect(delivered["message_id"] as? String == "<1@copier>")
        #expect(delivered["size"] as? Int == 10_342)
    }

    @Test("a session without a connection has a filter for its look-up, and no TCP")
    func withoutConnection() throws {
        var session = HandMade.session(frames: 1...2)
        session.server = nil
        session.client = SocketAddress(HandMade.client.address, 0)
        let told = try first(HandMade.diagnosed(session))
        #expect(told["tcp"] == nil)
        #expect(told["smtp"] == nil)
        #expect(told["community_id"] == nil)
        #expect((told["client"] as? Object)?["port"] == nil)
        #expect((told["server"] as? Object)?.isEmpty == true)
        #expect((told["verdict"] as? Object)?["stopped_at"] == nil)
        #expect(told["display_filter"] as? String == "ip.addr == 192.168.10.50")
    }

    @Test("ports that were used again are told apart by frames")
    func reusedPorts() throws {
        let sessions = try #require(
            try document([HandMade.refused(), HandMade.unknown()])["sessions"] as? [Object])
        #expect(
            (sessions[1]["display_filter"] as? String)?.hasSuffix("&& frame.number >= 41 && frame.number <= 44") == true
        )
        #expect(sessions[0]["uid"] as? String != sessions[1]["uid"] as? String)
    }

    @Test("the uid depends on the packets alone")
    func uid() throws {
        let uid = try #require(try first(HandMade.refused())["uid"] as? String)
        #expect(uid == (try first(HandMade.refused())["uid"] as? String))
        #expect(uid.count == 17 && uid.hasPrefix("C"))
    }

    @Test("every key is snake case")
    func keys() throws {
        func check(_ value: Any) {
            if let object = value as? Object {
                for (key, value) in object where key != "causes" {
                    #expect(key.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber }, "\(key)")
                    check(value)
                }
            }
            for element in value as? [Any] ?? [] { check(element) }
        }
        check(try document([HandMade.refused(), HandMade.delivered(), HandMade.unknown()]))
    }

    @Test("one line a session that needs no other")
    func ndjson() throws {
        let report = HandMade.report([try HandMade.refused()])
        let line = try ReportEncoder().ndjson(report.entries[0], of: report)
        #expect(line.hasSuffix("}\n") && line.dropLast().allSatisfy { $0 != "\n" })
        #expect(!line.contains("\\/"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Object)
        #expect(object["schema_version"] as? String == "1.0")
        #expect((object["generator"] as? Object)?["version"] as? String == "0.1.0")
        #expect(object["capture_path"] as? String == "copier.pcap")
        #expect((object["verdict"] as? Object)?["cause"] as? String == "ip-blocklisted")
    }
}
