import Foundation
import Knowledge
import TLS

/// The server's records, and what a reply changes.
extension DialogueParse {
    // MARK: - The server's records

    mutating func server(_ hypothesis: Hypothesis, _ record: SizedRecord, goesOn: Bool) {
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
    mutating func ticket(_ hypothesis: Hypothesis, _ record: SizedRecord) {
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
    mutating func replies(_ hypothesis: Hypothesis, _ octets: ClosedRange<Int>, _ record: SizedRecord) {
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

    mutating func reply(
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
    func candidates(
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
    func length(of candidate: CandidateReply, _ hypothesis: Hypothesis) -> LengthDistribution? {
        var length = candidate.ownLength
        for (name, count) in candidate.sessionParts {
            guard let part = hypothesis.known[name] ?? defaults[name] else { return nil }
            length = length.adding(part.times(count))
        }
        return length
    }

    func emission(
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

    func answering(
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
    static func digits(of message: ClosedRange<Int>) -> LengthDistribution {
        let own = LengthDistribution(exactly: String(max(message.upperBound - 3, 1)).utf8.count)
        return own.mixed(0.8, with: LengthDistribution(exactly: String(message.upperBound + 5_000).utf8.count))
    }

    /// A message is as likely between 500 and 1,000 octets as between 500,000 and 1,000,000.
    static func messageScore(_ octets: ClosedRange<Int>) -> Double {
        log(Double(octets.count) / (17 * Double(max(octets.lowerBound, 8))))
    }

    /// The reading's probability once it is known that nothing follows.
    func ended(_ hypothesis: Hypothesis) -> Hypothesis? {
        guard hypothesis.part == nil else { return nil }
        var last = hypothesis
        if let message = hypothesis.message { last.score += Self.messageScore(message) }
        if isBroken {
            let isOver = hypothesis.pending.first == .quit || hypothesis.point == .over
            last.score += log(isOver ? 0.05 : 0.9)
            return last
        }
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
}
