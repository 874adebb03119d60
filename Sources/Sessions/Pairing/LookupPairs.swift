import Capture
import Packets
import Streams

/// The name look-ups of both captures, each inner one with the outer one that carried it on.
struct LookupPairs {
    /// The same question on both sides: its name, its identifiers, and its answer where both have one.
    private(set) var found: [(inside: NameLookup, outside: NameLookup)] = []
    private let outside: [NameLookup]
    /// Look-ups of each side that are compared.
    private static let compared = 4_096

    private struct Question: Hashable {
        var name: String
        var identifier: UInt16
    }

    init(inside: [NameLookup], outside: [NameLookup]) {
        self.outside = outside
        // A name alone is asked by everybody, everywhere, every day.
        var others: [Question: [Int]] = [:]
        let (worn, wornOutside) = (Self.worn(inside), Self.worn(outside))
        for (index, lookup) in outside.prefix(Self.compared).enumerated() {
            for identifier in Set(lookup.identifiers) where !wornOutside.contains(identifier) {
                others[Question(name: lookup.name, identifier: identifier), default: []].append(index)
            }
        }
        var taken: Set<Int> = []
        for lookup in inside.prefix(Self.compared) {
            let same = lookup.identifiers.lazy.filter { !worn.contains($0) }
                .compactMap { others[Question(name: lookup.name, identifier: $0)] }.first
            guard let index = same?.first(where: { !taken.contains($0) && Self.agree(lookup, outside[$0]) }) else {
                continue
            }
            taken.insert(index)
            found.append((lookup, outside[index]))
        }
    }

    /// Identifiers that a client uses for more than one look-up: it does not choose them at random, and they tell
    /// nothing.
    private static func worn(_ lookups: [NameLookup]) -> Set<UInt16> {
        struct Use: Hashable {
            var client: IPAddress
            var identifier: UInt16
        }
        var used: Set<Use> = []
        var worn: Set<UInt16> = []
        for lookup in lookups.prefix(compared) {
            for identifier in Set(lookup.identifiers)
            where !used.insert(Use(client: lookup.client, identifier: identifier)).inserted {
                worn.insert(identifier)
            }
        }
        return worn
    }

    private static func agree(_ a: NameLookup, _ b: NameLookup) -> Bool {
        guard a.outcome == .answered, b.outcome == .answered else { return true }
        return Set(a.addresses) == Set(b.addresses)
    }

    /// Questions went out later than they came in; answers came in later than they reached the box. Only of packets that
    /// neither side lacks.
    var sightings: [ClockAlignment.Sighting] {
        found.flatMap { pair -> [ClockAlignment.Sighting] in
            guard pair.inside.identifiers == pair.outside.identifiers else { return [] }
            var sightings: [ClockAlignment.Sighting] = []
            if pair.inside.queries == pair.outside.queries, pair.inside.queries > 0 {
                sightings.append(
                    .init(isOutbound: true, inside: pair.inside.first.time, outside: pair.outside.first.time))
            }
            if let mine = pair.inside.answered, let other = pair.outside.answered,
                pair.inside.answeredTypes == pair.outside.answeredTypes
            {
                sightings.append(.init(isOutbound: false, inside: mine.time, outside: other.time))
            }
            return sightings
        }
    }

    /// The outer look-up that carried an inner one on; else that of the same name nearest in time, at most a minute away
    /// where the clocks are known: a forwarder asks with identifiers of its own.
    func outside(of lookup: NameLookup, _ clock: ClockAlignment?) -> NameLookup? {
        let own = found.first { $0.inside.isSame(as: lookup) }
        if let own { return own.outside }
        let same = outside.filter { $0.name == lookup.name }
        guard let clock else { return nil }
        func distance(_ other: NameLookup) -> Double {
            abs(clock.inner(other.first.time).seconds(since: lookup.first.time))
        }
        guard let best = same.min(by: { distance($0) < distance($1) }) else { return nil }
        return distance(best) <= NameBook.attemptSeconds ? best : nil
    }

    /// A look-up of this inner client was seen outside, too, within `seconds` before a time.
    func wasCarriedOn(before time: Timestamp, within seconds: Double) -> (inside: NameLookup, outside: NameLookup)? {
        found.last {
            let age = time.seconds(since: $0.inside.last.time)
            return age >= -1 && age <= seconds
        }
    }
}

extension NameLookup {
    /// Of one capture: the same questions.
    func isSame(as other: NameLookup) -> Bool { first.frame == other.first.frame && name == other.name }
}
