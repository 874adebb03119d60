/// Octets that the capture lacks.
extension DialogueParser {
    /// `isReplayed`: the gap was counted when it came.
    mutating func gapOfClient(_ octets: Int, at moment: Moment, isReplayed: Bool = false) {
        guard client != .dark else { return }
        if client == .commands || client == .lost, !takesBeginningOfLine() { reportFragments() }
        if !isReplayed {
            facts.missingFromClient = saturated(facts.missingFromClient, octets)
            append(.gap(from: .client, octets: octets, at: moment))
        }
        clientHasGap = true
        authentication.lost()
        switch client {
        case .message(let transaction):
            announce(transaction)
            scanner?.gap(octets, moment)
        case .chunk(let transaction, let remaining, let isLast):
            announce(transaction)
            scanner?.gap(min(octets, remaining), moment)
            client = .chunk(transaction: transaction, remaining: max(0, remaining &- octets), isLast: isLast)
            guard octets >= remaining else { return }
            endChunk()
            // Commands behind the chunk are lost too.
            if octets > remaining { lose(octets &- remaining, at: moment) }
        case .held:
            held?.gap(octets, moment)
        case .commands, .lost:
            lose(octets, at: moment)
        case .dark:
            break
        }
    }

    /// What came of a line before the gap, where it is surely a command.
    private mutating func takesBeginningOfLine() -> Bool {
        guard clientProbe.octets.isEmpty, authentication.phase != .challenged,
            CommandLine(clientLines.beginning).isUnmistakableBeginning, let line = clientLines.flush()
        else { return false }
        if client == .lost { reportLostOctets() }
        client = .commands
        takeBeginning(line)
        return true
    }

    private mutating func lose(_ octets: Int, at moment: Moment) {
        if let rest = clientLines.flush() { noteLost(rest.length, since: rest.first) }
        noteLost(clientProbe.octets.count, since: moment)
        clientProbe = TLSProbe()
        if lostSince == nil { lostSince = moment }
        lostInGap = saturated(lostInGap, octets)
        client = .lost
    }

    mutating func gapOfServer(_ octets: Int, at moment: Moment) {
        guard server != .dark else { return }
        facts.missingFromServer = saturated(facts.missingFromServer, octets)
        let rest = serverLines.flush()
        serverProbe = TLSProbe()
        for reply in assembler.gap(after: rest) { takeReply(reply) }
        append(.gap(from: .server, octets: octets, at: moment))
        serverHasGap = true
        guard server != .dark else { return }
        if case .message(let transaction) = client, pending.isEmpty, scanner?.isAtTentativeEnd == true,
            let last = scanner?.message.last
        {
            // The server said something after a `.` line: that was the end.
            endMessage(transaction, at: last, length: 3)
        }
        pending.gap()
    }
}
