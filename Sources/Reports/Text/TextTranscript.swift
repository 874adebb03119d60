import Capture
import SMTP
import Sessions
import Streams

/// A session's dialogue with frame numbers and times since its first packet.
struct TextTranscript {
    let session: Session
    let places: FramePlaces
    let options: TextOptions

    func lines() -> [String] {
        let entries = DialogueEntryReport.entries(session)
        guard !entries.isEmpty else { return ["  Transcript: nothing was said"] }
        let column = entries.map { places.text($0.frame).count }.max() ?? 0
        var lines = ["  Transcript"]
        if session.dialogue.isInferred {
            lines[0] += " (⇢ ⇠ inferred from the lengths of encrypted records, nobody read them)"
        }
        for entry in entries {
            for (index, said) in Self.said(entry).enumerated() {
                lines += Wrapping.fill(
                    said, first: index == 0 ? head(entry, column) : blank(entry, column), width: options.width)
            }
        }
        if session.dialogue.entriesOmitted > 0 {
            lines.append("    \(Phrases.count(session.dialogue.entriesOmitted, "more line")), not kept")
        }
        return lines
    }

    /// A reply's lines carry its code, as they did on the wire.
    static func said(_ entry: DialogueEntryReport) -> [String] {
        guard entry.kind == .reply, let code = entry.code else {
            return [entry.kind == .command || entry.kind == .auth ? entry.text : "(\(entry.text))"]
        }
        let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { "\(code)\($0.offset == lines.count - 1 ? " " : "-")\($0.element)" }
    }

    static func arrow(_ entry: DialogueEntryReport) -> String {
        if entry.kind == .tls { return "·" }
        return arrow(
            entry.from == Party.client.rawValue ? .client : .server, isInferred: entry.inferred,
            isEncrypted: entry.encrypted)
    }

    /// From whom a line came, and whether it was in the clear, opened with keys, or only inferred.
    static func arrow(_ from: Party, isInferred: Bool, isEncrypted: Bool) -> String {
        let isClient = from == .client
        if isInferred { return isClient ? "⇢" : "⇠" }
        return isEncrypted ? (isClient ? "⇒" : "⇐") : (isClient ? "→" : "←")
    }

    /// Seconds with milliseconds, the same width for every entry below 1000 s: `+0.023 s`.
    private func since(_ moment: Moment) -> String {
        let nanoseconds = moment.nanoseconds &- session.first.time.nanoseconds
        let milliseconds = max(0, nanoseconds) / 1_000_000
        let rest = String(milliseconds % 1_000)
        let text = "+\(milliseconds / 1_000)." + String(repeating: "0", count: max(0, 3 - rest.count)) + rest
        return String(repeating: " ", count: max(0, 8 - text.count)) + text + " s"
    }

    private func head(_ entry: DialogueEntryReport, _ column: Int) -> String {
        let frame = places.text(entry.frame)
        let space = String(repeating: " ", count: max(0, column - frame.count))
        return "    \(space)\(frame) \(since(entry.moment))  \(Self.arrow(entry)) "
    }

    private func blank(_ entry: DialogueEntryReport, _ column: Int) -> String {
        String(repeating: " ", count: Wrapping.columns(head(entry, column)))
    }
}
