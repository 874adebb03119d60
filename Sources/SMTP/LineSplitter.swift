import Bytes

/// Cuts one party's octets into lines. It keeps at most `limit` octets of a line and counts the rest.
struct LineSplitter {
    private let limit: Int
    private var octets: [UInt8] = []
    private var length = 0
    private var endsWithCR = false
    private var first: Moment?
    private var last: Moment?

    init(limit: Int) { self.limit = max(limit, 16) }

    var isEmpty: Bool { length == 0 }

    /// What there is, and is kept, of the line that is not complete yet.
    var beginning: [UInt8] { octets }

    /// Octets of the line that is not complete yet.
    var count: Int { length }

    /// Takes octets from `offset` on, up to and with the next LF, and moves `offset`. Returns the line that it ends.
    mutating func take(_ span: RawSpan, at offset: inout Int, _ moment: Moment) -> Line? {
        guard offset < span.byteCount else { return nil }
        let lineFeed = span.firstIndex(of: Ascii.lineFeed, in: offset..<span.byteCount)
        let stop = lineFeed ?? span.byteCount
        keep(span, offset..<stop, moment)
        offset = stop
        guard lineFeed != nil else { return nil }
        offset &+= 1
        length &+= 1
        return line(isCut: false)
    }

    /// Puts octets that were looked at before at the beginning of the line.
    mutating func prime(_ octets: [UInt8], _ moment: Moment) {
        keep(octets.rawSpan, 0..<octets.count, moment)
    }

    /// What there is of a line whose end never came.
    mutating func flush() -> Line? { isEmpty ? nil : line(isCut: true) }

    private mutating func keep(_ span: RawSpan, _ range: Range<Int>, _ moment: Moment) {
        if first == nil { first = moment }
        last = moment
        guard !range.isEmpty else { return }
        let room = min(max(0, limit &- octets.count), range.count)
        if room > 0 { octets += span.copied(range.lowerBound..<(range.lowerBound &+ room)) }
        length &+= range.count
        endsWithCR = span.uint8(range.upperBound &- 1) == Ascii.carriageReturn
    }

    private mutating func line(isCut: Bool) -> Line? {
        defer { self = LineSplitter(limit: limit) }
        guard let first, let last else { return nil }
        var line = Line(octets: octets, length: length, first: first, last: last)
        line.isCut = isCut
        line.endsWithBareLF = !isCut && !endsWithCR
        let isWhole = octets.count == (isCut ? length : length &- 1)
        if isWhole, !isCut, line.octets.last == Ascii.carriageReturn { line.octets.removeLast() }
        return line
    }
}
