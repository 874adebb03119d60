import Bytes

/// Cuts what is at hand into lines.
struct DumpLines {
    let lineLimit: Int
    /// The rest of a line that was longer than the limit is still to come.
    private(set) var isSkipping = false

    enum Next {
        case line(Range<Int>)
        /// A line longer than the limit, skipped so far.
        case tooLong
        /// The line does not end in what is at hand.
        case incomplete
        case end
    }

    init(limits: CaptureLimits) { lineLimit = max(1, limits.line) }

    /// The next line from `position` on, which moves behind it. The end of the file ends a line too.
    mutating func next(_ span: RawSpan, _ position: inout Int, isAtEnd: Bool) -> Next {
        while position < span.byteCount {
            let start = position
            let window = span.byteCount &- start > lineLimit ? start..<(start &+ lineLimit) : start..<span.byteCount
            if let end = span.firstIndex(of: 0x0a, in: window) {
                position = end &+ 1
                if isSkipping {
                    isSkipping = false
                    continue
                }
                return .line(start..<end)
            }
            if window.count == lineLimit {
                position = window.upperBound
                let isNew = !isSkipping
                isSkipping = true
                if isNew { return .tooLong }
                continue
            }
            guard isAtEnd || isSkipping else { return .incomplete }
            position = span.byteCount
            if !isSkipping { return .line(start..<span.byteCount) }
        }
        return isAtEnd ? .end : .incomplete
    }
}
