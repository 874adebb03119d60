import Capture
import Diagnosis
import Knowledge
import Sessions
import Streams

/// One session for people: a screen for one that failed, three lines for a delivery.
struct TextSession {
    let entry: Report.Entry
    let options: TextOptions
    /// The capture's path, where a report has several.
    var capture: String?
    /// An earlier session that was explained in the same words.
    var explainedIn: Int?

    private var verdict: Verdict { entry.diagnosed.verdict }
    private var phrases: SessionPhrases { SessionPhrases(entry) }
    private static let indent = "     "

    func lines() -> [String] {
        if options.isQuiet { return [quietLine] }
        var lines = header + TextLadder(rungs: entry.diagnosed.ladder, options: options).lines(indent: Self.indent)
        if verdict.outcome == .delivered, verdict.cause == "delivered", !options.isVerbose {
            lines += Wrapping.fill(phrases.delivery, first: Self.indent, width: options.width)
            lines += also
        } else {
            lines += [""] + headline + seen
            lines += lanes
            lines += explanation
            // In one line whatever the width, so that it can be copied.
            lines.append("  In Wireshark: " + Printable.text(entry.displayFilter))
        }
        if options.showsTranscript {
            let transcript = TextTranscript(
                session: entry.diagnosed.session, places: entry.places, options: options)
            lines += [""] + transcript.lines()
        }
        return lines
    }

    // MARK: - Head

    private var mark: String {
        let mark = Phrases.mark(verdict.outcome)
        return switch verdict.outcome {
        case .delivered: options.style.green(mark)
        case .refused, .failed: options.style.red(mark)
        case .partial, .testOnly, .unknown: options.style.yellow(mark)
        }
    }

    private var parties: String { "\(phrases.client) → \(phrases.server)" }

    private var header: [String] {
        let id = String(entry.id)
        let start = "\(mark) \(id)" + String(repeating: " ", count: max(1, 3 - id.count))
        let time = entry.diagnosed.session.first.time.readable
        let used = 2 + max(id.count + 1, 3) + Wrapping.columns(parties)
        var lines: [String]
        if used + 3 + time.count <= options.width {
            lines = [start + options.style.bold(parties) + "   " + time]
        } else {
            lines = [start + options.style.bold(parties), Self.indent + time]
        }
        if entry.diagnosed.session.isOpen { lines.append(Self.indent + options.style.yellow(openPhrase)) }
        if let capture { lines += Wrapping.fill("in \(capture)", first: Self.indent, width: options.width) }
        return lines
    }

    private var openPhrase: String {
        let session = entry.diagnosed.session
        return "still open, \(Phrases.duration(session.captureEnd.seconds(since: session.last.time))) without a packet"
    }

    private var quietLine: String {
        var text = verdict.cause == "delivered" ? phrases.deliveredTag : "\(phrases.tag): \(verdict.headline)"
        if entry.diagnosed.session.isOpen { text += " (still open)" }
        let file = capture.map { "\($0): " } ?? ""
        return "\(file)\(mark) \(entry.id)  \(parties)  \(Printable.text(text))"
    }

    // MARK: - What was seen

    /// The headline with the cause and its sureness behind it, or below where there is no room.
    private var headline: [String] {
        let tag = phrases.tag
        let lines = Wrapping.fill(verdict.headline, first: "  ", width: options.width)
        let bold = lines.map { "  " + options.style.bold(String($0.dropFirst(2))) }
        let room = options.width - Wrapping.columns(lines.last ?? "") - Wrapping.columns(tag)
        guard room >= 3 else { return bold + ["  (\(tag))"] }
        let last = (bold.last ?? "") + String(repeating: " ", count: min(8, room)) + tag
        return bold.dropLast() + [last]
    }

    /// The decisive lines and the evidence, with frame numbers in a column.
    private var seen: [String] {
        var rows: [(label: String, arrow: String, text: String)] = phrases.decisiveLines.map {
            (entry.places.text($0.frame), $0.arrow, $0.text)
        }
        // Text of evidence stands under the text behind an arrow.
        rows += phrases.furtherEvidence.map { (entry.places.text($0.frames), " ", $0.text) }
        let column = rows.map { $0.label.count }.filter { $0 <= 12 }.max() ?? 0
        return rows.flatMap { row in
            let space = String(repeating: " ", count: max(0, column - row.label.count))
            let start = "    \(space)\(row.label) "
            // Further lines of a reply stand under its arrow.
            return row.arrow == " "
                ? Wrapping.fill(row.text, first: start + "  ", width: options.width)
                : Wrapping.fill("\(row.arrow) \(row.text)", first: start, width: options.width)
        }
    }

    /// Both sides of the box, event by event.
    private var lanes: [String] {
        guard let comparison = entry.diagnosed.comparison else { return [] }
        let lanes = TextLanes(entry: entry, comparison: comparison).lines(width: options.width)
        return lanes.isEmpty ? [] : [""] + lanes
    }

    // MARK: - What it means

    private var explanation: [String] {
        if let explainedIn, !options.isVerbose {
            return also + ["", "  Why, who and what to do: as in session \(explainedIn)."]
        }
        var lines: [String] = [""]
        if !verdict.explanation.isEmpty { lines += section("Why     ", verdict.explanation) }
        lines += section("Who     ", phrases.who + (phrases.cleared.map { " Cleared: " + $0 } ?? ""))
        for (index, advice) in verdict.advice.enumerated() {
            let number = verdict.advice.count > 1 ? "\(index + 1). " : ""
            lines += section(
                (index == 0 ? "Do      " : "        ") + number, advice.text + source(advice.source, advice.checkedOn))
        }
        for (index, text) in phrases.tls(all: options.isVerbose).enumerated() {
            lines += section(index == 0 ? "TLS     " : "        ", text)
        }
        for (index, text) in verdict.cannotShow.enumerated() {
            lines += section(index == 0 ? "Unseen  " : "        ", text)
        }
        if let next = verdict.nextCapture { lines += section("Next    ", next) }
        if let codes = phrases.codeMeanings { lines += section("Codes   ", codes) }
        return lines + notes + also
    }

    private var notes: [String] {
        verdict.notes.enumerated().flatMap { index, note in
            section(
                index == 0 ? "Know    " : "        ", note.text + source(note.sources.first, note.checkedOn))
        }
    }

    private var also: [String] {
        verdict.also.enumerated().flatMap { index, finding in
            let frames = entry.places.inFrames(finding.frames)
            let text = finding.text + (frames.isEmpty ? "" : " (\(frames))") + " [\(finding.cause)]"
            return section(index == 0 ? "Also    " : "        ", text)
        }
    }

    private func source(_ source: Source?, _ checkedOn: String?) -> String {
        guard options.isVerbose, let source else { return "" }
        let checked = checkedOn.map { ", read on \($0)" } ?? ""
        return " [\(source.title)\(source.address.map { ", " + $0 } ?? "")\(checked)]"
    }

    private func section(_ label: String, _ text: String) -> [String] {
        Wrapping.fill(text, first: "  " + label, width: options.width)
    }
}
