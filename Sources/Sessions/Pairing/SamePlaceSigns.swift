import Capture
import Streams

/// Whether two captures were taken at one place, or are one: what both saw, they saw of the same client, with the same
/// time to live, and with exactly the same times between.
enum SamePlaceSigns {
    private struct Sighting {
        /// Nanoseconds from the inner capture's time to the outer one's.
        var difference: Int64
        var isSameDistance: Bool

        init(_ inside: Origin, _ outside: Origin, _ isSameDistance: Bool) {
            difference = outside.time.nanoseconds &- inside.time.nanoseconds
            self.isSameDistance = isSameDistance
        }
    }

    static func isOne(_ pairs: [PairedSession], _ lookups: LookupPairs) -> Bool {
        let segments = pairs.flatMap { pair -> [Sighting] in
            let isSameClient = pair.inside?.client == pair.outside?.client
            return pair.passage.crossings.compactMap { crossing in
                crossing.inside.flatMap { a in
                    crossing.outside.map { b in Sighting(a.origin, b.origin, a.ttl == b.ttl && isSameClient) }
                }
            }
        }
        let seen = segments + lookups.found.flatMap { sightings($0.inside, $0.outside) } + pairs.flatMap(sightings)
        guard let first = seen.first else { return false }
        // One packet's time can only be the same.
        return (seen.count > 1 || first.difference == 0)
            && seen.allSatisfy { $0.isSameDistance && $0.difference == first.difference }
    }

    private static func sightings(_ inside: NameLookup, _ outside: NameLookup) -> [Sighting] {
        guard inside.queries == outside.queries, inside.client == outside.client else {
            return [Sighting(inside.first, outside.first, false)]
        }
        var sightings = [Sighting(inside.first, outside.first, inside.queryTTL == outside.queryTTL)]
        if inside.queries > 1 { sightings.append(Sighting(inside.last, outside.last, true)) }
        if let mine = inside.answered, let theirs = outside.answered {
            sightings.append(Sighting(mine, theirs, inside.answerTTL == outside.answerTTL))
        }
        return sightings
    }

    /// Of a question that nobody answered on the link.
    private static func sightings(_ pair: PairedSession) -> [Sighting] {
        guard let mine = pair.inside?.neighbour, let theirs = pair.outside?.neighbour,
            pair.inside?.connection == nil, pair.outside?.connection == nil
        else { return [] }
        let first = Sighting(mine.first, theirs.first, true)
        return mine.requests > 1 ? [first, Sighting(mine.last, theirs.last, true)] : [first]
    }

    /// Two looks at one unanswered question on the link: an ARP request is not routed.
    static func isCopy(_ inside: Session, _ outside: Session) -> Bool {
        guard let mine = inside.neighbour, let theirs = outside.neighbour, mine.sender == theirs.sender,
            mine.senderMAC == theirs.senderMAC, mine.target == theirs.target, mine.requests == theirs.requests
        else { return false }
        let difference = theirs.first.time.nanoseconds &- mine.first.time.nanoseconds
        return theirs.last.time.nanoseconds &- mine.last.time.nanoseconds == difference
            && (mine.requests > 1 || difference == 0)
    }
}
