import Bytes

/// Messages: DATA, BDAT, and octets held until a reply tells what they are.
extension DialogueParser {
    // MARK: DATA

    /// 354 came, or looks say so: the client's next octets are a message.
    mutating func beginMessage(_ transaction: Int?, data exchange: Int?, at moment: Moment) {
        dropChunks()
        let transaction = transaction ?? ledger.current()
        scanner = MessageScanner(first: moment, limits: limits, digest: makeDigest?())
        chunkReport = ChunkReport()
        ledger.change(transaction) {
            $0.data = exchange
            $0.message = Message(first: moment)
        }
        client = .message(transaction: transaction)
    }

    /// The message's place in the dialogue is where its first octets are.
    mutating func announce(_ transaction: Int?) {
        guard !chunkReport.isAnnounced else { return }
        chunkReport.isAnnounced = true
        if let transaction { append(.message(transaction: transaction)) }
    }

    /// `length`: octets of the `.` line.
    mutating func endMessage(_ transaction: Int?, at moment: Moment, length: Int) {
        announce(transaction)
        storeMessage(transaction, isComplete: true)
        client = .commands
        discloseEnd(length)
        pushEndOfData(transaction, at: moment, length: length)
    }

    mutating func pushEndOfData(_ transaction: Int?, at moment: Moment, length: Int) {
        let command = Command(
            verb: .endOfData, text: ".", argument: "", length: length, first: moment, last: moment)
        let exchange = appendExchange(command, nil)
        var wasRefusedBefore = false
        ledger.change(transaction) {
            wasRefusedBefore = $0.end != nil
            if !wasRefusedBefore { $0.end = exchange }
        }
        ledger.close()
        push(exchange, .endOfData, transaction: transaction, mayStayUnanswered: wasRefusedBefore)
    }

    mutating func storeMessage(_ transaction: Int?, isComplete: Bool) {
        guard let message = scanner?.finish(isComplete: isComplete) else { return }
        scanner = nil
        ledger.change(transaction) { $0.message = message }
    }

    // MARK: BDAT

    mutating func beginChunk(_ chunk: ChunkArgument, _ transaction: Int?, _ exchange: Int?, at moment: Moment) {
        if scanner == nil || chunkReport.transaction != transaction {
            dropChunks()
            scanner = MessageScanner(first: moment, limits: limits, digest: makeDigest?())
            ledger.change(transaction) {
                $0.data = exchange
                $0.message = Message(first: moment)
            }
        }
        if chunk.isLast { ledger.change(transaction) { $0.end = exchange } }
        chunkReport = ChunkReport(transaction: transaction)
        client = .chunk(transaction: transaction, remaining: chunk.size, isLast: chunk.isLast)
        if chunk.size == 0 { endChunk() }
    }

    mutating func endChunk() {
        guard case .chunk(let transaction, _, let isLast) = client else { return }
        client = .commands
        guard isLast else { return }
        storeMessage(transaction, isComplete: true)
        ledger.close()
    }

    /// Chunks whose LAST never came.
    private mutating func dropChunks() {
        if scanner != nil { storeMessage(chunkReport.transaction, isComplete: false) }
    }

    // MARK: Held octets

    /// Takes octets from `offset` on, as many as are needed for a decision or allowed.
    mutating func hold(_ span: RawSpan, from base: Int?, at offset: inout Int, _ moment: Moment) {
        guard let reason = held?.reason, let known = held?.octets.count else {
            client = .commands
            return
        }
        var end = span.byteCount
        var cap = max(1, limits.heldOctets)
        if case .chunk(let size, _) = reason {
            // One line decides.
            cap = min(cap, max(1, size))
            end = span.firstIndex(of: Ascii.lineFeed, in: offset..<end).map { $0 &+ 1 } ?? end
        }
        end = min(end, offset &+ max(0, cap &- known))
        held?.append(span, offset..<end, moment, position: base.map { $0 &+ offset })
        offset = end
        let isFull = (held?.octets.count ?? 0) >= cap
        if case .chunk = reason {
            if isFull || held?.hasLine == true { decideByLooks(atEnd: false) }
        } else if held?.hasLine == true, pending.hasGap {
            clientGoesOn()
            // A reply that was set aside may have decided already.
            if client == .held { decideByLooks(atEnd: false) }
        } else if isFull {
            decideByLooks(atEnd: false)
        }
    }

    /// The reply is not known and will not be.
    mutating func decideByLooks(atEnd: Bool) {
        guard let held else { return }
        switch held.reason {
        case .data(let transaction, let exchange):
            // Without a header nothing tells at the end of the capture; in the middle, refusals are rare.
            let isMessage = !held.looksLikeCommand && (!atEnd || held.looksLikeMessage)
            if isMessage {
                beginMessage(transaction, data: exchange, at: firstMoment(held))
            } else {
                client = .commands
            }
        case .startTLS:
            if TLSProbe.verdict(Array(held.octets.prefix(8))) == .tls {
                tlsOctets[.client] = held.octets
                clientBeginsTLS(at: firstMoment(held))
                return
            }
            client = .commands
        case .chunk(let size, let isLast):
            if held.looksLikeCommand, held.hasLine {
                client = .commands
            } else {
                client = .chunk(transaction: chunkReport.transaction, remaining: size, isLast: isLast)
            }
        }
        replay()
    }

    /// Gives the held octets to whoever gets them now.
    mutating func replay() {
        guard let done = held else { return }
        held = nil
        for part in done.parts {
            switch part {
            case .octets(let range, let moment, let position):
                let taken = receiveFromClient(done.octets.rawSpan.extracting(range), from: position, at: moment)
                if taken < range.count {
                    tlsOctets[.client, default: []] += done.octets[(range.lowerBound + taken)..<range.upperBound]
                }
            case .gap(let count, let moment):
                gapOfClient(count, at: moment, isReplayed: true)
            }
        }
    }

    private func firstMoment(_ held: HeldOctets) -> Moment {
        switch held.parts.first {
        case .octets(_, let moment, _), .gap(_, let moment): moment
        case nil: facts.exchanges.last?.command?.last ?? Moment(frame: 0, nanoseconds: 0)
        }
    }
}
