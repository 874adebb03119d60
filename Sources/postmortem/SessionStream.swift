import Capture
import Knowledge
import Reports
import Sessions
import Streams

/// Reads inputs as one capture, and hands every session to a feed as soon as it is settled. What is kept does not grow
/// with the capture.
struct SessionStream {
    let reader: CaptureReader

    /// Longer than any mail program waits, and than most firewalls keep a connection that nobody uses (RFC 5382 REQ-5
    /// asks for 2 hours and 4 minutes at least).
    private static let idleSeconds = 14_400.0
    /// How often, in the time of the packets, sessions are looked for.
    private static let seconds = 1.0

    /// What could not be read. Nothing more is read when nobody takes the lines any more.
    func read(_ inputs: [CaptureInput], into feed: inout LineFeed) throws -> [CaptureError] {
        var set = CaptureSet(inputs)
        set.keepsContents = true
        let inbox = SecretsInbox()
        set.secrets = inbox
        let assembler = SessionAssembler(options)
        var progress = reader.showsProgress ? ProgressLine(inputs.map(\.path)) : nil
        var tally = CaptureTally()
        var looked: Timestamp?
        var now: Timestamp?
        repeat {
            now = nil
            set.forEachFrame { frame, bytes, capture in
                if capture != tally.capture { tally.change(to: capture, CaptureTally.Counts(assembler)) }
                takeSecrets(inbox, assembler)
                assembler.process(frame, bytes)
                progress?.count(frame.capturedLength)
                let time = frame.timestamp
                if let looked, abs(time.seconds(since: looked)) < Self.seconds { return true }
                now = time
                return false
            }
            guard let time = now else { break }
            assembler.endClosed(at: time)
            // One frame with a wrong time makes no time pass for what goes on.
            if let looked { assembler.advance(to: min(looked, time)) }
            looked = time
            let sessions = assembler.takeFinished()
            if !sessions.isEmpty {
                if feed.sharesTerminal { progress?.clear() }
                try feed.tell(labelled(sessions, set), files: set.capturesSoFar, numbering: set.numbering)
            }
        } while !feed.isGone
        progress?.clear()
        takeSecrets(inbox, assembler)
        assembler.noteWatched(
            from: set.captures.compactMap(\.startedAt).min(), until: set.captures.compactMap(\.endedAt).max())
        let rest = labelled(assembler.finish(), set)
        tally.finish(CaptureTally.Counts(assembler))
        try feed.tell(rest, files: set.capturesSoFar, numbering: set.numbering)
        feed.endSet(tally.captures(set.capturesSoFar), numbering: set.numbering)
        return set.failures
    }

    private var options: SessionAssembler.Options {
        var options = reader.options
        options.waitsForContext = true
        options.streams.idleSeconds = Self.idleSeconds
        // Until a file brings keys, nobody waits for them: most have none.
        options.waitsForKeys = false
        return options
    }

    @inline(__always)
    private func takeSecrets(_ inbox: SecretsInbox, _ assembler: SessionAssembler) {
        if inbox.hasSecrets { assembler.waitsForKeys = true }
        reader.takeSecrets(inbox)
    }

    private func labelled(_ sessions: [Session], _ set: borrowing CaptureSet) -> [Session] {
        var sessions = sessions
        guard !sessions.isEmpty else { return sessions }
        CaptureCoverage(set.capturesSoFar).limit(&sessions)
        RecordedNames(set.namesSoFar).label(&sessions)
        return sessions
    }
}
