import Capture
import Packets
package import Streams

/// What became of each segment of a connection that two capture points saw: it passed the box between them, was
/// swallowed by it, made by it, or changed. Acknowledgements alone are left out.
package struct Passage: Sendable {
    package enum Fate: Hashable, Sendable {
        case passed
        /// Went in, and neither it nor a copy came out.
        case swallowed
        /// Came out, and never went in.
        case made
        /// Came out with other octets.
        case changed
    }

    package enum Kind: Hashable, Sendable { case opening, data, close, reset }

    package struct Crossing: Sendable {
        package var side: Side
        package var kind: Kind
        package var fate: Fate
        package var inside: TracedSegment?
        package var outside: TracedSegment?
        /// One capture lacks it, and has nothing in its place: its sender or its receiver shows that it passed.
        package var isLost = false
        /// Only one capture has it, and the other one has no packet that is earlier, or none that is later: it need not
        /// have run then.
        package var isUncovered = false

        /// Its frames, the inner one first.
        package var frames: [Int] { [inside?.origin.frame, outside?.origin.frame].compactMap(\.self) }
        /// The copy that came first in the direction of its travel.
        package var segment: TracedSegment? { side == .client ? inside ?? outside : outside ?? inside }
    }

    package private(set) var crossings: [Crossing] = []
    package private(set) var shift = SequenceShift()
    /// Segments that were seen at both points once each: they bound the clocks.
    package private(set) var sightings: [ClockAlignment.Sighting] = []
    /// ICMP errors about it that only the inner point saw.
    package private(set) var innerICMP: [ICMPFact] = []

    package init() {}

    package var isEmpty: Bool { crossings.isEmpty }

    /// The crossings of one fate.
    package func crossings(_ fate: Fate, of side: Side, _ kinds: Kind...) -> [Crossing] {
        crossings.filter { $0.fate == fate && $0.side == side && kinds.contains($0.kind) }
    }

    init(_ inside: Session, _ outside: Session, shift: SequenceShift) {
        self.shift = shift
        guard let inner = inside.connection, let outer = outside.connection else { return }
        pair(inner.segments, outer.segments)
        settle(inner, outer)
        uncover(inside, outside, inner.segments, outer.segments)
        innerICMP = inner.icmp.filter { fact in
            !outer.icmp.contains {
                $0.message.type == fact.message.type && $0.message.code == fact.message.code && $0.about == fact.about
            }
        }
    }

    // MARK: - Which copies belong together

    private struct Key: Hashable {
        var side: Side
        var sequence: UInt32
        var length: Int
        var kind: Kind
    }

    private static func kind(_ segment: TracedSegment) -> Kind {
        if segment.flags.contains(.rst) { return .reset }
        if segment.flags.contains(.syn) { return .opening }
        return segment.length > 0 ? .data : .close
    }

    /// Resets are paired by their order: whoever makes one chooses its number.
    private func key(_ segment: TracedSegment, isInside: Bool) -> Key {
        let kind = Self.kind(segment)
        if kind == .reset { return Key(side: segment.side, sequence: 0, length: 0, kind: kind) }
        let sequence = isInside ? segment.sequence &+ shift[segment.side] : segment.sequence
        return Key(side: segment.side, sequence: sequence, length: segment.length, kind: kind)
    }

    private mutating func pair(_ inner: [TracedSegment], _ outer: [TracedSegment]) {
        var groups: [Key: (inside: [TracedSegment], outside: [TracedSegment])] = [:]
        var order: [Key] = []
        func add(_ segment: TracedSegment, isInside: Bool) {
            guard !segment.isBareAcknowledgement else { return }
            let key = key(segment, isInside: isInside)
            if groups[key] == nil { order.append(key) }
            if isInside {
                groups[key, default: ([], [])].inside.append(segment)
            } else {
                groups[key, default: ([], [])].outside.append(segment)
            }
        }
        for segment in inner { add(segment, isInside: true) }
        for segment in outer { add(segment, isInside: false) }
        for key in order {
            guard let group = groups[key] else { continue }
            pair(group.inside, group.outside, key)
        }
    }

    private mutating func pair(_ inside: [TracedSegment], _ outside: [TracedSegment], _ key: Key) {
        if inside.count == 1, outside.count == 1, let a = inside.first, let b = outside.first, key.kind != .reset {
            sightings.append(
                ClockAlignment.Sighting(isOutbound: key.side == .client, inside: a.origin.time, outside: b.origin.time))
        }
        var left = outside
        var lone: [TracedSegment] = []
        func cross(_ a: TracedSegment?, _ b: TracedSegment?) {
            crossings.append(Crossing(side: key.side, kind: key.kind, fate: .passed, inside: a, outside: b))
        }
        // A retransmission is told from its first copy by the identification that translators leave alone.
        for segment in inside {
            let same = left.firstIndex { $0.identification == segment.identification && $0.identification != 0 }
            if let same { cross(segment, left.remove(at: same)) } else { lone.append(segment) }
        }
        for segment in lone { cross(segment, left.isEmpty ? nil : left.removeFirst()) }
        for segment in left { cross(nil, segment) }
    }

    // MARK: - What became of them

    private mutating func settle(_ inner: ConnectionFacts, _ outer: ConnectionFacts) {
        let innerSeen = Coverage(inner.segments, shift: shift)
        let outerSeen = Coverage(outer.segments, shift: SequenceShift())
        for index in crossings.indices {
            let crossing = crossings[index]
            let wentIn = crossing.side == .client ? crossing.inside : crossing.outside
            let cameOut = crossing.side == .client ? crossing.outside : crossing.inside
            let entry = crossing.side == .client ? innerSeen : outerSeen
            let exit = crossing.side == .client ? outerSeen : innerSeen
            let entryFacts = crossing.side == .client ? inner : outer
            let entryShift = crossing.side == .client ? shift[crossing.side] : 0
            let exitShift = crossing.side == .client ? 0 : shift[crossing.side]
            switch (wentIn, cameOut) {
            case (let a?, let b?):
                if crossing.kind == .data, a.digest != b.digest, a.digest != 0, b.digest != 0 {
                    crossings[index].fate = .changed
                }
            case (let a?, nil):
                if crossing.kind == .close {
                    if exit.hasFIN(crossing.side) { continue }
                    if exit.isFINAcknowledged(a, entryShift) || entry.isFINAcknowledged(a, entryShift) {
                        crossings[index].isLost = true
                        continue
                    }
                }
                // Who acknowledged it has got it: the other capture lost it.
                if crossing.kind == .data,
                    exit.covers(a, entryShift) || entry.isAcknowledged(a, entryShift)
                        || exit.isAcknowledged(a, entryShift) && !exit.touches(a, entryShift)
                {
                    crossings[index].isLost = !exit.touches(a, entryShift)
                    continue
                }
                // What follows an opening did not come without it.
                if crossing.kind == .opening, exit.hasMore(of: crossing.side) { continue }
                crossings[index].fate = .swallowed
            case (nil, let b?):
                if crossing.kind == .close {
                    if entry.hasFIN(crossing.side) { continue }
                    if entry.isFINAcknowledged(b, exitShift) {
                        crossings[index].isLost = true
                        continue
                    }
                }
                if crossing.kind == .data,
                    entry.covers(b, exitShift) || entry.goesOn(after: b, exitShift) && !entry.touches(b, exitShift)
                        || entryFacts[crossing.side].missing > 0 || entryFacts[crossing.side].packets == 0
                        || entryFacts[crossing.side].neverSeen > 0
                {
                    crossings[index].isLost = !entry.touches(b, exitShift)
                    continue
                }
                // The connection's beginning was not captured there.
                if crossing.kind == .opening, entryFacts.startsMidStream || entry.hasMore(of: crossing.side) {
                    continue
                }
                crossings[index].fate = .made
            case (nil, nil): continue
            }
        }
    }
}

extension Passage {
    /// Seconds by which packets may be slower than the fastest, which bound the clocks.
    private static let jitter = 0.005

    /// What lies before the other capture's first packet, or behind its last one, was not lost in the box where the
    /// connection went on: then that capture did not run.
    private mutating func uncover(
        _ inside: Session, _ outside: Session, _ inner: [TracedSegment], _ outer: [TracedSegment]
    ) {
        guard let clock = ClockAlignment(sightings) else { return }
        let slack = (clock.errorSeconds ?? 0) + Self.jitter
        func distances(_ side: Side, _ segment: (Crossing) -> TracedSegment?) -> Set<UInt8> {
            let both = crossings.filter { $0.side == side && $0.inside != nil && $0.outside != nil }
            return Set(both.compactMap { segment($0)?.ttl })
        }
        /// Packets from beyond the box, by their distance, that came when the other capture had ended.
        func goesOn(_ segments: [TracedSegment], of side: Side, _ known: Set<UInt8>, after end: Timestamp) -> Bool {
            segments.contains {
                $0.side == side && !$0.flags.contains(.rst) && known.contains($0.ttl)
                    && $0.origin.time.seconds(since: end) > slack
            }
        }
        let outerSpan = (clock.inner(outside.captureStart), clock.inner(outside.captureEnd))
        let innerSpan = (clock.outer(inside.captureStart), clock.outer(inside.captureEnd))
        let outerStopped = goesOn(inner, of: .server, distances(.server) { $0.inside }, after: outerSpan.1)
        let innerStopped = goesOn(outer, of: .client, distances(.client) { $0.outside }, after: innerSpan.1)
        for index in crossings.indices {
            let crossing = crossings[index]
            guard let only = crossing.inside ?? crossing.outside, crossing.inside == nil || crossing.outside == nil
            else { continue }
            let (span, hasStopped) = crossing.outside == nil ? (outerSpan, outerStopped) : (innerSpan, innerStopped)
            let isEarly = span.0.seconds(since: only.origin.time) > 0
            let isLate = only.origin.time.seconds(since: span.1) > 0
            guard isEarly || isLate else { continue }
            crossings[index].isUncovered = true
            guard isEarly || hasStopped, crossing.fate != .passed else { continue }
            crossings[index].fate = .passed
            crossings[index].isLost = true
        }
    }
}

/// Which octets of a connection one point saw, and which it saw acknowledged; in the outer point's numbers.
private struct Coverage {
    private var base: [Side: UInt32] = [:]
    private var seen: [Side: [Range<Int>]] = [:]
    private var acknowledged: [Side: Int] = [:]
    private var fins: Set<Side> = []
    /// One past the last octet, and the FIN, of each side.
    private var reached: [Side: Int] = [:]
    /// Sides of which something besides SYNs and resets was seen.
    private var talking: Set<Side> = []

    init(_ segments: [TracedSegment], shift: SequenceShift) {
        for segment in segments {
            if segment.flags.contains(.rst) { continue }
            let first = segment.firstOctet &+ shift[segment.side]
            if base[segment.side] == nil { base[segment.side] = first }
            if segment.flags.contains(.fin) { fins.insert(segment.side) }
            if !segment.flags.contains(.syn) { talking.insert(segment.side) }
            if let range = range(segment, shift[segment.side]) {
                if !range.isEmpty { seen[segment.side, default: []].append(range) }
                let end = range.upperBound + (segment.flags.contains(.fin) ? 1 : 0)
                if !segment.flags.contains(.syn) {
                    reached[segment.side] = max(reached[segment.side] ?? .min, end)
                }
            }
            guard let number = segment.acknowledgement else { continue }
            let peer = segment.side.other
            if base[peer] == nil { base[peer] = number &+ shift[peer] }
            let offset = offset(number &+ shift[peer], peer)
            acknowledged[peer] = max(acknowledged[peer] ?? .min, offset)
        }
        for side in Side.allCases { seen[side] = Self.merged(seen[side] ?? []) }
    }

    private func offset(_ sequence: UInt32, _ side: Side) -> Int {
        Int(Int32(bitPattern: sequence &- (base[side] ?? sequence)))
    }

    private func range(_ segment: TracedSegment, _ shift: UInt32) -> Range<Int>? {
        let start = offset(segment.firstOctet &+ shift, segment.side)
        return start..<(start + max(0, segment.length))
    }

    func hasFIN(_ side: Side) -> Bool { fins.contains(side) }

    func hasMore(of side: Side) -> Bool { talking.contains(side) }

    /// Its sender itself counts these octets as sent: it went on behind them, if only with an acknowledgement.
    func goesOn(after segment: TracedSegment, _ shift: UInt32) -> Bool {
        guard let end = reached[segment.side], let range = range(segment, shift) else { return false }
        return end >= range.upperBound
    }

    /// Some of its octets' places were seen here: with other octets, or fewer of them, where not all were.
    func touches(_ segment: TracedSegment, _ shift: UInt32) -> Bool {
        guard base[segment.side] != nil, let range = range(segment, shift) else { return false }
        return (seen[segment.side] ?? []).contains { $0.overlaps(range) }
    }

    /// All of its octets were seen here, in whatever segments.
    func covers(_ segment: TracedSegment, _ shift: UInt32) -> Bool {
        guard base[segment.side] != nil, let range = range(segment, shift) else { return false }
        return (seen[segment.side] ?? []).contains {
            $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound
        }
    }

    /// Its receiver has acknowledged its last octet.
    func isAcknowledged(_ segment: TracedSegment, _ shift: UInt32) -> Bool {
        guard let reached = acknowledged[segment.side], let range = range(segment, shift) else { return false }
        return reached >= range.upperBound
    }

    /// Its receiver has acknowledged the FIN, which takes one number behind the last octet.
    func isFINAcknowledged(_ segment: TracedSegment, _ shift: UInt32) -> Bool {
        guard let reached = acknowledged[segment.side], let range = range(segment, shift) else { return false }
        return reached > range.upperBound
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
