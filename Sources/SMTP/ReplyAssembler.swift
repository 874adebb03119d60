/// Joins the server's lines into replies. A gap in the server's stream leaves a reply incomplete.
struct ReplyAssembler {
    struct Outcome {
        /// In order; two where a gap cut one reply and this line is a whole other one.
        var replies: [Reply] = []
        /// The line belongs to no reply.
        var isForeign = false
    }

    private struct Running {
        var code: Int
        var lines: [String]
        var first: Moment
        var last: Moment
        var hasGap = false
    }

    private let limits: SMTPLimits
    private var running: Running?
    /// After a gap: the first line may be the tail of a lost one.
    private var isResynchronising = false

    init(limits: SMTPLimits) { self.limits = limits }

    var isRunning: Bool { running != nil }

    mutating func take(_ line: Line) -> Outcome {
        var outcome = Outcome()
        let isUncertain = isResynchronising
        isResynchronising = false
        guard let numbered = ReplyLine(line.octets, strictly: isUncertain || line.isCut) else {
            if isUncertain {
                outcome.isForeign = false
            } else if running == nil {
                outcome.isForeign = true
            } else {
                // Text without a code inside a multi-line reply: some servers break their lines so.
                append(line.octets[...], at: line.last)
            }
            return outcome
        }
        if let cut = running, cut.hasGap, cut.code != numbered.code { outcome.replies += flush() }
        if running == nil {
            running = Running(code: numbered.code, lines: [], first: line.first, last: line.last)
        }
        running?.code = numbered.code
        append(numbered.text, at: line.last)
        if numbered.isLast {
            let isIncomplete = line.isCut || running?.hasGap == true
            outcome.replies += close(isIncomplete: isIncomplete)
        }
        return outcome
    }

    /// Octets are missing. `partial` is what came of the line that they cut.
    mutating func gap(after partial: Line?) -> [Reply] {
        var replies: [Reply] = []
        if let partial { replies = take(partial).replies }
        running?.hasGap = true
        isResynchronising = true
        return replies
    }

    /// The lines of a capture that starts in mid-session may begin with the tail of one.
    mutating func startUncertain() { isResynchronising = true }

    /// The reply that never got its last line.
    mutating func flush() -> [Reply] { close(isIncomplete: true) }

    /// The client went on after a gap: the reply was whole for it.
    mutating func flushAfterGap() -> [Reply] { running?.hasGap == true ? flush() : [] }

    private mutating func append(_ text: ArraySlice<UInt8>, at moment: Moment) {
        guard let count = running?.lines.count else { return }
        running?.last = moment
        guard count < max(limits.replyLines, 1) else { return }
        running?.lines.append(String(shown: text, limit: limits.keptLine))
    }

    private mutating func close(isIncomplete: Bool) -> [Reply] {
        guard let done = running else { return [] }
        running = nil
        // A line that is cut behind its code: the code may have gone on.
        let whole = done.lines.filter { !isIncomplete || $0.contains(" ") }
        let last = whole.last.flatMap { EnhancedCode(of: $0, replyCode: done.code) }
        let enhanced = last ?? whole.lazy.compactMap { EnhancedCode(of: $0, replyCode: done.code) }.first
        var reply = Reply(
            code: done.code, enhanced: enhanced, lines: done.lines, first: done.first, last: done.last)
        reply.isIncomplete = isIncomplete
        return [reply]
    }
}
