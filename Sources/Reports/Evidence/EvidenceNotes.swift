import Capture
import Diagnosis
import SMTP
import Sessions
import Streams

/// What is written into an evidence file beside the packets: the verdict, and a comment at each frame that decides.
package struct EvidenceNotes: Sendable {
    package let entry: Report.Entry
    package let version: String
    /// Other files that were read as one capture with the session's own.
    private let otherFiles: Int

    /// A statement about more frames than this is written at the first and the last of them.
    private static let framesOfStatement = 4

    package init(_ entry: Report.Entry, of report: Report) {
        self.entry = entry
        version = report.version
        otherFiles = report.captures.count - 1
    }

    /// The file of the session's first frame, by its name without folders.
    private var source: String { entry.places.name(entry.capture) }

    private var verdict: Verdict { entry.diagnosed.verdict }

    /// The section's comment, as plain lines. `redaction` says what was masked.
    package func section(redaction: String) -> String {
        let phrases = SessionPhrases(entry)
        let session = entry.diagnosed.session
        let stage = verdict.stoppedAt.map { " at \($0.rawValue)" } ?? ""
        var lines = [
            "Postmortem \(version): session \(entry.id) of \(source)"
                + (otherFiles > 0 ? " and \(Phrases.count(otherFiles, "other file"))" : "")
                + ", \(entry.places.between([session.first.frame, session.last.frame])), "
                + "\(phrases.client) to \(phrases.server), \(session.first.time.rfc3339)",
            "Verdict: \(Phrases.name(verdict.outcome))\(stage). \(verdict.headline)",
            "Cause: \(phrases.tag)" + (entry.diagnosed.isInferred ? " from lengths under TLS, not read" : ""),
        ]
        if !verdict.explanation.isEmpty { lines.append("Why: \(verdict.explanation)") }
        lines.append("Who: \(phrases.who)")
        if let cleared = phrases.cleared { lines.append("Cleared: \(cleared)") }
        lines += verdict.cannotShow.map { "Unseen: \($0)" }
        if let next = verdict.nextCapture { lines.append("Next capture: \(next)") }
        lines.append(
            "Frame numbers in comments are those of \(source)" + (otherFiles > 0 ? ", or of the file named there" : "")
                + ". \(redaction)")
        return lines.map(Printable.text).joined(separator: "\n")
    }

    /// What is said of a packet that was in fragments.
    package func reassembled(_ frames: [Int]) -> String {
        "IP fragments put together: \(entry.places.between(frames)) of \(source)"
    }

    /// Comments of the frames that decide, by the frame's number in the capture, which may be several files.
    package var frames: [Int: String] {
        var statements: [Int: [String]] = [:]
        func add(_ text: String, _ frames: [Int]) {
            let all = Set(frames).sorted()
            guard let first = all.first, let last = all.last else { return }
            let isLong = all.count > Self.framesOfStatement
            for frame in isLong ? [first, last] : all {
                let statement = isLong ? "\(text) (\(entry.places.between(all)))" : text
                if statements[frame]?.contains(statement) != true { statements[frame, default: []].append(statement) }
            }
        }
        // Each comment stands alone before its reader.
        func mark(_ isInferred: Bool) -> String { isInferred ? "Inferred from lengths, not read: " : "" }
        if let reply = verdict.decisiveReply {
            add(
                "\(mark(reply.inferredOctets != nil))Decisive reply: \(SessionPhrases.quoted(reply))",
                [reply.last.frame])
        }
        // What the reply says is told already.
        let reply = verdict.decisiveReply?.last.frame
        for evidence in verdict.evidence where evidence.frames != reply.map({ [$0] }) {
            add(mark(evidence.isInferred) + evidence.text, evidence.frames)
        }
        for clearance in verdict.cleared where clearance.frames.count == 1 {
            add("Clears \(Phrases.name(clearance.party)): \(clearance.because)", clearance.frames)
        }
        for finding in verdict.also { add("Also: \(finding.text) [\(finding.cause)]", finding.frames) }
        return Dictionary(
            uniqueKeysWithValues: statements.map { frame, texts in
                let place = entry.places.place(frame)
                let name = "frame \(place.number) of \(entry.places.name(place.capture))"
                return (frame, ([name] + texts).map(Printable.text).joined(separator: "\n"))
            })
    }
}
