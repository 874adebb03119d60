import SMTP
import Sessions
import Streams
import TLS

/// Which stages a session completed, with the exchange or the frames that show it.
struct Progress: Sendable {
    /// Stages that completed well.
    private(set) var passed: Set<Stage> = []
    /// The frames that show a stage, passed or not.
    private(set) var frames: [Stage: [Int]] = [:]
    private(set) var seconds: [Stage: Double] = [:]
    /// Recipients accepted and refused over all transactions that were not reset.
    private(set) var acceptedRecipients = 0
    private(set) var refusedRecipients = 0
    private(set) var acceptedMessages = 0
    /// Recipients of accepted messages: what was refused to them before, a later try made good.
    private(set) var takenRecipients: Set<String> = []
    /// Transactions that came to their end with a refusal.
    private(set) var refusedMessages = 0

    init(_ session: Session) {
        let dialogue = session.dialogue
        if session.connection != nil { passed.insert(.resolve) }
        if let lookup = session.lookup {
            let answer = lookup.answer(giving: session.server?.address)
            frames[.resolve] = [lookup.first.frame, answer?.frame].compactMap(\.self)
            seconds[.resolve] = lookup.seconds
        }
        if let facts = session.connection { connect(facts) }
        for (index, exchange) in dialogue.exchanges.enumerated() {
            let isUnheard = index == dialogue.greeting && Self.cameTooLate(exchange, session)
            if !isUnheard { note(exchange, isGreeting: index == dialogue.greeting) }
        }
        if let tls = session.tls { note(tls) }
        takenRecipients = Self.takenRecipients(dialogue)
        for transaction in dialogue.transactions { note(transaction, dialogue) }
        if passed.contains(.accepted), dialogue.exchanges.contains(where: { $0.verb == .quit }) { passed.insert(.quit) }
    }

    /// The last stage that completed well. A stage in the middle may have been skipped, or fallen into a gap.
    var reached: Stage? { passed.max() }

    func reached(_ stage: Stage) -> Bool { passed.contains { $0 >= stage } }

    /// A greeting that came after the client had left.
    static func cameTooLate(_ greeting: Exchange, _ session: Session) -> Bool {
        guard let close = session.connection?.firstClose, close.side == .client, let reply = greeting.reply,
            !session.dialogue.exchanges.contains(where: { $0.command != nil })
        else { return false }
        return close.origin.frame < reply.first.frame
    }

    private mutating func pass(_ stage: Stage) { passed.insert(stage) }

    private mutating func connect(_ facts: ConnectionFacts) {
        let opening = [facts.client.opening?.first.frame, facts.server.opening?.first.frame, facts.established?.frame]
        frames[.connect] = opening.compactMap(\.self)
        seconds[.connect] = facts.handshakeSeconds
        // Data proves the handshake that was not captured.
        if facts.established != nil || facts.client.hasData || facts.server.hasData { pass(.connect) }
    }

    private mutating func note(_ exchange: Exchange, isGreeting: Bool) {
        if isGreeting, let reply = exchange.reply {
            frames[.greeting] = [reply.first.frame]
            if reply.code / 100 == 2 { pass(.greeting) }
            return
        }
        guard let stage = exchange.verb.flatMap(Stage.init(verb:)) else { return }
        let both = [exchange.command?.first.frame, exchange.reply?.last.frame].compactMap(\.self)
        let isGood = exchange.reply.map { stage == .data ? $0.isPositive : $0.code / 100 == 2 } ?? false
        guard isGood || !passed.contains(stage) else { return }
        if !both.isEmpty { frames[stage] = both }
        if let command = exchange.command, let reply = exchange.reply {
            seconds[stage] = Double(reply.last.nanoseconds &- command.first.nanoseconds) / 1e9
        }
        if isGood, stage != .accepted, stage != .quit { pass(stage) }
    }

    private mutating func note(_ tls: TLSFacts) {
        let shown = [tls.clientHello?.moment.frame, tls.serverHello?.moment.frame, tls.established?.frame]
        frames[.tls] = shown.compactMap(\.self)
        if let hello = tls.clientHello, let end = tls.established {
            seconds[.tls] = Double(end.nanoseconds &- hello.moment.nanoseconds) / 1e9
        }
        if tls.established != nil { pass(.tls) }
    }

    private static func takenRecipients(_ dialogue: Dialogue) -> Set<String> {
        let accepted = dialogue.transactions.filter { dialogue.reply($0.end)?.isPositive ?? false }
        let recipients = accepted.flatMap(\.recipients)
        let taken = recipients.filter { dialogue.reply($0.exchange)?.isPositive ?? false }.map(\.address)
        // Two addresses whose ends are missing are not the same for that.
        return Set(taken.filter { !$0.hasSuffix("…") })
    }

    private mutating func note(_ transaction: Transaction, _ dialogue: Dialogue) {
        let accepted = transaction.recipients.count { dialogue.reply($0.exchange)?.isPositive ?? false }
        let refused = transaction.recipients.count {
            dialogue.reply($0.exchange)?.isNegative ?? false && !takenRecipients.contains($0.address)
        }
        let end = dialogue.reply(transaction.end)
        if transaction.message != nil, transaction.data != nil || transaction.end != nil { pass(.data) }
        if end?.isPositive ?? false {
            pass(.accepted)
            acceptedMessages += 1
            acceptedRecipients += accepted
            refusedRecipients += refused
        } else if end?.isNegative ?? false || (refused > 0 && accepted == 0) {
            refusedMessages += 1
        }
    }
}

extension Stage {
    /// The stage that a command belongs to; nil for those that are on nobody's way.
    init?(verb: Verb) {
        switch verb {
        case .ehlo, .helo, .lhlo: self = .ehlo
        case .startTLS: self = .starttls
        case .auth, .authResponse: self = .auth
        case .mail: self = .mail
        case .rcpt: self = .rcpt
        case .data, .bdat: self = .data
        case .endOfData: self = .accepted
        case .quit: self = .quit
        case .rset, .noop, .vrfy, .expn, .help, .etrn, .turn, .other: return nil
        }
    }
}
