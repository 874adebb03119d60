import Capture
import Diagnosis
import Knowledge
import SMTP
import Sessions
import Streams

/// One session as a section of a Markdown report.
struct MarkdownSession {
    let entry: Report.Entry
    var showsTranscript = false

    private var verdict: Verdict { entry.diagnosed.verdict }
    private var phrases: SessionPhrases { SessionPhrases(entry) }

    var text: String {
        var parts = [heading, facts]
        let seen = phrases.decisiveLines.map { line in
            "\(entry.places.text(line.frame)) \(line.arrow) \(line.text)"
        }
        if !seen.isEmpty { parts.append(Markdown.block(seen)) }
        let evidence = phrases.furtherEvidence.map { "- " + Markdown.escaped($0.text) + frames($0.frames) }
        if !evidence.isEmpty { parts.append("**Seen.**\n\n" + evidence.joined(separator: "\n")) }
        if let comparison = entry.diagnosed.comparison, verdict.outcome != .delivered {
            let lanes = TextLanes(entry: entry, comparison: comparison).lines(width: 120)
            if !lanes.isEmpty { parts.append(Markdown.block(lanes)) }
        }
        if !verdict.explanation.isEmpty { parts.append("**Why.** " + Markdown.escaped(verdict.explanation)) }
        if verdict.outcome != .delivered { parts.append("**Who.** " + Markdown.escaped(phrases.who)) }
        if let cleared = phrases.cleared { parts.append("**Cleared.** " + Markdown.escaped(cleared)) }
        if !verdict.advice.isEmpty { parts.append(advice) }
        if !verdict.cannotShow.isEmpty { parts.append(list("Not in this capture.", verdict.cannotShow)) }
        if let next = verdict.nextCapture { parts.append("**Capture next.** " + Markdown.escaped(next)) }
        if let codes = phrases.codeMeanings { parts.append("**Codes.** " + Markdown.escaped(codes)) }
        if !verdict.notes.isEmpty { parts.append(list("Worth knowing.", verdict.notes.map(\.text))) }
        if !verdict.also.isEmpty {
            parts.append(
                "**Also.**\n\n"
                    + verdict.also.map { "- \(Markdown.escaped($0.text))\(frames($0.frames))" }.joined(separator: "\n"))
        }
        parts.append("In Wireshark: " + Markdown.code(entry.displayFilter))
        if showsTranscript, !transcript.isEmpty { parts.append(Markdown.block(transcript)) }
        return parts.joined(separator: "\n\n")
    }

    private var heading: String {
        let headline = verdict.headline.isEmpty ? verdict.outcome.rawValue : verdict.headline
        return "## \(Phrases.mark(verdict.outcome)) \(entry.id). \(Markdown.escaped(headline))"
    }

    private var facts: String {
        let session = entry.diagnosed.session
        let time = session.first.time.readable
        let stages = entry.diagnosed.ladder.filter { $0.status == .passed }.map(\.stage.rawValue)
        var rows = [
            "- \(Markdown.escaped(phrases.client)) → \(Markdown.escaped(phrases.server)), \(time)",
            "- Cause \(Markdown.code(verdict.cause)), \(verdict.confidence.rawValue)\(entry.diagnosed.isInferred ? ", inferred" : ""); outcome \(verdict.outcome.rawValue)",
        ]
        if !stages.isEmpty { rows.append("- Passed: \(stages.joined(separator: ", "))") }
        if let stopped = verdict.stoppedAt { rows.append("- Stopped at: \(stopped.rawValue)") }
        return rows.joined(separator: "\n")
    }

    private var advice: String {
        let steps = verdict.advice.enumerated().map { index, advice in
            var step = "\(index + 1). " + Markdown.escaped(advice.text)
            if let address = advice.source?.address {
                step += " (<\(address)>" + (advice.checkedOn.map { ", read on \($0)" } ?? "") + ")"
            }
            return step
        }
        return "**Do.**\n\n" + steps.joined(separator: "\n")
    }

    private var transcript: [String] {
        DialogueEntryReport.entries(entry.diagnosed.session).flatMap { item in
            TextTranscript.said(item).map { "\(entry.places.text(item.frame)) \(TextTranscript.arrow(item)) \($0)" }
        }
    }

    private func list(_ title: String, _ items: [String]) -> String {
        "**\(title)**\n\n" + items.map { "- " + Markdown.escaped($0) }.joined(separator: "\n")
    }

    private func frames(_ frames: [Int]) -> String {
        frames.isEmpty ? "" : " (\(Markdown.escaped(entry.places.inFrames(frames))))"
    }
}
