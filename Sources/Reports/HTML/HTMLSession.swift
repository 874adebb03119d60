import Capture
import Diagnosis
import Knowledge
import SMTP
import Sessions
import Streams

/// One session as a section of an HTML report.
struct HTMLSession {
    let entry: Report.Entry
    var capture: String?
    var showsTranscript = false

    private var verdict: Verdict { entry.diagnosed.verdict }
    private var phrases: SessionPhrases { SessionPhrases(entry) }

    var markup: Markup {
        var parts = [heading, facts, ladder]
        if !phrases.decisiveLines.isEmpty { parts.append(wire(phrases.decisiveLines.map(line))) }
        if let comparison = entry.diagnosed.comparison, verdict.outcome != .delivered {
            let lanes = TextLanes(entry: entry, comparison: comparison).lines(width: 120)
            if !lanes.isEmpty { parts.append("<pre>\(Markup(lanes.map { "\($0)" }))</pre>") }
        }
        parts.append("<dl>\(terms)</dl>")
        if showsTranscript {
            let rows = transcript
            if !rows.isEmpty {
                parts.append("<details open><summary>The whole dialogue</summary>\(wire(rows))</details>")
            }
        }
        return "<article id=\"session-\(entry.id)\" class=\"\(verdict.outcome.rawValue)\">\n\(parts)\n</article>"
    }

    static func mark(_ outcome: Outcome) -> Markup {
        "<span class=\"mark \(outcome.rawValue)\">\(Phrases.mark(outcome))</span>"
    }

    // MARK: - Head

    private var heading: Markup {
        let headline = verdict.headline.isEmpty ? verdict.outcome.rawValue : verdict.headline
        return "<h2>\(Self.mark(verdict.outcome)) \(entry.id). \(headline)</h2>"
    }

    private var facts: Markup {
        let time = entry.diagnosed.session.first.time.readable
        let file = capture.map { ", in \($0)" } ?? ""
        let stopped = verdict.stoppedAt.map { ", stopped at \($0.rawValue)" } ?? ""
        let inferred = entry.diagnosed.isInferred ? ", inferred" : ""
        return """
            <p class="soft">\(phrases.client) → \(phrases.server), \(time)\(file)<br>
            <code>\(verdict.cause)</code>, \(verdict.confidence.rawValue)\(inferred); \(verdict.outcome.rawValue)\(stopped)</p>
            """
    }

    private var ladder: Markup {
        let rungs = entry.diagnosed.ladder.filter { $0.status != .notReached }
        let items = rungs.map { rung -> Markup in
            let mark =
                switch rung.status {
                case .passed: "✓"
                case .failed: "✗"
                case .skipped: "–"
                case .unseen: "?"
                case .notReached: ""
                }
            let words = rung.text.map { " " + $0 } ?? ""
            return "<li class=\"\(rung.status.rawValue)\">\(rung.stage.rawValue) \(mark)\(words)</li>"
        }
        return items.isEmpty ? "" : "<ol class=\"ladder\">\(items)</ol>"
    }

    private func line(_ line: SessionPhrases.Line) -> Markup {
        "<tr><td>\(entry.places.text(line.frame))</td><td>\(line.arrow) \(line.text)</td></tr>"
    }

    private func wire(_ rows: [Markup]) -> Markup { "<table class=\"wire\"><tbody>\n\(rows)\n</tbody></table>" }

    // MARK: - What it means

    private var terms: [Markup] {
        var terms: [Markup] = []
        func add(_ title: String, _ content: Markup) { terms.append("<dt>\(title)</dt><dd>\(content)</dd>") }
        if verdict.outcome == .delivered { add("Delivery", "\(phrases.delivery)") }
        let seen = phrases.furtherEvidence
        if !seen.isEmpty { add("Seen", list(seen.map { "\($0.text)\(frames($0.frames))" })) }
        if !verdict.explanation.isEmpty { add("Why", "\(verdict.explanation)") }
        if verdict.outcome != .delivered { add("Who", "\(phrases.who)") }
        if let cleared = phrases.cleared { add("Cleared", "\(cleared)") }
        if !verdict.advice.isEmpty { add("Do", advice) }
        if !verdict.cannotShow.isEmpty { add("Unseen", list(verdict.cannotShow.map { "\($0)" })) }
        if let next = verdict.nextCapture { add("Next", "\(next)") }
        if !verdict.also.isEmpty {
            add("Also", list(verdict.also.map { "\($0.text)\(frames($0.frames)) <code>\($0.cause)</code>" }))
        }
        add("Wireshark", "<code>\(entry.displayFilter)</code>")
        return terms
    }

    private func list(_ items: [Markup]) -> Markup {
        items.count == 1 ? items[0] : "<ul>\(items.map { "<li>\($0)</li>" as Markup })</ul>"
    }

    private var advice: Markup {
        let steps = verdict.advice.map { advice -> Markup in
            guard let source = advice.source else { return "<li>\(advice.text)</li>" }
            let read = advice.checkedOn.map { ", read on \($0)" } ?? ""
            let named: Markup = source.address.map { Markup.link($0, source.title) } ?? "\(source.title)"
            return "<li>\(advice.text) <span class=\"soft\">[\(named)\(read)]</span></li>"
        }
        return "<ol>\(steps)</ol>"
    }

    private func frames(_ frames: [Int]) -> String {
        frames.isEmpty ? "" : " (\(entry.places.inFrames(frames)))"
    }

    private var transcript: [Markup] {
        DialogueEntryReport.entries(entry.diagnosed.session).flatMap { item in
            TextTranscript.said(item).map { said -> Markup in
                "<tr><td>\(entry.places.text(item.frame))</td><td>\(TextTranscript.arrow(item)) \(said)</td></tr>"
            }
        }
    }
}
