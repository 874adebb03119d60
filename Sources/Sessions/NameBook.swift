import Capture
import Packets
import Streams

/// The DNS of a capture: who asked for what, and what came back.
struct NameBook {
    private struct Question: Hashable {
        var client: IPAddress
        var name: String
    }

    private(set) var lookups: [NameLookup] = []
    private var current: [Question: Int] = [:]
    private var byAddress: [IPAddress: [Int]] = [:]
    private(set) var omitted = 0

    /// Look-ups remembered for one capture.
    static let capacity = 32_768
    /// Addresses, and aliases, remembered for one look-up.
    static let answers = 64
    /// Queries for a name within this time belong to one attempt.
    static let attemptSeconds = 60.0

    mutating func note(
        _ message: DNSMessage, from source: IPAddress, to destination: IPAddress, mac: MACAddress?, at origin: Origin
    ) {
        let client = message.isResponse ? destination : source
        let resolver = message.isResponse ? source : destination
        guard [1, 28, 5, 255].contains(message.type) else { return }
        let question = Question(client: client, name: message.name)
        guard let index = index(of: question, resolver: resolver, at: origin) else { return }
        if message.isResponse {
            answer(message, index, at: origin)
        } else {
            lookups[index].queries += 1
            lookups[index].asked.insert(message.type)
            lookups[index].last = origin
            lookups[index].clientMAC = lookups[index].clientMAC ?? mac
        }
        if !lookups[index].resolvers.contains(resolver), lookups[index].resolvers.count < 8 {
            lookups[index].resolvers.append(resolver)
        }
    }

    /// The last look-up of `client`, else of anybody, that gave `address` before `time`.
    func lookup(of address: IPAddress, by client: IPAddress, before time: Timestamp) -> NameLookup? {
        let known = (byAddress[address] ?? []).map { lookups[$0] }
        let earlier = known.filter { $0.first.time <= time }
        return earlier.last { $0.client == client } ?? earlier.last ?? known.first { $0.client == client }
    }

    private mutating func index(of question: Question, resolver: IPAddress, at origin: Origin) -> Int? {
        if let index = current[question], origin.time.seconds(since: lookups[index].last.time) < Self.attemptSeconds {
            return index
        }
        guard lookups.count < Self.capacity else {
            omitted += 1
            return nil
        }
        lookups.append(
            NameLookup(client: question.client, name: question.name, resolvers: [resolver], first: origin, last: origin)
        )
        current[question] = lookups.count - 1
        return lookups.count - 1
    }

    private mutating func answer(_ message: DNSMessage, _ index: Int, at origin: Origin) {
        for answer in message.answers {
            switch answer.content {
            case .address(let address):
                guard lookups[index].addresses.count < Self.answers, !lookups[index].addresses.contains(address)
                else { continue }
                lookups[index].addresses.append(address)
                byAddress[address, default: []].append(index)
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
        // The other type's answer may still bring an address, or was not captured.
        case 0: lookup.asked.isSubset(of: lookup.answeredTypes) ? .noAddress : .unanswered
        case 2: .serverFailure
        case 3: .noSuchName
        case 5: .refused
        default: .otherError(message.responseCode)
        }
    }
}
