import Capture
import Diagnosis
import Knowledge
import Sessions
import Streams

/// A diff for people: the first difference that matters, then the rest.
package struct DiffText {
    private let report: DiffReport
    private let width: Int
    private let style: Style

    package init(_ report: DiffReport, width: Int = 120, style: Style = Style()) {
        self.report = report
        self.width = width
        self.style = style
    }

    package var text: String {
        var lines = head("good", report.good) + head("bad ", report.bad) + [""]
        if let swap = report.swap { lines += Wrapping.fill(swap, first: "", width: width) + [""] }
        if let first = report.diff.first {
            lines.append(style.bold("First difference that matters"))
            lines += block(first)
        } else {
            lines += Wrapping.fill(
                "No difference that matters: as far as both are readable, they are the same.", first: "", width: width)
        }
        let rest = report.diff.rest
        if !rest.isEmpty {
            lines += ["", style.bold("And \(Phrases.number(rest.count)) more")]
            for difference in rest { lines += block(difference) }
        }
        return TextReport.text(lines)
    }

    private func head(_ name: String, _ side: DiffReport.Side) -> [String] {
        let phrases = SessionPhrases(side.entry)
        let verdict = side.entry.diagnosed.verdict
        let end = verdict.cause == "delivered" ? phrases.deliveredTag : "\(verdict.headline) [\(phrases.tag)]"
        return Wrapping.fill(
            "\(side.path), session \(side.entry.id): \(phrases.client) → \(phrases.server), "
                + side.entry.diagnosed.session.first.time.readable, first: "\(name)  ", width: width)
            + Wrapping.fill(end, first: "      ", width: width)
    }

    private func block(_ difference: SessionDifference) -> [String] {
        let mark = difference.matters ? "≠" : "·"
        let title = "\(mark) \(difference.stage.rawValue): \(difference.subject)"
        return Wrapping.fill(title, first: "  ", width: width)
            + rows("good", difference.good, difference.good(where: report.good.entry.places))
            + rows("bad ", difference.bad, difference.bad(where: report.bad.entry.places))
    }

    private func rows(_ name: String, _ words: [String], _ frames: String) -> [String] {
        let where_ = frames.isEmpty ? "" : " (\(frames))"
        if words.isEmpty { return Wrapping.fill("–" + where_, first: "      \(name)  ", width: width) }
        return words.enumerated().flatMap { index, text in
            Wrapping.fill(
                text + (index == words.count - 1 ? where_ : ""),
                first: index == 0 ? "      \(name)  " : "            ", width: width)
        }
    }
}

extension SessionDifference {
    /// The frames of the working session's part, and whether anybody read it: `inferred, frame 12`.
    fileprivate func good(where places: FramePlaces) -> String {
        Self.place(places.inFrames(goodFrames), isInferred: goodIsInferred)
    }

    fileprivate func bad(where places: FramePlaces) -> String {
        Self.place(places.inFrames(badFrames), isInferred: badIsInferred)
    }

    private static func place(_ frames: String, isInferred: Bool) -> String {
        [isInferred ? "inferred" : "", frames].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

/// The same as Markdown.
package struct DiffMarkdown {
    private let report: DiffReport

    package init(_ report: DiffReport) { self.report = report }

    package var text: String {
        var parts = ["# What differs", "- Good: " + head(report.good) + "\n- Bad: " + head(report.bad)]
        if let swap = report.swap { parts.append(Markdown.escaped(swap)) }
        if let first = report.diff.first {
            parts += ["## First difference that matters", table([first])]
        } else {
            parts.append("No difference that matters: as far as both are readable, they are the same.")
        }
        let rest = report.diff.rest
        if !rest.isEmpty { parts += ["## The rest", table(rest)] }
        parts.append("Made by postmortem \(report.version). Frames are numbered as in Wireshark.")
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func head(_ side: DiffReport.Side) -> String {
        let phrases = SessionPhrases(side.entry)
        let verdict = side.entry.diagnosed.verdict
        return "\(Markdown.code(side.path)), session \(side.entry.id): "
            + Markdown.escaped("\(phrases.client) → \(phrases.server)") + ", \(verdict.outcome.rawValue), "
            + Markdown.code(verdict.cause)
            + (side.entry.diagnosed.isInferred ? ", \(verdict.confidence.rawValue), inferred" : "")
    }

    private func table(_ differences: [SessionDifference]) -> String {
        let rows = differences.map { difference in
            func cell(_ words: [String], _ frames: String) -> String {
                let text = words.isEmpty ? "–" : words.map(Markdown.escaped).joined(separator: "<br>")
                return text + (frames.isEmpty ? "" : " (\(Markdown.escaped(frames)))")
            }
            return
                "| \(difference.stage.rawValue) | \(Markdown.escaped(difference.subject)) | "
                + cell(difference.good, difference.good(where: report.good.entry.places)) + " | "
                + cell(difference.bad, difference.bad(where: report.bad.entry.places)) + " |"
        }
        return (["| Stage | What | Good | Bad |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }
}
