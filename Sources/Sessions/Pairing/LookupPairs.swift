import Capture
import Streams

/// The name look-ups of both captures, each inner one with the outer one that carried it on.
struct LookupPairs {
    private var found: [(inside: NameLookup, outside: NameLookup)] = []
    private let outside: [NameLookup]
    /// Look-ups of each side that are compared.
    private static let compared = 4_096

    init(inside: [NameLookup], outside: [NameLookup]) {
        self.outside = outside
        var others: [String: [NameLookup]] = [:]
        for lookup in outside.prefix(Self.compared) { others[lookup.name, default: []].append(lookup) }
        var mine: [String: [NameLookup]] = [:]
        for lookup in inside.prefix(Self.compared) { mine[lookup.name, default: []].append(lookup) }
        // Asked as often on both sides: in the same order. Anything else may be a cache's doing.
        for (name, lookups) in mine {
            guard let others = others[name], others.count == lookups.count else { continue }
            for (a, b) in zip(lookups, others) where a.queries == b.queries { found.append((a, b)) }
        }
    }

    /// Questions went out later than they came in; answers came in later than they reached the box.
    var sightings: [ClockAlignment.Sighting] {
        found.flatMap { pair -> [ClockAlignment.Sighting] in
            var sightings = [
                ClockAlignment.Sighting(
                    isOutbound: true, inside: pair.inside.first.time, outside: pair.outside.first.time)
            ]
            if let mine = pair.inside.answered, let other = pair.outside.answered,
                pair.inside.answeredTypes == pair.outside.answeredTypes
            {
                sightings.append(.init(isOutbound: false, inside: mine.time, outside: other.time))
            }
            return sightings
        }
    }

    /// The outer look-up of a name nearest to an inner one's time, at most a minute away where the clocks are known.
    func outside(of lookup: NameLookup, _ clock: ClockAlignment?) -> NameLookup? {
        let same = outside.filter { $0.name == lookup.name }
        func distance(_ other: NameLookup) -> Double {
            let time = clock?.inner(other.first.time) ?? other.first.time
            return abs(time.seconds(since: lookup.first.time))
        }
        guard let best = same.min(by: { distance($0) < distance($1) }) else { return nil }
        return clock == nil || distance(best) <= NameBook.attemptSeconds ? best : nil
    }

    /// A look-up of this inner client was seen outside, too, within `seconds` before a time.
    func wasCarriedOn(before time: Timestamp, within seconds: Double) -> (inside: NameLookup, outside: NameLookup)? {
        found.last {
            let age = time.seconds(since: $0.inside.last.time)
            return age >= -1 && age <= seconds
        }
    }
}
