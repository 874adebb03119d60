import Bytes
import Capture
import DequeModule

/// One direction's octets on their way to being in order. Offsets are 64-bit positions in the stream, so that sequence
/// numbers may wrap (RFC 9293 §3.4); the first one seen lies at `firstOffset`.
struct DirectionStream {
    /// Octets that wait for a hole before them, or for the peer's octets that they acknowledge.
    struct Held {
        var offset: Int64
        var bytes: [UInt8]
        /// Octets after `bytes` that were on the wire and not captured.
        var truncated: Int
        /// The peer's stream up to here was seen by the sender before it sent this.
        var acknowledged: Int64
        var origin: Origin
        /// The connection's count of packets when it came.
        var packet: Int

        var end: Int64 { offset &+ Int64(bytes.count &+ truncated) }
        /// Octets of memory, about: a segment without captured octets takes room, too.
        var size: Int { bytes.count + 64 }
    }

    static let firstOffset: Int64 = 1 << 32
    /// A segment farther away than this belongs to another connection, or is an attack.
    static let farthest: Int64 = 1 << 30

    private var referenceSequence: UInt32 = 0
    private(set) var hasReference = false
    private var referenceOffset = Self.firstOffset

    /// Octets delivered so far, gaps included.
    private(set) var delivered: Int64 = 0
    /// The next octet to deliver; nil until it is known where the stream starts.
    var next: Int64?
    var held: Deque<Held> = []
    var heldOctets = 0
    /// One past the highest octet seen, or announced by a SYN.
    var highestSent = Self.firstOffset
    /// The peer acknowledged everything before this.
    var highestAcknowledged = Self.firstOffset
    /// `highestAcknowledged` before it last grew.
    private var acknowledgedBefore = Self.firstOffset
    /// Where the FIN stands.
    var fin: Int64?
    /// Where this end's own reset stood, beyond the octets that are here.
    var ownReset: Int64?
    var outstanding: Deque<OutstandingSegment> = []
    /// The last delivered octets, which end at `next`.
    var recent: [UInt8] = []

    /// The position of a sequence number; the first one asked for becomes the reference.
    mutating func offset(of sequence: UInt32) -> Int64 {
        guard hasReference else {
            hasReference = true
            referenceSequence = sequence
            return referenceOffset
        }
        return referenceOffset &+ Int64(Int32(bitPattern: sequence &- referenceSequence))
    }

    /// The sequence number of the first octet that was delivered, or that would have been; nil where nothing is known.
    var firstSequence: UInt32? {
        guard hasReference, let next else { return nil }
        return referenceSequence &+ UInt32(truncatingIfNeeded: next &- delivered &- referenceOffset)
    }

    /// Keeps the reference near the present, so that a difference always fits 31 bits.
    mutating func moveReference(to offset: Int64) {
        let distance = offset &- referenceOffset
        guard distance > 1 << 20 else { return }
        referenceSequence = referenceSequence &+ UInt32(truncatingIfNeeded: distance)
        referenceOffset = offset
    }

    /// Moves the place of the next octet.
    mutating func advance(_ octets: Int) {
        let next = (next ?? Self.firstOffset) &+ Int64(octets)
        self.next = next
        delivered = delivered &+ Int64(octets)
        moveReference(to: next)
    }

    /// Takes the peer's acknowledgement; returns the length of the largest segment that it completes, and when the last
    /// one of those was sent, where it was sent once.
    mutating func acknowledge(_ offset: Int64) -> (largest: Int, sent: Timestamp?) {
        acknowledgedBefore = highestAcknowledged
        highestAcknowledged = offset
        var largest = 0
        var sent: Timestamp?
        while let oldest = outstanding.first, oldest.offset &+ Int64(oldest.length) <= offset {
            largest = max(largest, oldest.length)
            sent = oldest.sent == 1 ? oldest.last.time : nil
            outstanding.removeFirst()
        }
        return (largest, sent)
    }

    /// The last octet that was acknowledged was so alone, and no segment shows it: a FIN, which takes a sequence number.
    var endsWithUnseenFIN: Bool {
        fin == nil && highestSent < highestAcknowledged
            && (highestAcknowledged &- acknowledgedBefore == 1 || highestAcknowledged &- (next ?? 0) == 1)
    }

    /// The peer's FIN stands at `end`: an acknowledgement beyond it is of the FIN.
    mutating func limitAcknowledgements(to end: Int64) {
        for index in held.indices where held[index].acknowledged > end { held[index].acknowledged = end }
    }

    /// Octets between two places that were neither delivered nor are held.
    func unseenOctets(_ start: Int64, _ end: Int64) -> Int {
        var at = max(start, next ?? .min)
        var unseen: Int64 = 0
        for segment in held where segment.end > at {
            guard segment.offset < end else { break }
            unseen = unseen &+ max(0, segment.offset &- at)
            at = max(at, segment.end)
        }
        return Int(clamping: unseen &+ max(0, end &- at))
    }

    /// Notes a segment that awaits its acknowledgement, or that it was sent again.
    mutating func await(_ offset: Int64, _ length: Int, _ origin: Origin, isRepeated: Bool, limit: Int) {
        if isRepeated, let index = outstanding.firstIndex(where: { $0.offset == offset }) {
            outstanding[index].sent += 1
            outstanding[index].last = origin
        } else if offset &+ Int64(length) > highestAcknowledged, outstanding.count < limit {
            outstanding.append(OutstandingSegment(offset: offset, length: length, first: origin, last: origin))
        }
    }

    mutating func hold(_ segment: Held) {
        var index = held.count
        while index > 0, held[index - 1].offset > segment.offset { index -= 1 }
        // The same octets are held already: the first copy stays.
        if index > 0, held[index - 1].offset == segment.offset, held[index - 1].end >= segment.end { return }
        held.insert(segment, at: index)
        heldOctets += segment.size
    }

    mutating func removeFirstHeld() -> Held {
        let first = held.removeFirst()
        heldOctets -= first.size
        return first
    }

    /// Keeps what was delivered, for comparison with later copies.
    mutating func remember(_ bytes: RawSpan, limit: Int) {
        let start = max(0, bytes.byteCount - limit)
        if start > 0 {
            recent.removeAll(keepingCapacity: true)
        } else if recent.count > limit {
            recent.removeFirst(recent.count - limit / 2)
        }
        recent.append(contentsOf: bytes.copied(start..<bytes.byteCount))
    }

    /// Whether one octet at `offset` is not the one delivered there.
    func isNotRepeated(_ octet: RawSpan, at offset: Int64) -> Bool {
        guard let next, octet.byteCount == 1 else { return false }
        let index = Int(clamping: offset &- next &+ Int64(recent.count))
        return !recent.indices.contains(index) || recent[index] != octet.uint8(0)
    }

    /// Whether octets at `offset` differ from those delivered there. Only what is still remembered is compared.
    func conflicts(_ bytes: RawSpan, at offset: Int64) -> Bool {
        guard let next else { return false }
        let start = next &- Int64(recent.count)
        let low = max(offset, start)
        let high = min(offset &+ Int64(bytes.byteCount), next)
        guard low < high else { return false }
        let mine = Int(low &- start)
        let theirs = Int(low &- offset)
        for step in 0..<Int(high &- low) where recent[mine + step] != bytes.uint8(theirs + step) { return true }
        return false
    }
}
