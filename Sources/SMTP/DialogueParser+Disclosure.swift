/// Tells which octets of the streams may be shown, where the caller says at which position they stand.
extension DialogueParser {
    /// Lines of one reply whose positions are remembered until it is complete; further ones stay private.
    private static let replyLines = 1_024
    /// The code and the hyphen or blank behind it.
    private static let codeLength = 4

    /// The line that was just taken, up to its octet `end` where that one begins what must not be shown.
    mutating func discloseCommand(_ line: Line, before end: Int? = nil) {
        guard let start = clientEnd.map({ $0 &- line.length }) else { return }
        // What the cap cut off is not in a report either. Line ends are no secret.
        let shown = min(end ?? .max, line.octets.count &+ line.endLength, line.length)
        facts.disclosure.client.insert(start..<(start &+ max(0, shown)))
    }

    /// The last `length` octets: the `.` that ends a message.
    mutating func discloseEnd(_ length: Int) {
        guard let end = clientEnd else { return }
        facts.disclosure.client.insert((end &- length)..<end)
    }

    mutating func discloseContent(_ base: Int?, _ part: Range<Int>) {
        guard let base else { return }
        facts.disclosure.content.insert((base &+ part.lowerBound)..<(base &+ part.upperBound))
    }

    // MARK: Replies

    mutating func rememberReplyLine(_ line: Line) {
        guard let end = serverEnd, openReplyLines.count < Self.replyLines else { return }
        openReplyLines.append((end &- line.length)..<end)
    }

    /// What of a reply's lines was masked, for `discloseReply`.
    mutating func noteMasks(_ original: Reply, _ shown: Reply) {
        guard original.lines != shown.lines else { return }
        for (index, (before, after)) in zip(original.lines, shown.lines).enumerated() where before != after {
            let pairs = zip(before.utf8, after.utf8)
            let prefix = pairs.prefix { $0 == $1 }.count
            maskedReplyLines[index] = MaskedLine(length: before.utf8.count, prefix: prefix)
        }
    }

    /// The remembered lines belong to replies that are complete. `keepsLast`: but for the last, which began a new one.
    mutating func discloseReply(keepsLast: Bool = false) {
        let complete = keepsLast ? openReplyLines.dropLast() : openReplyLines[...]
        for (index, range) in complete.enumerated() {
            guard !maskedReplyLines.isEmpty else {
                facts.disclosure.server.insert(range)
                continue
            }
            var shown = Self.codeLength
            // Escaped octets make a text longer than its line: then nothing behind the code is sure.
            if let masked = maskedReplyLines[index] {
                let isLiteral = (0...2).contains(range.count &- Self.codeLength &- masked.length)
                if isLiteral { shown = shown &+ masked.prefix }
            } else if isSingleReply {
                shown = range.count
            }
            facts.disclosure.server.insert(range.lowerBound..<min(range.upperBound, range.lowerBound &+ shown))
        }
        openReplyLines.removeFirst(complete.count)
        maskedReplyLines = [:]
        repliesSinceDisclosure = 0
    }

    /// Lines can be told apart only where all of them belong to one reply.
    private var isSingleReply: Bool { repliesSinceDisclosure == 1 }

    /// A line of a reply of which a part must not be shown.
    struct MaskedLine {
        /// Octets of the text, and of what comes before the mask.
        var length: Int
        var prefix: Int
    }
}
