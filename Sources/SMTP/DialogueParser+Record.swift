/// Writing facts down, within the caps.
extension DialogueParser {
    mutating func append(_ entry: Dialogue.Entry) {
        guard facts.entries.count < limits.entries else {
            facts.entriesOmitted = saturated(facts.entriesOmitted, 1)
            return
        }
        facts.entries.append(entry)
    }

    /// The new exchange's index; nil beyond the cap.
    mutating func appendExchange(_ command: Command?, _ reply: Reply?) -> Int? {
        guard facts.exchanges.count < limits.entries else { return nil }
        facts.exchanges.append(Exchange(command: command.map { thrifty($0) }, reply: reply.map { thrifty($0) }))
        return facts.exchanges.count - 1
    }

    mutating func setReply(_ reply: Reply, of exchange: Int?) {
        guard let exchange, facts.exchanges.indices.contains(exchange) else {
            facts.entriesOmitted = saturated(facts.entriesOmitted, 1)
            return
        }
        facts.exchanges[exchange].reply = thrifty(reply)
        append(.reply(exchange: exchange))
    }

    mutating func setMissing(_ exchange: Int?) {
        guard let exchange, facts.exchanges.indices.contains(exchange) else { return }
        facts.exchanges[exchange].replyIsMissing = true
    }

    /// Octets that are no SMTP; neighbours are counted together.
    mutating func appendBinary(from party: Party, octets: Int, at moment: Moment) {
        guard octets > 0 else { return }
        if case .binary(let known, let count, let first)? = facts.entries.last, known == party {
            facts.entries[facts.entries.count - 1] = .binary(
                from: party, octets: saturated(count, octets), at: first)
        } else {
            append(.binary(from: party, octets: octets, at: moment))
        }
    }

    private var isThrifty: Bool { keptText > limits.keptText }

    private mutating func thrifty(_ command: Command) -> Command {
        var command = command
        if isThrifty {
            command.text = String(command.text.prefix(64))
            command.argument = String(command.argument.prefix(64))
        }
        keptText = saturated(keptText, command.text.utf8.count + command.argument.utf8.count)
        return command
    }

    private mutating func thrifty(_ reply: Reply) -> Reply {
        var reply = reply
        if isThrifty {
            let ends = reply.lines.count > 1 ? [reply.lines.first, reply.lines.last] : [reply.lines.first]
            reply.lines = ends.compactMap { $0.map { String($0.prefix(64)) } }
        }
        keptText = saturated(keptText, reply.lines.reduce(0) { $0 + $1.utf8.count })
        return reply
    }
}
