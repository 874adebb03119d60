import Bytes

/// One file of a set while it is open, with the frame that waits for its turn.
final class SetMember {
    private var file: CaptureFile
    /// Index into the set's captures.
    let capture: Int
    /// It cannot be opened twice, and is read from its beginning to its end with no other file beside it.
    let isAlone: Bool
    /// The number of the last frame that was handed out, in the file.
    private(set) var number = 0
    private(set) var waiting: (frame: Frame, bytes: [UInt8])?

    init(_ file: consuming CaptureFile, capture: Int, isAlone: Bool) {
        self.file = file
        self.capture = capture
        self.isAlone = isAlone
    }

    /// How handing out came to its end.
    enum Outcome {
        /// The next frame is later than the limit, and waits.
        case isLater
        case stopped
        case ended
    }

    var summary: CaptureSummary { file.summary }
    var contents: CaptureContents { CaptureContents(interfaces: file.interfaces, notes: file.notes) }
    var time: Timestamp? { waiting?.frame.timestamp }

    /// Makes the next frame wait, where none does. False at the end of the file.
    func load() -> Bool {
        if waiting != nil { return true }
        file.forEachFrame { frame, bytes in
            waiting = (copy frame, bytes.copied())
            return false
        }
        return waiting != nil
    }

    /// Hands out frames up to a time, numbered `shift` more than in their file.
    func handOut(
        until limit: TimeLimit?, shift: Int, _ body: (borrowing Frame, RawSpan, _ capture: Int) -> Bool
    ) -> Outcome {
        if let first = waiting {
            waiting = nil
            number = first.frame.number
            if !body(first.frame.numbered(shift &+ number), first.bytes.rawSpan, capture) { return .stopped }
        }
        var outcome = Outcome.ended
        file.forEachFrame { frame, bytes in
            if let limit, !limit.allows(frame.timestamp) {
                waiting = (copy frame, bytes.copied())
                outcome = .isLater
                return false
            }
            number = frame.number
            if body(frame.numbered(shift &+ frame.number), bytes, capture) { return true }
            outcome = .stopped
            return false
        }
        return outcome
    }
}

/// Up to when a file may go on before another one has its turn.
struct TimeLimit {
    var time: Timestamp
    /// Frames of this very time may pass, too.
    var isInclusive: Bool

    @inline(__always)
    func allows(_ other: Timestamp) -> Bool { other < time || (isInclusive && other == time) }
}

extension Frame {
    @inline(__always)
    fileprivate func numbered(_ number: Int) -> Frame {
        Frame(
            number: number, timestamp: timestamp, linkType: linkType, interface: interface,
            capturedLength: capturedLength, originalLength: originalLength)
    }
}
