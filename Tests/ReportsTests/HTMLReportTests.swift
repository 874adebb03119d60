import Capture
import Diagnosis
import Knowledge
import Reports
import SMTP
import Sessions
import TestSupport
import Testing

@Suite("HTML report")
struct HTMLReportTests {
    /// What a hostile server, device or file name may say.
    static let hostile = "</code></td><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;\"\u{1B}[31m\u{202E}"

    private func report(_ words: String, path: String = "copier.pcap") throws -> Report {
        var session = HandMade.session()
        session.connection = HandMade.connection()
        let reply = HandMade.reply(550, ["5.7.1 " + words], 14)
        session.dialogue = HandMade.dialogue(rcpt: reply)
        session.dialogue.clientName = words
        let refused = try HandMade.diagnosed(
            session, ladder: [Rung(.connect, .passed), Rung(.rcpt, .failed, text: words), Rung(.data, .notReached)]
        ) {
            $0.outcome = .refused
            $0.stoppedAt = .rcpt
            $0.cause = "ip-blocklisted"
            $0.headline = "RCPT: \(words)"
            $0.explanation = words
            $0.who = words
            $0.decisiveReply = reply
            $0.evidence = [Evidence(words, [3, 5])]
            $0.cleared = [Clearance(.server, because: words, frames: [1])]
            $0.cannotShow = [words, words]
            $0.nextCapture = words
            $0.advice = [
                Advice(
                    text: words, source: Source(title: words, address: "javascript:alert(3)"), checkedOn: "2026-11-25"),
                Advice(text: "Ask.", source: Source(title: "RFC", address: "https://example.org/?a=1&b=\(words)")),
            ]
            $0.also = [SideFinding(cause: words, text: words, frames: [9])]
        }
        var summary = CaptureSummary(path: path, format: .pcap)
        summary.notes = [words]
        let capture = Report.AnalysedCapture(summary: summary, sessions: [refused, refused])
        var report = Report(version: words, captures: [capture])
        report.tellDevices(KnowledgeBase())
        return report
    }

    private func html(_ words: String, path: String = "copier.pcap") throws -> String {
        HTMLReport(try report(words, path: path), showsTranscript: true).text
    }

    @Test("what came over the wire stays text")
    func escaping() throws {
        let text = try html(Self.hostile, path: Self.hostile)
        #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        for danger in ["<script", "<img", "onerror='", "\u{1B}", "\u{202E}", "href=\"javascript:"] {
            #expect(!text.contains(danger), "\(danger)")
        }
    }

    /// Whatever the words are, the tags are the same.
    @Test("words change no tag")
    func tags() throws {
        #expect(tags(try html(Self.hostile, path: Self.hostile)) == tags(try html("no", path: "no")))
    }

    @Test("every tag that opens closes")
    func balance() throws {
        var open: [String] = []
        let empty: Set<String> = ["meta", "br", "!doctype"]
        for tag in tags(try html(Self.hostile)) where !empty.contains(tag.lowercased()) {
            if tag.hasPrefix("/") {
                #expect(open.popLast() == String(tag.dropFirst()))
            } else {
                open.append(tag)
            }
        }
        #expect(open.isEmpty)
    }

    @Test("it needs nothing else, and runs nothing")
    func selfContained() throws {
        let text = try html("no")
        #expect(text.hasPrefix("<!doctype html>"))
        #expect(text.contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\""))
        for word in ["<link", "@import", "url(", "src=", "<script", "<iframe", "<form"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test("what it tells")
    func content() throws {
        let text = try html("no thanks")
        for part in [
            "<h1>Mail in <code>copier.pcap</code></h1>", "2 sessions: 2 refused", "href=\"#session-2\"",
            "<article id=\"session-1\" class=\"refused\">", "<li class=\"failed\">rcpt ✗ no thanks</li>",
            "RCPT TO:&lt;boss@contoso.com&gt;", "<dt>Why</dt>", "<dt>Wireshark</dt>",
            "<a href=\"https://example.org/?a=1&amp;b=no thanks\">RFC</a>", "frames 3, 5", "The whole dialogue",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("<li class=\"not_reached\""))
    }

    @Test("credentials are not in it")
    func credentials() throws {
        var session = HandMade.session()
        session.dialogue = HandMade.dialogue(rcpt: HandMade.reply(250, ["ok"], 14), login: true)
        let diagnosed = try HandMade.diagnosed(session)
        let capture = Report.AnalysedCapture(summary: CaptureSummary(path: "a", format: .pcap), sessions: [diagnosed])
        let text = HTMLReport(Report(version: "1", captures: [capture]), showsTranscript: true).text
        #expect(text.contains("AUTH PLAIN ‹masked, 24 bytes›"))
    }

    @Test("an empty capture")
    func empty() {
        let capture = Report.AnalysedCapture(summary: CaptureSummary(path: "a", format: .pcap), sessions: [])
        #expect(HTMLReport(Report(version: "1", captures: [capture])).text.contains("No attempt to send mail."))
    }

    /// The names of all tags, in order.
    private func tags(_ html: String) -> [String] {
        html.split(separator: "<").dropFirst().compactMap { part in
            part.prefix { $0 != ">" && $0 != " " && $0 != "\n" }.isEmpty
                ? nil : String(part.prefix { $0 != ">" && $0 != " " && $0 != "\n" })
        }
    }
}
