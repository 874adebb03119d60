/// Replies: to which command they belong, and what follows from them.
extension DialogueParser {
    mutating func takeReply(_ original: Reply) {
        var reply = original
        if reply.code == 334 { reply.lines = reply.lines.map(Mask.challengeText) }
        reply.lines = reply.lines.map(authentication.secrets.removed(from:))
        repliesSinceDisclosure = saturated(repliesSinceDisclosure, 1)
        noteMasks(original, reply)
        if takeGreeting(reply) { return }
        if case .message(let transaction) = client, pending.isEmpty {
            if scanner?.isAtTentativeEnd == true {
                endMessage(transaction, at: scanner?.message.last ?? reply.first, length: 3)
            } else {
                takeEarlyReply(reply, transaction)
                return
            }
        }
        apply(pending.answer(reply))
    }

    mutating func apply(_ outcomes: [PendingReplies.Outcome]) {
        for outcome in outcomes {
            switch outcome {
            case .answered(let waiting, let reply):
                setReply(reply, of: waiting.exchange)
                takeAnswer(waiting, reply)
            case .missing(let waiting):
                setMissing(waiting.exchange)
                if waiting.verb == .auth || waiting.verb == .authResponse { authentication.lost() }
                if waiting.verb == .endOfData { settleEnd(waiting) }
            case .unasked(let reply):
                takeUnasked(reply)
            }
        }
    }

    // MARK: Greeting

    /// The first reply is the greeting, also where the client talked before it.
    private mutating func takeGreeting(_ reply: Reply) -> Bool {
        guard !isGreetingSettled else { return false }
        isGreetingSettled = true
        guard isGreeting(reply) else { return false }
        if facts.serverIsNotSMTP { pending.removeUnknown() }
        facts.greeting = appendReply(reply)
        return true
    }

    private func isGreeting(_ reply: Reply) -> Bool {
        if startsMidSession || serverHasGap {
            guard reply.code == 220, !pending.contains(.startTLS) else {
                // 500 to 504 answer a command, which may be in a gap as well.
                return !startsMidSession && pending.isEmpty && reply.isNegative && !(500...504).contains(reply.code)
            }
            // `220 2.0.0 Ready to start TLS` belongs to a STARTTLS that was not captured.
            return !reply.text.lowercased().contains("tls")
        }
        return reply.code == 220 || reply.isNegative || pending.isEmpty
    }

    private mutating func appendReply(_ reply: Reply) -> Int? {
        let exchange = appendExchange(nil, reply)
        if let exchange {
            append(.reply(exchange: exchange))
        } else {
            facts.entriesOmitted = saturated(facts.entriesOmitted, 1)
        }
        return exchange
    }

    // MARK: Replies without a command

    /// The server replies while the message is still under way.
    private mutating func takeEarlyReply(_ reply: Reply, _ transaction: Int?) {
        let exchange = appendReply(reply)
        ledger.change(transaction) { if $0.end == nil { $0.end = exchange } }
        guard let missing = scanner?.message.missing, missing > 0 else { return }
        // The message's end is in a gap.
        storeMessage(transaction, isComplete: false)
        ledger.close()
        client = .lost
    }

    private mutating func takeUnasked(_ reply: Reply) {
        _ = appendReply(reply)
        switch reply.code {
        case 354 where client == .commands || client == .lost:
            // DATA is in a gap.
            if client == .lost { reportLostOctets() }
            if let rest = clientLines.flush() { appendBinary(from: .client, octets: rest.length, at: rest.first) }
            beginMessage(nil, data: nil, at: reply.last)
        case 334:
            authentication.replied(334, isLast: true)
        case 235:
            facts.isAuthenticated = true
        case 250 where facts.extensions.isEmpty && reply.lines.count > 1 && announcesExtensions(reply):
            takeExtensions(reply)
        default:
            break
        }
    }

    /// A reply to an EHLO that was not captured.
    private func announcesExtensions(_ reply: Reply) -> Bool {
        let keywords: Set<String> = [
            "PIPELINING", "SIZE", "8BITMIME", "STARTTLS", "AUTH", "ENHANCEDSTATUSCODES", "DSN",
        ]
        return reply.lines.dropFirst().contains { line in
            line.split(separator: " ").first.map { keywords.contains($0.uppercased()) } ?? false
        }
    }

    private mutating func takeExtensions(_ reply: Reply) {
        facts.extensions = Array(reply.lines.dropFirst())
        facts.authOffered = facts.extensions.flatMap { line -> [String] in
            // `AUTH=LOGIN` is how servers before RFC 2554 wrote it.
            let words = line.uppercased().split { $0 == " " || $0 == "=" || $0 == "\t" }
            return words.first == "AUTH" ? words.dropFirst().map(String.init) : []
        }
        var seen: Set<String> = []
        facts.authOffered = facts.authOffered.filter { seen.insert($0).inserted }
    }

    // MARK: Effects of a command's reply

    private mutating func takeAnswer(_ waiting: PendingReplies.Waiting, _ reply: Reply) {
        switch waiting.verb {
        case .ehlo, .lhlo, .helo:
            if reply.isNegative {
                ledger.restore(waiting.ended, insteadOf: nil)
            } else if waiting.verb == .helo {
                facts.extensions = []
                facts.authOffered = []
            } else {
                takeExtensions(reply)
            }
        case .rset:
            if reply.isNegative { ledger.restore(waiting.ended, insteadOf: nil) }
        case .mail:
            if reply.isNegative { ledger.restore(waiting.ended, insteadOf: waiting.transaction) }
        case .data:
            takeAnswerToData(waiting, reply)
        case .bdat:
            takeAnswerToChunk(waiting, reply)
        case .startTLS:
            takeAnswerToStartTLS(reply)
        case .auth, .authResponse:
            let isLast = !pending.contains(.auth) && !pending.contains(.authResponse)
            authentication.replied(reply.code, isLast: isLast)
            if reply.code == 235 { facts.isAuthenticated = true }
        case .endOfData:
            settleEnd(waiting)
        case .other:
            // `X-EXPS NTLM` and its like are challenged as AUTH is.
            if reply.code == 334 { authentication.replied(334, isLast: true) }
            if reply.code == 235 { facts.isAuthenticated = true }
        case .rcpt, .noop, .quit, .vrfy, .expn, .help, .etrn, .turn:
            break
        }
    }

    private mutating func settleEnd(_ waiting: PendingReplies.Waiting) {
        ledger.change(waiting.transaction) { $0.end = waiting.exchange }
    }

    private mutating func takeAnswerToData(_ waiting: PendingReplies.Waiting, _ reply: Reply) {
        let goesOn = (300..<400).contains(reply.code)
        guard client == .held, case .data? = held?.reason else {
            // The held octets were too many: looks decided. Or they looked like commands, and were not.
            if goesOn, client == .commands, clientLines.isEmpty {
                beginMessage(waiting.transaction, data: waiting.exchange, at: reply.last)
            }
            return
        }
        if goesOn {
            beginMessage(waiting.transaction, data: waiting.exchange, at: reply.last)
        } else {
            ledger.change(waiting.transaction) { if $0.data == nil { $0.data = waiting.exchange } }
            client = .commands
        }
        replay()
    }

    private mutating func takeAnswerToChunk(_ waiting: PendingReplies.Waiting, _ reply: Reply) {
        guard reply.isNegative else { return }
        ledger.change(waiting.transaction) { if $0.end == nil { $0.end = waiting.exchange } }
        guard case .chunk(_, let size, let isLast) = client, !chunkReport.isAnnounced, pending.isEmpty else { return }
        held = HeldOctets(reason: .chunk(size: size, isLast: isLast))
        client = .held
    }

    private mutating func takeAnswerToStartTLS(_ reply: Reply) {
        guard client == .held, held?.reason == .startTLS else { return }
        guard reply.code == 220 else {
            client = .commands
            replay()
            return
        }
        facts.startedTLS = true
        let early = held?.octets ?? []
        if TLSProbe.verdict(early) == .tls {
            // It did not wait for the 220, and put nothing in between.
            tlsOctets[.client] = early
        } else {
            facts.octetsBeforeTLS = saturated(facts.octetsBeforeTLS, early.count)
        }
        held = nil
        enterTLS(at: reply.last)
    }
}
