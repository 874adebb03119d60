import Capture
import Packets
import Streams

/// The DNS of a capture: who asked for what, and what came back. When it is full the oldest look-ups are forgotten.
struct NameBook {
    private struct Question: Hashable {
        var client: IPAddress
        var name: String
    }

    /// In the order of their first packets; the number of the first one is `base`.
    private(set) var lookups: [NameLookup] = []
    private var base = 0
    /// Numbers of look-ups: they stay when older ones are forgotten.
    private var current: [Question: Int] = [:]
    private var byAddress: [IPAddress: [Int]] = [:]
    /// Those that may still turn out to be failures.
    private var undecided: [Int] = []
    private(set) var forgotten = 0
    private let capacity: Int

    /// Addresses, and aliases, remembered for one look-up.
    static let answers = 64
    /// Queries for a name within this time belong to one attempt.
    static let attemptSeconds = 60.0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func note(
        _ message: DNSMessage, from source: IPAddress, to destination: IPAddress, ttl: UInt8, mac: MACAddress?,
        nextHop: MACAddress? = nil, at origin: Origin
    ) {
        let client = message.isResponse ? destination : source
        let resolver = message.isResponse ? source : destination
        guard [1, 28, 5, 255].contains(message.type) else { return }
        let question = Question(client: client, name: message.name)
        let number = number(of: question, resolver: resolver, at: origin)
        let index = number - base
        // An answer to none of the queries that are here: the client does not take it (RFC 5452 §9.1).
        if message.isResponse, lookups[index].queries > 0, !lookups[index].identifiers.contains(message.identifier) {
            return
        }
        if lookups[index].identifiers.count < Self.answers, !lookups[index].identifiers.contains(message.identifier) {
            lookups[index].identifiers.append(message.identifier)
        }
        if message.isResponse {
            answer(message, index, at: origin)
            lookups[index].answerTTL = ttl
        } else {
            lookups[index].queries += 1
            lookups[index].queryTTL = lookups[index].queryTTL ?? ttl
            lookups[index].asked.insert(message.type)
            lookups[index].last = origin
            lookups[index].clientMAC = lookups[index].clientMAC ?? mac
            lookups[index].nextHopMAC = lookups[index].nextHopMAC ?? nextHop
        }
        if !lookups[index].resolvers.contains(resolver), lookups[index].resolvers.count < 8 {
            lookups[index].resolvers.append(resolver)
        }
    }

    /// An ICMP error about a query: it belongs to the client's last one that this resolver has not answered.
    mutating func note(_ error: ICMPFact, about client: IPAddress, resolver: IPAddress) {
        let recent = lookups.indices.suffix(Self.searched).last {
            lookups[$0].client == client && lookups[$0].answered == nil && lookups[$0].resolvers.contains(resolver)
        }
        guard let recent, lookups[recent].icmp.count < Self.errors else { return }
        lookups[recent].icmp.append(error)
    }

    /// Look-ups that are searched for the one that an error is about, and errors that one keeps.
    private static let searched = 64
    private static let errors = 4

    /// The last look-up of `client`, else of anybody, that gave `address` before `time`.
    func lookup(of address: IPAddress, by client: IPAddress, before time: Timestamp) -> NameLookup? {
        let known = byAddress[address] ?? []
        func last(_ isMeant: (NameLookup) -> Bool) -> NameLookup? {
            known.last { isMeant(lookups[$0 - base]) }.map { lookups[$0 - base] }
        }
        if let own = last({ $0.first.time <= time && $0.client == client }) { return own }
        if let earlier = last({ $0.first.time <= time }) { return earlier }
        return known.first { lookups[$0 - base].client == client }.map { lookups[$0 - base] }
    }

    // MARK: - Failures

    /// Look-ups without an address that are over: nothing came for `seconds`, or not enough for `all` seconds. Each is
    /// returned once.
    mutating func takeOverdue(
        at now: Timestamp, after seconds: Double, orInAll all: Double
    ) -> [(number: Int, lookup: NameLookup)] {
        var overdue: [(number: Int, lookup: NameLookup)] = []
        undecided.removeAll { number in
            let lookup = lookups[number - base]
            if lookup.outcome == .answered { return true }
            let last = max(lookup.last.time, lookup.answered?.time ?? lookup.last.time)
            guard now.seconds(since: last) >= seconds || now.seconds(since: lookup.first.time) >= all else {
                return false
            }
            overdue.append((number, lookup))
            return true
        }
        return overdue
    }

    mutating func markTold(_ told: [(number: Int, lookup: NameLookup)]) {
        for (number, _) in told where lookups.indices.contains(number - base) { lookups[number - base].isTold = true }
    }

    // MARK: - Room

    private mutating func number(of question: Question, resolver: IPAddress, at origin: Origin) -> Int {
        if let number = current[question],
            origin.time.seconds(since: lookups[number - base].last.time) < Self.attemptSeconds
        {
            return number
        }
        if lookups.count >= capacity { forgetOldest() }
        lookups.append(
            NameLookup(client: question.client, name: question.name, resolvers: [resolver], first: origin, last: origin)
        )
        let number = base + lookups.count - 1
        current[question] = number
        undecided.append(number)
        return number
    }

    /// An eighth at once: each look-up is then moved a few times only.
    private mutating func forgetOldest() {
        let count = max(1, capacity / 8)
        let end = base + count
        var addresses: Set<IPAddress> = []
        for (number, lookup) in zip(base..., lookups.prefix(count)) {
            let question = Question(client: lookup.client, name: lookup.name)
            if current[question] == number { current[question] = nil }
            addresses.formUnion(lookup.addresses)
        }
        for address in addresses {
            byAddress[address]?.removeAll { $0 < end }
            if byAddress[address]?.isEmpty == true { byAddress[address] = nil }
        }
        undecided.removeAll { $0 < end }
        lookups.removeFirst(min(count, lookups.count))
        base = end
        forgotten += count
    }

    // MARK: - Answers

    private mutating func answer(_ message: DNSMessage, _ index: Int, at origin: Origin) {
        for answer in message.answers {
            switch answer.content {
            case .address(let address):
                guard lookups[index].addresses.count < Self.answers, !lookups[index].addresses.contains(address)
                else { continue }
                lookups[index].addresses.append(address)
                lookups[index].addressOrigins.append(origin)
                byAddress[address, default: []].append(base + index)
            case .alias(let alias):
                guard lookups[index].aliases.count < Self.answers, !lookups[index].aliases.contains(alias)
                else { continue }
                lookups[index].aliases.append(alias)
            case .exchange: break
            }
        }
        if lookups[index].answered == nil {
            lookups[index].seconds = max(0, origin.time.seconds(since: lookups[index].first.time))
        }
        lookups[index].answered = origin
        lookups[index].answeredTypes.insert(message.type)
        lookups[index].outcome = outcome(message, of: lookups[index])
    }

    private func outcome(_ message: DNSMessage, of lookup: NameLookup) -> NameLookup.Outcome {
        if !lookup.addresses.isEmpty { return .answered }
        // No IPv6 address is everyday: the failure of the other type stays what stopped it.
        if message.type == 28, message.responseCode == 0, [.serverFailure, .refused].contains(lookup.outcome) {
            return lookup.outcome
        }
        return switch message.responseCode {
        // What it answers is not here: no failure shows.
        case 0 where message.lacksAnswers: .answered
        // The other type's answer may still bring an address, or was not captured.
        case 0: lookup.asked.isSubset(of: lookup.answeredTypes) ? .noAddress : .unanswered
        case 2: .serverFailure
        case 3: .noSuchName
        case 5: .refused
        default: .otherError(message.responseCode)
        }
    }
}
