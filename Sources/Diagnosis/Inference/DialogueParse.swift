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
    let defaults: [String: LengthDistribution]
    let ehloReplies: [[CandidateReply]?]
    /// TCP shows that the dialogue was broken off.
    let isBroken: Bool
    /// What a client may send in one record: from MAIL on, and from RCPT on.
    private let transactions: [Group]
    private let recipients: [Group]
    private(set) var steps: [InferredStep] = []
    var next: [Hypothesis] = []

    /// Commands that share a record, with the length of all of them.
    private struct Group {
        let acts: [Act]
        let length: LengthDistribution

        init(_ acts: [Act], _ lengths: ActLengths) {
            self.acts = acts
            length = acts.reduce(LengthDistribution(exactly: 0)) { whole, act in
                whole.adding(lengths[act] ?? LengthDistribution(exactly: 0))
            }
        }
    }

    init(_ model: DialogueLengths, _ clear: ClearFacts, _ encrypted: EncryptedRecords, isBroken: Bool) {
        self.model = model
        self.isBroken = isBroken
        self.clear = clear
        self.encrypted = encrypted
        let acts = ActLengths(model, ehlo: clear.ehloLength)
        self.acts = acts
        transactions =
            clear.offersPipelining
            ? [[.mail, .rcpt], [.mail, .rcpt, .data], [.mail, .rcpt, .rcpt], [.mail, .rcpt, .rcpt, .data]]
                .map { Group($0, acts) } : []
        recipients =
            clear.offersPipelining
            ? [[.rcpt, .data], [.rcpt, .rcpt], [.rcpt, .rcpt, .data]].map { Group($0, acts) } : []
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

    static func pruned(_ hypotheses: [Hypothesis]) -> [Hypothesis] {
        let sorted = hypotheses.sorted { $0.score > $1.score }
        guard let best = sorted.first?.score else { return [] }
        return Array(sorted.prefix(width).prefix { $0.score > best - margin })
    }

    /// Only the steps of readings that are kept are written down.
    mutating func kept(_ hypothesis: Hypothesis) -> Hypothesis {
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

    mutating func client(_ hypothesis: Hypothesis, _ record: SizedRecord, goesOn: Bool) {
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
    mutating func groups(_ hypothesis: Hypothesis, _ octets: ClosedRange<Int>, _ record: SizedRecord) {
        guard clear.offersPipelining, octets.upperBound >= 30, hypothesis.pending.isEmpty else { return }
        let candidates: [Group]
        switch hypothesis.point {
        case .introduced, .loginOffered, .loggedIn, .messageDone, .reset: candidates = transactions
        case .senderAccepted: candidates = recipients
        default: return
        }
        for group in candidates {
            let probability = group.length.probability(of: octets)
            guard probability > 0 else { continue }
            var filled = hypothesis
            for act in group.acts {
                let length = acts[act]?.range ?? 0...0
                filled = appending(act, filled, length, record, 0, binds: false)
            }
            filled.score += log(0.02 * probability)
            next.append(filled)
        }
    }

    func appending(
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
    func nextActs(_ hypothesis: Hypothesis) -> [(Act, Double)] {
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
