import Bytes
import Capture

/// A datagram that is put together: its pieces in order, and which places are known. Octets that came first win.
struct FragmentedDatagram {
    /// Captured octets at their place; pieces never overlap.
    private struct Piece {
        var offset: Int
        var bytes: [UInt8]

        var range: Range<Int> { offset..<(offset &+ bytes.count) }
    }

    /// What a fragment was to those before it.
    struct Finding: Equatable {
        var isCopy = false
        var overlaps = false
        var conflicts = false
    }

    let serial: UInt64
    let started: Timestamp
    /// Seconds from `started` until its last fragment has to be there.
    let patience: Double
    /// What was kept for it, in octets.
    private(set) var cost = FragmentedDatagram.overhead
    /// The packet of the first fragment.
    private(set) var packet: Packet?
    private(set) var frames: [Int] = []
    private var pieces: [Piece] = []
    /// Places that a fragment covered on the wire, whether captured or not.
    private var known = RangeSet<Int>()
    private var arrived: [Range<Int>] = []
    /// The datagram's length, which the last fragment tells.
    private var length: Int?
    /// When it was handed out; its octets stay to recognise copies.
    var completed: Timestamp?
    /// Beyond a limit: nothing more is kept.
    private(set) var isAbandoned = false

    /// Beside its octets, about what the tables take for a datagram and for a piece.
    static let overhead = 256
    static let pieceOverhead = 64
    /// An IPv4 datagram's length has 16 bits, its payload less; an IPv6 payload may take them all.
    static let maximumLength = 65_535

    init(serial: UInt64, at time: Timestamp, patience: Double) {
        self.serial = serial
        started = time
        self.patience = patience
    }

    var isComplete: Bool {
        guard let length, packet != nil else { return false }
        return known == RangeSet(0..<length)
    }

    /// Takes a fragment: `range` is its place in the datagram on the wire, `captured` the octets that are there.
    mutating func add(
        _ range: Range<Int>, _ captured: RawSpan, of source: Packet, moreFragments: Bool, frame: Int, limit: Int
    ) -> Finding {
        var finding = Finding()
        guard !range.isEmpty, !isAbandoned else { return finding }
        // A length that the last fragment denies: whoever came first is believed (RFC 8200 §4.5 discards both).
        let end = length ?? Self.maximumLength
        let isTooLong = range.upperBound > end
        let endsEarly = !moreFragments && (length.map { $0 != range.upperBound } ?? reaches(beyond: range.upperBound))
        if isTooLong || endsEarly {
            finding.overlaps = true
            finding.conflicts = true
            return finding
        }
        let fresh = RangeSet(range).subtracting(known)
        let isRepeated = fresh != RangeSet(range)
        if isRepeated {
            finding.conflicts = differs(captured, at: range.lowerBound)
            finding.isCopy = !finding.conflicts && arrived.contains(range)
            finding.overlaps = !finding.isCopy
        }
        if finding.isCopy { return finding }
        guard arrived.count < limit else {
            abandon()
            return finding
        }
        arrived.append(range)
        frames.append(frame)
        if !moreFragments { length = range.upperBound }
        if range.lowerBound == 0, packet == nil { packet = source }
        for part in fresh.ranges { keep(part, captured, of: range) }
        known.insert(contentsOf: range)
        return finding
    }

    /// The octets up to the first that was not captured.
    func octets() -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(length ?? 0)
        for piece in pieces {
            guard piece.offset == octets.count else { break }
            octets += piece.bytes
        }
        return octets
    }

    /// A fragment that arrives after completion: a copy, where its octets are those of the datagram.
    func isCopy(_ range: Range<Int>, _ captured: RawSpan) -> Bool {
        guard let length, range.upperBound <= length else { return false }
        return !differs(captured, at: range.lowerBound)
    }

    /// The datagram's length; known once it is complete.
    var wireLength: Int { length ?? 0 }

    // MARK: -

    private func reaches(beyond end: Int) -> Bool {
        known.ranges.last.map { $0.upperBound > end } ?? false
    }

    private mutating func keep(_ part: Range<Int>, _ captured: RawSpan, of range: Range<Int>) {
        let start = part.lowerBound &- range.lowerBound
        let end = min(part.upperBound &- range.lowerBound, captured.byteCount)
        guard start < end else { return }
        let piece = Piece(offset: part.lowerBound, bytes: captured.copied(start..<end))
        var index = pieces.count
        while index > 0, pieces[index - 1].offset > piece.offset { index -= 1 }
        pieces.insert(piece, at: index)
        cost &+= piece.bytes.count &+ Self.pieceOverhead
    }

    /// Whether any octet differs from those kept at its place.
    private func differs(_ captured: RawSpan, at offset: Int) -> Bool {
        let range = offset..<(offset &+ captured.byteCount)
        for piece in pieces {
            for place in piece.range.clamped(to: range)
            where piece.bytes[place &- piece.offset] != captured.uint8(place &- offset) {
                return true
            }
        }
        return false
    }

    private mutating func abandon() {
        isAbandoned = true
        pieces = []
        arrived = []
        known = RangeSet()
        cost = Self.overhead
    }
}
