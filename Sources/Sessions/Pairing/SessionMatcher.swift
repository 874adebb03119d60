package import Capture
import Packets
import SMTP
import Streams

/// Finds the sessions that two capture points both saw. What could be two sessions of the other side stays unmatched.
package struct SessionMatcher {
    let inside: [Session]
    let outside: [Session]
    private let inner: [SessionFingerprint]
    private let outer: [SessionFingerprint]
    private var freeInside: Set<Int>
    private var freeOutside: Set<Int>
    private(set) var pairs: [PairedSession] = []
    /// Look-ups of both captures, for the clock and for what became of a name.
    let lookups: LookupPairs
    /// The clock over all that was seen at both points.
    package private(set) var clock: ClockAlignment?

    /// Sessions without a match that are compared with each other, each side.
    private static let compared = 2_000
    /// Octets that have to agree where nothing does that only this connection has.
    private static let agreedOctets = 40

    package init(
        inside: [Session], outside: [Session], insideLookups: [NameLookup] = [], outsideLookups: [NameLookup] = []
    ) {
        self.inside = inside
        self.outside = outside
        inner = inside.map(SessionFingerprint.init)
        outer = outside.map(SessionFingerprint.init)
        freeInside = Set(inside.indices)
        freeOutside = Set(outside.indices)
        lookups = LookupPairs(inside: insideLookups, outside: outsideLookups)
    }

    /// All sessions of both, in the order of their first frames, those that only the outside saw last. `watched` is the
    /// time from the first to the last packet of the outer capture; nil where it has none.
    package mutating func paired(outsideWatched watched: ClosedRange<Timestamp>?) -> [PairedSession] {
        matchBySequence()
        align()
        matchByPayload()
        align()
        matchLookups()
        matchByDialogue()
        align()
        dropLostAnswers()
        for index in freeInside.sorted() {
            var pair = PairedSession(relation: .onlyInside, inside: inside[index], outside: nil)
            let isAnswered = (inside[index].connection?.server.ttlHighest ?? 0) > 0
            pair.rivals = freeOutside.count {
                ProxiedMatch((inside[index], inner[index].words), (outside[$0], outer[$0].words), clock).mayBe
                    || isAnswered && mayFollow(index, $0)
            }
            pairs.append(pair)
        }
        for index in freeOutside.sorted() {
            pairs.append(PairedSession(relation: .onlyOutside, inside: nil, outside: outside[index]))
        }
        let bond = bond
        let isSamePlace = SamePlaceSigns.isOne(pairs, lookups)
        for index in pairs.indices {
            complete(index, watched)
            pairs[index].bond = bond
            pairs[index].isSamePlace = isSamePlace
        }
        pairs.sort { Self.order($0) < Self.order($1) }
        return pairs
    }

    /// To the same server, and begun because of it, if nothing else is known: whoever answered inside may have asked there.
    private func mayFollow(_ i: Int, _ o: Int) -> Bool {
        guard inside[i].server == outside[o].server, !inner[i].words.contradicts(outer[o].words) else { return false }
        guard let clock else { return true }
        let (began, slack) = (clock.inner(outside[o].first.time), Self.atOnce + (clock.errorSeconds ?? 1))
        return began.seconds(since: inside[i].first.time) >= -slack
            && began.seconds(since: inside[i].last.time) <= slack
    }

    private var bond: PairedSession.Bond {
        let isOne = pairs.contains { [.passed, .shifted, .terminated].contains($0.relation) }
        return isOne ? .connections : lookups.found.isEmpty ? .none : .names
    }

    private mutating func complete(_ index: Int, _ watched: ClosedRange<Timestamp>?) {
        shareLookup(index)
        guard let session = pairs[index].inside else { return }
        if pairs[index].clock == nil { pairs[index].clock = clock }
        pairs[index].outsideLookup = session.lookup.flatMap { lookups.outside(of: $0, clock) }
        guard pairs[index].relation == .onlyInside else { return }
        pairs[index].watch = watch(session, watched)
        if let clock, let watched {
            pairs[index].isWatchedThrough =
                clock.inner(watched.upperBound) >= session.last.time
                && clock.inner(watched.lowerBound) <= session.first.time
        }
    }

    /// Where one capture lacks the answer that led to the server, the other's tells it.
    private mutating func shareLookup(_ index: Int) {
        let mine = pairs[index].inside?.lookup
        let other = pairs[index].outside?.lookup
        guard (mine == nil) != (other == nil), [.passed, .shifted].contains(pairs[index].relation),
            var lookup = mine ?? other
        else { return }
        // Distances are another point's.
        lookup.queryTTL = nil
        lookup.answerTTL = nil
        if mine == nil { pairs[index].inside?.lookup = lookup } else { pairs[index].outside?.lookup = lookup }
    }

    /// Whether the outer capture ran while this happened.
    private func watch(_ session: Session, _ watched: ClosedRange<Timestamp>?) -> PairedSession.Watch {
        guard let watched else { return .empty }
        guard let clock else {
            let slack = Self.unaligned
            return watched.upperBound.seconds(since: session.first.time) < -slack
                || session.last.time.seconds(since: watched.lowerBound) < -slack ? .elsewhere : .claimed
        }
        let (start, end) = (clock.inner(watched.lowerBound), clock.inner(watched.upperBound))
        if start.seconds(since: session.last.time) > 0 { return .elsewhere }
        if end >= session.last.time, start <= session.first.time { return .shown }
        if lookups.wasCarriedOn(before: session.first.time, within: Self.near) != nil { return .shown }
        return session.first.time.seconds(since: end) <= Self.near ? .claimed : .elsewhere
    }

    /// The same where nothing was seen at both points, and the clocks may differ.
    private static let unaligned = 1.0

    /// Seconds after the last packet for which a capture can be taken to have run on.
    private static let near = 5.0

    private static func order(_ pair: PairedSession) -> (Int, Int) {
        pair.inside.map { (0, $0.first.frame) } ?? (1, pair.outside?.first.frame ?? 0)
    }

    private mutating func take(
        _ i: Int, _ o: Int, _ relation: PairedSession.Relation, _ signs: [PairedSession.Sign], isSure: Bool = true
    ) {
        freeInside.remove(i)
        freeOutside.remove(o)
        var pair = PairedSession(relation: relation, inside: inside[i], outside: outside[o])
        pair.isSure = isSure
        pair.signs = signs + Self.addresses(inside[i], outside[o])
        pairs.append(pair)
    }

    private static func addresses(_ a: Session, _ b: Session) -> [PairedSession.Sign] {
        var signs: [PairedSession.Sign] = []
        if a.server != nil, a.server == b.server { signs.append(.serverAddress) }
        if a.client.port != 0, a.client.port == b.client.port { signs.append(.ports) }
        return signs
    }

    // MARK: - One connection on both sides

    /// The same numbers: nothing but the box lies between.
    private mutating func matchBySequence() {
        var known: [SessionFingerprint.Segment: [Int]] = [:]
        for (index, print) in outer.enumerated() {
            for segment in print.segments { known[segment, default: []].append(index) }
        }
        for index in inside.indices {
            var votes: [Int: Int] = [:]
            for segment in inner[index].segments {
                // A SYN's number alone is random enough; a segment counts once more where its octets agree, too.
                for other in known[segment] ?? [] { votes[other, default: 0] += segment.isOpening ? 2 : 1 }
            }
            let found = votes.filter { $0.value >= 2 && freeOutside.contains($0.key) }
            guard let best = found.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { continue }
            // Addresses and numbers used again within one capture: nearest in order, else nobody.
            if found.count(where: { $0.value == best.value }) > 1 { continue }
            let shift = Self.shift(inside[index], outside[best.key], inner[index], outer[best.key])
            take(index, best.key, shift.isNone ? .passed : .shifted, [.sequenceNumbers])
        }
    }

    /// Replaced numbers: the same octets at places that differ by a constant, or a SYN with the same clock.
    private mutating func matchByPayload() {
        var found: [(i: Int, o: Int, octets: Int, signs: [PairedSession.Sign], isSure: Bool)] = []
        for i in freeInside.sorted().prefix(Self.compared) where inside[i].connection != nil {
            for o in freeOutside.sorted().prefix(Self.compared) where outside[o].connection != nil {
                let hasClock =
                    inner[i].openingTimestamp != nil && inner[i].openingTimestamp == outer[o].openingTimestamp
                guard let same = inner[i].agreement(with: outer[o]) else {
                    let isSilent = inner[i].payloads.isEmpty && outer[o].payloads.isEmpty
                    if hasClock, isSilent, inside[i].server?.port == outside[o].server?.port {
                        found.append((i, o, 0, [.timestamps], true))
                    }
                    continue
                }
                guard same.payloads >= 2, fits(i, o), hasClock || isOne(same, i, o) else { continue }
                let clocks: [PairedSession.Sign] = hasClock || same.sameTimestamps > 1 ? [.timestamps] : []
                found.append((i, o, same.octets, [.payload] + clocks, hasClock || same.isOwn))
            }
        }
        for one in found.sorted(by: { ($0.signs.count, $0.octets) > ($1.signs.count, $1.octets) }) {
            guard freeInside.contains(one.i), freeOutside.contains(one.o) else { continue }
            let isAmbiguous = found.contains {
                ($0.i == one.i) != ($0.o == one.o) && freeInside.contains($0.i) && freeOutside.contains($0.o)
                    && $0.octets >= one.octets && $0.signs.count >= one.signs.count
            }
            if !isAmbiguous { take(one.i, one.o, .shifted, one.signs, isSure: one.isSure) }
        }
    }

    /// The equal octets are of one connection: some of them are its own, or it was at the same time. What begins in the
    /// middle has to have more in common than the words of every session.
    private func isOne(_ same: SessionFingerprint.Agreement, _ i: Int, _ o: Int) -> Bool {
        guard !inner[i].words.contradicts(outer[o].words) else { return false }
        let isLate = [inside[i], outside[o]].contains { $0.connection?.startsMidStream ?? true }
        // Each leg of a box that keeps two connections has a clock of its own.
        if isLate, same.sameTimestamps == 0, same.otherTimestamps > 1 { return false }
        if same.isOwn { return mayBeAtOnce(i, o) }
        guard (isLate ? same.octetsOfMessages : same.octets) >= Self.agreedOctets, let first = same.first else {
            return false
        }
        let seconds = (clock?.inner(first.other) ?? first.other).seconds(since: first.mine)
        return abs(seconds) <= Self.atOnce + (clock?.errorSeconds ?? 1)
    }

    /// A connection that passes a box begins on both sides at once, as far as the clocks are known.
    private func mayBeAtOnce(_ i: Int, _ o: Int) -> Bool {
        guard let clock, let a = inside[i].connection, let b = outside[o].connection, !a.startsMidStream,
            !b.startsMidStream
        else { return true }
        return abs(clock.inner(b.first.time).seconds(since: a.first.time)) <= Self.atOnce + (clock.errorSeconds ?? 1)
    }

    /// Seconds: as long as a SYN's first retransmissions take.
    private static let atOnce = 5.0

    /// The places of equal octets agree with those of the SYNs: the box counts as the ends do. A proxy's do not, as the
    /// streams it makes begin where it likes, but then so do all of their octets; so both SYN and SYN-ACK have to keep
    /// their options, too.
    private func fits(_ i: Int, _ o: Int) -> Bool {
        guard let a = inside[i].connection, let b = outside[o].connection else { return false }
        for side in Side.allCases {
            guard let mine = a[side].opening, let theirs = b[side].opening else { continue }
            if mine.options.timestampValue != theirs.options.timestampValue { return false }
            if mine.options.timestampValue == nil,
                mine.options.windowScale != theirs.options.windowScale || mine.window != theirs.window
            {
                return false
            }
        }
        return true
    }

    static func shift(
        _ a: Session, _ b: Session, _ inner: SessionFingerprint, _ outer: SessionFingerprint
    ) -> SequenceShift {
        var shift = inner.agreement(with: outer)?.shift ?? SequenceShift()
        for side in Side.allCases {
            guard let mine = a.connection?[side].opening, let theirs = b.connection?[side].opening else { continue }
            shift[side] = theirs.sequence &- mine.sequence
        }
        return shift
    }

    // MARK: - Clock and time

    /// What was seen at both points.
    private mutating func align() {
        var sightings = lookups.sightings
        for index in pairs.indices {
            switch pairs[index].relation {
            case .passed, .shifted:
                if pairs[index].passage.isEmpty, let a = pairs[index].inside, let b = pairs[index].outside {
                    let shift = Self.shift(a, b, SessionFingerprint(a), SessionFingerprint(b))
                    pairs[index].passage = Passage(a, b, shift: shift)
                }
                let own = pairs[index].passage.sightings
                sightings += own
                pairs[index].clock = ClockAlignment(own)
            case .terminated:
                let own = ProxiedMatch.sightings(pairs[index])
                sightings += own
                pairs[index].clock = ClockAlignment(own)
            case .lookup, .onlyInside, .onlyOutside: break
            }
        }
        clock = ClockAlignment(sightings)
        for index in pairs.indices {
            // One session's own packets bound best; of one direction only, they bound nothing.
            if pairs[index].clock?.error == nil { pairs[index].clock = clock }
        }
    }

    // MARK: - Look-ups that led nowhere

    private mutating func matchLookups() {
        for i in freeInside.sorted() where inside[i].connection == nil {
            let other = inside[i].lookup.flatMap { lookups.outside(of: $0, clock) }
            let same = freeOutside.sorted().first { o in
                guard outside[o].connection == nil else { return false }
                if let theirs = outside[o].lookup, let other { return theirs.isSame(as: other) }
                return SamePlaceSigns.isCopy(inside[i], outside[o])
            }
            if let same { take(i, same, .lookup, inside[i].lookup == nil ? [.time] : [.name]) }
        }
    }

    /// One capture lost the answer, and so tells the look-up and its connection as two: the other tells them as one.
    private mutating func dropLostAnswers() {
        for pair in lookups.found {
            if let o = freeOutside.first(where: { isLookup(outside[$0], pair.outside) }),
                inside.contains(where: { $0.lookup?.isSame(as: pair.inside) ?? false })
            {
                freeOutside.remove(o)
            }
            guard let i = freeInside.first(where: { isLookup(inside[$0], pair.inside) }) else { continue }
            let isLed = pairs.contains { other in
                other.inside?.connection != nil && other.inside?.lookup == nil
                    && other.outside?.lookup?.isSame(as: pair.outside) ?? false
            }
            if isLed { freeInside.remove(i) }
        }
    }

    private func isLookup(_ session: Session, _ lookup: NameLookup) -> Bool {
        session.connection == nil && session.lookup?.isSame(as: lookup) ?? false
    }

    // MARK: - Two connections, one conversation

    private mutating func matchByDialogue() {
        var found: [ProxiedMatch.Candidate] = []
        for i in freeInside.sorted().prefix(Self.compared) where inside[i].connection != nil {
            for o in freeOutside.sorted().prefix(Self.compared) where outside[o].connection != nil {
                let match = ProxiedMatch((inside[i], inner[i].words), (outside[o], outer[o].words), clock)
                if match.mayBe {
                    found.append(
                        .init(
                            i: i, o: o, score: match.score, delay: match.delay, signs: match.signs, isSure: match.isSure
                        ))
                }
            }
        }
        found.sort { ($0.score, -$0.distance, $1.i) > ($1.score, -$1.distance, $0.i) }
        for one in found where freeInside.contains(one.i) && freeOutside.contains(one.o) {
            let rivals = found.filter {
                ($0.i == one.i) != ($0.o == one.o) && freeInside.contains($0.i) && freeOutside.contains($0.o)
            }
            let isSure = one.score >= ProxiedMatch.sure && rivals.allSatisfy { one.isBetter(than: $0) }
            if isSure || (rivals.isEmpty && one.score >= ProxiedMatch.alone) {
                take(one.i, one.o, .terminated, one.signs, isSure: one.isSure)
            }
        }
    }
}
