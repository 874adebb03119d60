import Capture
import Streams

/// Whether two captures were taken at one place, or are one: what both saw, they saw of the same client, with the same
/// time to live, and with exactly the same times between, or on the same link. A bridge that changed nothing looks like it.
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
        guard let first = seen.first, seen.allSatisfy(\.isSameDistance) else { return false }
        // One packet's time can only be the same.
        if seen.count > 1 || first.difference == 0, seen.allSatisfy({ $0.difference == first.difference }) {
            return true
        }
        // Two machines, or one that lost packets: times differ, addresses of the link do not.
        return seen.count >= enoughPackets && pairs.allSatisfy(isOnOneLink)
    }

    /// Packets that both saw, so that an equal time to live is no chance.
    private static let enoughPackets = 3

    /// The same hardware addresses on both sides, and no octet changed between. What only one capture has may be lost.
    private static func isOnOneLink(_ pair: PairedSession) -> Bool {
        guard let inner = pair.inside?.connection, let outer = pair.outside?.connection else { return true }
        return inner.client.mac == outer.client.mac && inner.server.mac == outer.server.mac
            && !pair.passage.crossings.contains { $0.fate == .changed }
    }

    private static func sightings(_ inside: NameLookup, _ outside: NameLookup) -> [Sighting] {
        guard inside.queries == outside.queries, inside.client == outside.client else {
            // One of them lacks a question: nothing about its time can be said.
            let isSameTTL = inside.queryTTL == nil || outside.queryTTL == nil || inside.queryTTL == outside.queryTTL
            let isSame = inside.client == outside.client && isSameTTL
            return [Sighting(inside.first, outside.first, isSame)]
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
