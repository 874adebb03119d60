import Bytes

/// Measures a message as it passes: size, digest of the unstuffed content, line lengths, header. It keeps no content.
///
/// With DATA the end is `CRLF . CRLF` (RFC 5321 §4.1.1.4). A `.` line next to a bare LF, or right after a gap, is an end
/// only if the server replies to it: until then it is tentative. With BDAT (RFC 3030) the caller counts the octets.
struct MessageScanner {
    private enum Place {
        case lineStart
        /// A line began with a dot that is not counted yet.
        case dot
        case dotCR
        case inLine
    }

    private(set) var message: Message
    /// A `.` line that was no certain end: its line end. nil when there is none, or content came after it.
    private var tentativeEnd: [UInt8]?
    private var place = Place.lineStart
    /// The line before ended with CRLF, or the message just began.
    private var followsCRLF = true
    private var endsWithCR = false
    private var lineLength = 0
    private var header: HeaderCollector?
    private var digest: (any MessageDigesting)?

    init(first: Moment, limits: SMTPLimits, digest: (any MessageDigesting)?) {
        message = Message(first: first)
        header = HeaderCollector(limits: limits)
        self.digest = digest
    }

    var isAtTentativeEnd: Bool { tentativeEnd != nil && place == .lineStart }

    /// Scans DATA content from `offset` on and moves it. True when the message's end was found; what follows is not its.
    mutating func scan(_ span: RawSpan, at offset: inout Int, _ moment: Moment) -> Bool {
        message.last = moment
        while offset < span.byteCount {
            let octet = span.uint8(offset)
            switch place {
            case .lineStart:
                takeBackTentativeEnd()
                if octet == Ascii.dot {
                    offset &+= 1
                    place = .dot
                } else {
                    beginLine(with: [])
                }
            case .dot:
                if octet == Ascii.carriageReturn {
                    offset &+= 1
                    place = .dotCR
                } else if octet == Ascii.lineFeed {
                    offset &+= 1
                    message.hasBareLF = true
                    endTentatively([Ascii.lineFeed])
                } else {
                    message.size &+= 1
                    beginLine(with: [])
                    lineLength = 1
                }
            case .dotCR:
                if octet == Ascii.lineFeed {
                    offset &+= 1
                    if followsCRLF { return true }
                    endTentatively([Ascii.carriageReturn, Ascii.lineFeed])
                } else {
                    message.size &+= 1
                    beginLine(with: [Ascii.carriageReturn])
                    lineLength = 2
                }
            case .inLine:
                offset = scanLines(span, from: offset, stopsAtDot: true)
            }
        }
        return false
    }

    /// Octets of a BDAT chunk.
    mutating func scanChunk(_ span: RawSpan, _ range: Range<Int>, _ moment: Moment) {
        message.last = moment
        var offset = range.lowerBound
        let part = span.extracting(0..<range.upperBound)
        while offset < range.upperBound {
            place = .inLine
            offset = scanLines(part, from: offset, stopsAtDot: false)
        }
    }

    /// `octets` are missing here. What follows may be anywhere in a line.
    mutating func gap(_ octets: Int, _ moment: Moment) {
        takeBackTentativeEnd()
        message.last = moment
        message.missing = saturated(message.missing, octets)
        place = .lineStart
        followsCRLF = false
        lineLength = 0
        endsWithCR = false
        digest = nil
        if let done = header?.fields() { message.adopt(done) }
        header = nil
    }

    /// The message as it is known now; `isComplete`: its end was seen.
    mutating func finish(isComplete: Bool) -> Message {
        if let done = header?.fields() { message.adopt(done) }
        header = nil
        message.longestLine = max(message.longestLine, lineLength)
        message.isComplete = isComplete
        if isComplete, message.missing == 0 { message.sha256 = digest?.finish() }
        digest = nil
        return message
    }

    // MARK: Lines

    /// Feeds whole lines in one slice as far as nothing special comes; returns where it stopped.
    private mutating func scanLines(_ span: RawSpan, from start: Int, stopsAtDot: Bool) -> Int {
        var offset = start
        while offset < span.byteCount {
            guard let lineFeed = span.firstIndex(of: Ascii.lineFeed, in: offset..<span.byteCount) else {
                lineLength &+= span.byteCount &- offset
                endsWithCR = span.uint8(span.byteCount &- 1) == Ascii.carriageReturn
                offset = span.byteCount
                break
            }
            followsCRLF = lineFeed > offset ? span.uint8(lineFeed &- 1) == Ascii.carriageReturn : endsWithCR
            if !followsCRLF { message.hasBareLF = true }
            lineLength &+= lineFeed &- offset &- (followsCRLF ? 1 : 0)
            message.longestLine = max(message.longestLine, lineLength)
            lineLength = 0
            endsWithCR = false
            offset = lineFeed &+ 1
            place = .lineStart
            guard offset < span.byteCount else { break }
            if stopsAtDot, span.uint8(offset) == Ascii.dot { break }
            place = .inLine
        }
        message.size &+= offset &- start
        feed(span.extracting(start..<offset))
        return offset
    }

    private mutating func beginLine(with octets: [UInt8]) {
        place = .inLine
        lineLength = 0
        endsWithCR = octets.last == Ascii.carriageReturn
        guard !octets.isEmpty else { return }
        message.size &+= octets.count
        feed(octets.rawSpan)
    }

    private mutating func endTentatively(_ lineEnd: [UInt8]) {
        tentativeEnd = lineEnd
        followsCRLF = lineEnd.count == 2
        place = .lineStart
    }

    /// Content follows the `.` line: it was a line of the message, whose dot is stuffing.
    private mutating func takeBackTentativeEnd() {
        guard let lineEnd = tentativeEnd else { return }
        tentativeEnd = nil
        message.size &+= 1 &+ lineEnd.count
        feed(lineEnd.rawSpan)
    }

    private mutating func feed(_ octets: RawSpan) {
        digest?.update(octets)
        if let done = header?.take(octets) {
            message.adopt(done)
            header = nil
        }
    }
}
