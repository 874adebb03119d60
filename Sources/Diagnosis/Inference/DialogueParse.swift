import Foundation
import Knowledge
import TLS

/// Reads a dialogue from the lengths, directions and order of its records: a beam search over the grammar of SMTP after
/// STARTTLS, or under implicit TLS. Its scores are logarithms of probabilities.
struct DialogueParse {
    /// Readings that are kept after each record, and how much less probable than the best they may be.
    static let width = 80
    static let margin = 15.0

    let model: DialogueLengths
    let clear: ClearFacts
    let encrypted: EncryptedRecords
    let acts: ActLengths
    private let defaults: [String: LengthDistribution]
    private let ehloReplies: [[CandidateReply]?]
    private(set) var steps: [InferredStep] = []
    private var next: [Hypothesis] = []

    init(_ model: DialogueLengths, _ clear: ClearFacts, _ encrypted: EncryptedRecords) {
        self.model = model
        self.clear = clear
        self.encrypted = encrypted
        acts = ActLengths(model, ehlo: clear.ehloLength)
        ehloReplies = model.dialects.map { clear.ehloReplies($0) }
        var defaults = model.variables.filter { $0.value.isOfSession }.mapValues(\.lengths)
        for (name, lengths) in clear.lengths { defaults[name] = lengths }
        for (name, variable) in model.variables where clear.lengths[name] == nil {
            guard let like = variable.like, let other = clear.lengths[like.name] else { continue }
            defaults[name] = other.mixed(like.share, with: variable.lengths)
        }
        self.defaults = defaults
    }

    var isOldTLS: Bool { encrypted.version < .tls12 }

    /// The readings that remain after the last record, best first.
    mutating func run(priors: [Double]) -> [Hypothesis] {
        var beam = model.dialects.indices.map { index in
            Hypothesis(
                score: log(max(priors[index], 1e-9)), dialect: index, point: clear.isImplicit ? .connected : .afterTLS)
        }
        let records = encrypted.records
        for index in records.indices {
            let goesOn = index + 1 < records.count && records[index + 1].from == records[index].from
            next.removeAll(keepingCapacity: true)
            for hypothesis in beam {
                if records[index].from == .client {
                    client(hypothesis, records[index], goesOn: goesOn)
                } else {
                    server(hypothesis, records[index], goesOn: goesOn)
                }
            }
            beam = Self.pruned(next).map { kept($0) }
            if beam.isEmpty { return [] }
        }
        return Self.pruned(beam.compactMap(ended))
    }

    private static func pruned(_ hypotheses: [Hypothesis]) -> [Hypothesis] {
        let sorted = hypotheses.sorted { $0.score > $1.score }
        guard let best = sorted.first?.score else { return [] }
        return Array(sorted.prefix(width).prefix { $0.score > best - margin })
    }

    /// Only the steps of readings that are kept are written down.
    private mutating func kept(_ hypothesis: Hypothesis) -> Hypothesis {
        var kept = hypothesis
        for var step in hypothesis.fresh {
            step.previous = kept.last
            steps.append(step)
            kept.last = steps.count - 1
        }
        kept.fresh = []
        return kept
    }

    /// The steps of a reading, in order.
    func path(of hypothesis: Hypothesis) -> [InferredStep] {
        var path: [InferredStep] = []
        var index = hypothesis.last
        while index >= 0 {
            path.append(steps[index])
            index = steps[index].previous
        }
        return path.reversed()
    }

    // MARK: - The client's records

    private mutating func client(_ hypothesis: Hypothesis, _ record: SizedRecord, goesOn: Bool) {
        if let message = hypothesis.message, let act = hypothesis.pending.last {
            var longer = hypothesis
            let whole = message.plus(record.octets)
            longer.message = whole
            longer.known["bytes"] = Self.digits(of: whole)
            // The message's step takes in what comes.
            let step = steps[hypothesis.last]
            longer.last = step.previous
            longer.fresh.append(InferredStep(kind: .act(act), octets: whole, first: step.first, last: record.last))
            next.append(longer)
            return
        }
        let octets = hypothesis.part.map { $0.plus(record.octets) } ?? record.octets
        for (act, share) in nextActs(hypothesis) {
            if act == .message || act == .bdat {
                guard octets.upperBound >= 3 else { continue }
                var begun = appending(act, hypothesis, octets, record, log(share))
                begun.message = octets
                begun.known["bytes"] = Self.digits(of: octets)
                next.append(begun)
                continue
            }
            guard let length = acts[act] else { continue }
            let probability = length.probability(of: octets)
            guard probability > 0 else { continue }
            next.append(appending(act, hypothesis, octets, record, log(share * probability)))
        }
        groups(hypothesis, octets, record)
        if goesOn, hypothesis.part == nil {
            var open = hypothesis
            open.part = octets
            open.partFirst = record.first
            open.score += log(0.01)
            next.append(open)
        }
    }

    /// Several commands in one record (RFC 2920).
    private mutating func groups(_ hypothesis: Hypothesis, _ octets: ClosedRange<Int>, _ record: SizedRecord) {
        guard clear.offersPipelining, octets.upperBound >= 30 else { return }
        let candidates: [[Act]]
        switch hypothesis.point {
        case .introduced, .loginOffered, .loggedIn, .messageDone, .reset:
            candidates = [
                [.mail, .rcpt], [.mail, .rcpt, .data], [.mail, .rcpt, .rcpt], [.mail, .rcpt, .rcpt, .data],
            ]
        case .senderAccepted: candidates = [[.rcpt, .data], [.rcpt, .rcpt], [.rcpt, .rcpt, .data]]
        default: return
        }
        guard hypothesis.pending.isEmpty else { return }
        for group in candidates {
            var whole = LengthDistribution(exactly: 0)
            for act in group { whole = whole.adding(acts[act] ?? LengthDistribution(exactly: 0)) }
            let probability = whole.probability(of: octets)
            guard probability > 0 else { continue }
            var filled = hypothesis
            for act in group {
                let length = acts[act]?.range ?? 0...0
                filled = appending(act, filled, length, record, 0, binds: false)
            }
            filled.score += log(0.02 * probability)
            next.append(filled)
        }
    }

    private func appending(
        _ act: Act, _ hypothesis: Hypothesis, _ octets: ClosedRange<Int>, _ record: SizedRecord, _ score: Double,
        binds: Bool = true
    ) -> Hypothesis {
        var longer = hypothesis
        longer.fresh.append(
            InferredStep(
                kind: .act(act), octets: octets, first: hypothesis.partFirst ?? record.first, last: record.last))
        longer.pending.append(act)
        longer.part = nil
        longer.partFirst = nil
        longer.score += score
        if binds, let (name, length) = acts.named(by: act, octets: octets) { longer.known[name] = length }
        return longer
    }

    /// What the client may send now, with its probability.
    private func nextActs(_ hypothesis: Hypothesis) -> [(Act, Double)] {
        if let last = hypothesis.pending.last {
            // It does not wait for the reply.
            let share = clear.offersPipelining ? 0.4 : 0.02
            switch last {
            case .mail: return [(.rcpt, share), (.quit, 0.002)]
            case .rcpt: return [(.rcpt, share / 3), (.data, share), (.quit, 0.002)]
            case .rset: return [(.mail, share), (.quit, share / 4)]
            case .quit: return []
            default: return [(.quit, 0.01)]
            }
        }
        switch hypothesis.point {
        case .awaitsUser: return [(.usernameLine, 0.99), (.cancel, 0.005), (.quit, 0.005)]
        case .awaitsPassword: return [(.passwordLine, 0.99), (.cancel, 0.005), (.quit, 0.005)]
        case .awaitsResponse: return [(.plainLine, 0.98), (.cancel, 0.02)]
        case .awaitsMessage: return [(.message, 1)]
        case .over, .connected: return []
        default:
            let habits = model.habits[hypothesis.point.rawValue] ?? []
            return habits.compactMap { habit in
                guard let act = Act(rawValue: habit.act), act != .bdat || clear.offersChunking else { return nil }
                return (act, habit.share)
            }
        }
    }

    // MARK: - The server's records

    private mutating func server(_ hypothesis: Hypothesis, _ record: SizedRecord, goesOn: Bool) {
        ticket(hypothesis, record)
        let octets = hypothesis.part.map { $0.plus(record.octets) } ?? record.octets
        if hypothesis.point == .connected, hypothesis.pending.isEmpty {
            reply(hypothesis, octets, record, kinds: [("greeting", 0.99), ("closing", 0.01)], to: nil)
        } else if let act = hypothesis.pending.first {
            replies(hypothesis, octets, record)
            reply(hypothesis, octets, record, kinds: [("closing", 0.01)], to: act)
        } else if hypothesis.point != .over {
            reply(hypothesis, octets, record, kinds: [("closing", 0.003)], to: nil)
        }
        if goesOn, !hypothesis.pending.isEmpty || hypothesis.point == .connected {
            var open = hypothesis
            open.part = octets
            open.partFirst = hypothesis.partFirst ?? record.first
            open.score += log(hypothesis.pending.first == .ehlo ? 0.15 : 0.03)
            next.append(open)
        }
    }

    /// TLS 1.3 sends its tickets as records like any other, before the server's first word, mostly two of a length.
    private mutating func ticket(_ hypothesis: Hypothesis, _ record: SizedRecord) {
        guard encrypted.version >= .tls13, !hypothesis.hasReply, hypothesis.part == nil, hypothesis.tickets < 6,
            record.octets.upperBound >= 40, record.octets.lowerBound <= 2_000
        else { return }
        var longer = hypothesis
        longer.tickets += 1
        let isRepeated = hypothesis.known["ticket"].map { $0.low == record.octets.lowerBound } ?? false
        longer.known["ticket"] = LengthDistribution(exactly: record.octets.lowerBound)
        longer.score += log(isRepeated ? 0.6 : 0.5 / 300)
        next.append(longer)
    }

    /// The reply to the oldest pending act, alone in these octets or with those to the acts after it.
    private mutating func replies(_ hypothesis: Hypothesis, _ octets: ClosedRange<Int>, _ record: SizedRecord) {
        var queue = [(hypothesis, octets)]
        var rounds = 0
        while let (current, rest) = queue.popLast(), rounds < 200 {
            rounds += 1
            guard let act = current.pending.first else { continue }
            let kinds = model.outcomes[act.rawValue] ?? []
            reply(current, rest, record, kinds: kinds.map { ($0.kind, $0.share) }, to: act)
            guard current.pending.count >= 2, current.part == nil else { continue }
            for (kind, candidate, share) in candidates(current, kinds.map { ($0.kind, $0.share) }) {
                guard let length = length(of: candidate, current), length.isExact,
                    length.low < rest.lowerBound
                else { continue }
                let answered = answering(
                    current, kind, candidate, to: act, length.low...length.low, record, log(share * 0.4))
                queue.append((answered, rest.minus(length.low)))
            }
        }
    }

    private mutating func reply(
        _ hypothesis: Hypothesis, _ octets: ClosedRange<Int>, _ record: SizedRecord, kinds: [(String, Double)],
        to act: Act?
    ) {
        for (kind, candidate, share) in candidates(hypothesis, kinds) {
            guard let (probability, known) = emission(candidate, octets, hypothesis) else { continue }
            var answered = answering(
                hypothesis, kind, candidate, to: act, octets, record, log(share * probability))
            if let known { answered.known[known.name] = known.length }
            next.append(answered)
        }
    }

    /// The replies that may come, with their probabilities, whatever their length.
    private func candidates(
        _ hypothesis: Hypothesis, _ kinds: [(String, Double)]
    ) -> [(kind: String, candidate: CandidateReply, share: Double)] {
        let dialect = model.dialects[hypothesis.dialect]
        var found: [(kind: String, candidate: CandidateReply, share: Double)] = []
        var possible = 0.0
        var whole = 0.0
        for (kind, share) in kinds {
            let all =
                kind == "ehlo-accepted"
                ? ehloReplies[hypothesis.dialect] ?? dialect.replies[kind] : dialect.replies[kind]
            let feasible = (all ?? []).filter { hypothesis.meets($0.conditions, isOldTLS: isOldTLS) }
            let total = feasible.reduce(0) { $0 + $1.weight }
            whole += share
            guard total > 0 else { continue }
            possible += share
            for candidate in feasible { found.append((kind, candidate, share * candidate.weight / total)) }
        }
        // What cannot be here leaves its share to the others.
        guard possible > 0, possible < whole else { return found }
        for index in found.indices { found[index].share *= whole / possible }
        return found
    }

    /// How long a reply is in this reading.
    private func length(of candidate: CandidateReply, _ hypothesis: Hypothesis) -> LengthDistribution? {
        var length = candidate.ownLength
        for (name, count) in candidate.sessionParts {
            guard let part = hypothesis.known[name] ?? defaults[name] else { return nil }
            length = length.adding(part.times(count))
        }
        return length
    }

    private func emission(
        _ candidate: CandidateReply, _ octets: ClosedRange<Int>, _ hypothesis: Hypothesis
    ) -> (probability: Double, known: (name: String, length: LengthDistribution)?)? {
        var rest = candidate.ownLength
        var open: (name: String, length: LengthDistribution)?
        var low = rest.low
        var high = rest.high
        for (name, count) in candidate.sessionParts {
            guard let part = hypothesis.known[name] ?? defaults[name] else { return nil }
            low += part.low * count
            high += part.high * count
        }
        guard octets.upperBound >= low, octets.lowerBound <= high else { return nil }
        for (name, count) in candidate.sessionParts {
            guard let part = hypothesis.known[name] ?? defaults[name] else { return nil }
            if open == nil, count == 1, !part.isExact {
                open = (name, part)
            } else {
                rest = rest.adding(part.times(count))
            }
        }
        guard let open else {
            let probability = rest.probability(of: octets)
            return probability > 0 ? (probability, nil) : nil
        }
        let probability = open.length.adding(rest).probability(of: octets)
        guard probability > 0 else { return nil }
        return (probability, open.length.given(octets, with: rest).map { (open.name, $0) })
    }

    // MARK: - What a reply changes

    private func answering(
        _ hypothesis: Hypothesis, _ kind: String, _ candidate: CandidateReply, to act: Act?,
        _ octets: ClosedRange<Int>, _ record: SizedRecord, _ score: Double
    ) -> Hypothesis {
        var longer = hypothesis
        longer.fresh.append(
            InferredStep(
                kind: .reply(candidate, to: act), octets: octets, first: hypothesis.partFirst ?? record.first,
                last: record.last))
        longer.score += score
        longer.hasReply = true
        longer.part = nil
        longer.partFirst = nil
        if act != nil { longer.pending.removeFirst() }
        if let message = hypothesis.message, act == .message || act == .bdat {
            longer.score += Self.messageScore(message)
            longer.message = nil
        }
        switch kind {
        case "greeting": longer.point = .greeted
        case "ehlo-accepted", "helo-accepted":
            longer.saidEHLO = true
            longer.loginIsOffered = candidate.lines.contains { $0.dropFirst(4).hasPrefix("AUTH") }
            longer.point =
                longer.isAuthenticated ? .loggedIn : longer.loginIsOffered ? .loginOffered : .introduced
        case "ehlo-refused": longer.point = .afterTLS
        case "username": longer.point = .awaitsUser
        case "password": longer.point = .awaitsPassword
        case "challenge", "cram", "oauth-challenge": longer.point = .awaitsResponse
        case "login-accepted":
            longer.isAuthenticated = true
            longer.point = .loggedIn
        case "login-refused", "mechanism-refused", "cancelled":
            longer.loginWasRefused = true
            longer.point = .loginRefused
        case "mail-accepted":
            longer.point = .senderAccepted
            longer.recipientsAccepted = 0
            longer.recipientsRefused = 0
        case "mail-refused": longer.point = .senderRefused
        case "rcpt-accepted":
            longer.recipientsAccepted += 1
            longer.point = .recipientAccepted
        case "rcpt-refused":
            longer.recipientsRefused += 1
            longer.point = longer.recipientsAccepted > 0 ? .recipientAccepted : .recipientsRefused
        case "data-accepted": longer.point = .awaitsMessage
        case "data-refused": longer.point = .dataRefused
        case "message-accepted", "message-refused": longer.point = .messageDone
        case "rset-accepted": longer.point = .reset
        case "quit-accepted", "closing": longer.point = .over
        default: break
        }
        return longer
    }

    /// Of the size that a server tells: the message's, perhaps with the header fields that it has added.
    private static func digits(of message: ClosedRange<Int>) -> LengthDistribution {
        let own = LengthDistribution(exactly: String(max(message.upperBound - 3, 1)).utf8.count)
        return own.mixed(0.8, with: LengthDistribution(exactly: String(message.upperBound + 5_000).utf8.count))
    }

    /// A message is as likely between 500 and 1,000 octets as between 500,000 and 1,000,000.
    private static func messageScore(_ octets: ClosedRange<Int>) -> Double {
        log(Double(octets.count) / (17 * Double(max(octets.lowerBound, 8))))
    }

    /// The reading's probability once it is known that nothing follows.
    private func ended(_ hypothesis: Hypothesis) -> Hypothesis? {
        guard hypothesis.part == nil else { return nil }
        var last = hypothesis
        if let message = hypothesis.message { last.score += Self.messageScore(message) }
        if let waiting = hypothesis.pending.first {
            last.score += log(waiting == .quit ? 0.3 : 0.03)
            return last
        }
        switch hypothesis.point {
        case .over: break
        case .messageDone, .loginRefused, .senderRefused, .recipientsRefused, .dataRefused: last.score += log(0.25)
        default: last.score += log(0.03)
        }
        return last
    }

    /// The same records as those of no dialogue that is known here.
    func background() -> Double {
        var score = log(0.03)
        var start = 0
        let records = encrypted.records
        while start < records.count {
            let end = records[start...].firstIndex { $0.from != records[start].from } ?? records.count
            let octets = records[start..<end].reduce(0...0) { $0.plus($1.octets) }
            let span = Double(octets.count)
            score += log(span / ((records[start].from == .client ? 17 : 7) * Double(max(octets.lowerBound, 4))))
            start = end
        }
        return score
    }
}
