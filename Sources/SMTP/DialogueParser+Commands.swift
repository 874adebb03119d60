/// The client's lines as commands.
extension DialogueParser {
    mutating func takeCommand(_ line: Line) {
        clientGoesOn()
        let parsed = CommandLine(line.octets)
        if authentication.hides(line, parsed) {
            let text = authentication.response(line)
            discloseCommand(line, before: text == "*" ? nil : 0)
            record(command(.authResponse, line, text: text, argument: ""))
            return
        }
        switch parsed.verb {
        case .auth:
            authentication.knownCommand()
            let shown = authentication.begin(line, parsed, offered: facts.authOffered)
            discloseCommand(line, before: shown.secret)
            if let mechanism = shown.mechanism, facts.authTried.count < 64 { facts.authTried.append(mechanism) }
            record(command(.auth, line, text: shown.text, argument: shown.mechanism ?? ""))
        case .other:
            if let guarded = authentication.guarded(line, parsed) {
                discloseCommand(line, before: guarded.secret)
                record(command(.other(guarded.word), line, text: guarded.text, argument: ""))
            } else {
                recordPlain(line, parsed)
            }
        case .ehlo, .helo, .lhlo, .startTLS, .mail, .rcpt, .data, .bdat, .rset, .noop, .quit, .vrfy, .expn, .help,
            .etrn,
            .turn, .authResponse, .endOfData:
            authentication.knownCommand()
            recordPlain(line, parsed)
        }
    }

    /// The client goes on: replies to what it sent before a gap of the server are in that gap.
    mutating func clientGoesOn() {
        if !isGreetingSettled {
            if serverHasGap || startsMidSession {
                isGreetingSettled = isGreetingSettled || serverHasGap
            } else {
                facts.clientTalkedFirst = true
            }
        }
        for reply in assembler.flushAfterGap() { takeReply(reply) }
        apply(pending.settle())
    }

    /// The beginning of a command whose end the capture lacks: it was given, to an address that is not known.
    mutating func takeBeginning(_ line: Line) {
        clientGoesOn()
        let parsed = CommandLine(line.octets)
        authentication.knownCommand()
        discloseCommand(line)
        let text = String(shown: line.octets, limit: limits.keptLine) + "…"
        var command = command(
            parsed.verb, line, text: text, argument: String(shown: parsed.argument, limit: limits.keptLine) + "…")
        command.isIncomplete = true
        switch parsed.verb {
        case .mail: recordMail(command, PathArgument(parsed.argument, keyword: "FROM", limit: limits.keptLine))
        case .rcpt: recordRecipient(command, PathArgument(parsed.argument, keyword: "TO", limit: limits.keptLine))
        case .ehlo, .helo, .lhlo: record(command, ended: ledger.reset())
        default: record(command)
        }
    }

    private func command(_ verb: Verb, _ line: Line, text: String, argument: String) -> Command {
        var command = Command(
            verb: verb, text: String(text.prefix(limits.keptLine)), argument: argument, length: line.length,
            first: line.first, last: line.last)
        command.endsWithBareLF = line.endsWithBareLF
        command.isIncomplete = line.isCut
        return command
    }

    private mutating func recordPlain(_ line: Line, _ parsed: CommandLine) {
        discloseCommand(line)
        let text = String(shown: line.octets, limit: limits.keptLine)
        let argument = String(shown: parsed.argument, limit: limits.keptLine)
        let command = command(parsed.verb, line, text: text, argument: argument)
        if line.isCut {
            // Half a command has no effect.
            record(command)
            return
        }
        switch parsed.verb {
        case .ehlo, .helo, .lhlo:
            facts.clientName = argument
            record(command, ended: ledger.reset())
        case .rset:
            record(command, ended: ledger.reset())
        case .mail:
            recordMail(command, PathArgument(parsed.argument, keyword: "FROM", limit: limits.keptLine))
        case .rcpt:
            recordRecipient(command, PathArgument(parsed.argument, keyword: "TO", limit: limits.keptLine))
        case .data:
            let transaction = ledger.open
            let exchange = record(command, transaction: transaction)
            held = HeldOctets(reason: .data(transaction: transaction, exchange: exchange))
            client = .held
        case .bdat:
            recordChunk(command, ChunkArgument(parsed.argument))
        case .startTLS:
            record(command)
            held = HeldOctets(reason: .startTLS)
            client = .held
        case .auth, .noop, .quit, .vrfy, .expn, .help, .etrn, .turn, .authResponse, .endOfData, .other:
            record(command)
        }
    }

    private mutating func recordMail(_ command: Command, _ path: PathArgument) {
        let exchange = appendExchange(command, nil)
        let address = path.address + (command.isIncomplete ? "…" : "")
        let (begun, ended) = ledger.begin(
            from: address, parameters: command.isIncomplete ? [] : path.parameters, mail: exchange)
        if !command.isIncomplete, let matches = authentication.loginMatches(path.address) {
            facts.loginMatchesSender = matches
        }
        push(exchange, .mail, transaction: begun, ended: ended)
    }

    private mutating func recordRecipient(_ command: Command, _ path: PathArgument) {
        let exchange = appendExchange(command, nil)
        let transaction = ledger.current()
        if let exchange {
            let address = path.address + (command.isIncomplete ? "…" : "")
            let recipient = Transaction.Recipient(address: address, exchange: exchange)
            ledger.change(transaction) { $0.recipients.append(recipient) }
        }
        push(exchange, .rcpt, transaction: transaction)
    }

    private mutating func recordChunk(_ command: Command, _ chunk: ChunkArgument?) {
        guard let chunk else {
            record(command, transaction: ledger.open)
            return
        }
        let transaction = ledger.current()
        let exchange = record(command, transaction: transaction)
        beginChunk(chunk, transaction, exchange, at: command.last)
    }

    /// Writes a command down and lets it wait for its reply.
    @discardableResult
    private mutating func record(_ command: Command, transaction: Int? = nil, ended: Int? = nil) -> Int? {
        let exchange = appendExchange(command, nil)
        push(exchange, command.verb, transaction: transaction, ended: ended)
        return exchange
    }

    mutating func push(
        _ exchange: Int?, _ verb: Verb, transaction: Int? = nil, ended: Int? = nil, mayStayUnanswered: Bool = false
    ) {
        if let exchange {
            append(.command(exchange: exchange))
        } else {
            facts.entriesOmitted = saturated(facts.entriesOmitted, 1)
        }
        var waiting = PendingReplies.Waiting(exchange: exchange, verb: verb, transaction: transaction, ended: ended)
        waiting.mayStayUnanswered = mayStayUnanswered || verb == .other("")
        waiting.followsGap = clientHasGap && pending.isEmpty
        pending.push(waiting, cap: limits.pending)
        clientHasSpoken = true
    }
}
