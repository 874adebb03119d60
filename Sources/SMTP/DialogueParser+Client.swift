import Bytes

/// The client's octets: who gets them.
extension DialogueParser {
    /// `base` is the position of the span's first octet in the stream.
    mutating func receiveFromClient(_ span: RawSpan, from base: Int?, at moment: Moment) -> Int {
        var offset = 0
        defer { clientEnd = base.map { $0 &+ offset } }
        while offset < span.byteCount {
            switch client {
            case .dark:
                return offset
            case .message(let transaction):
                announce(transaction)
                let start = offset
                let isEnd = scanner?.scan(span, at: &offset, moment) ?? true
                discloseContent(base, start..<offset)
                if isEnd {
                    clientEnd = base.map { $0 &+ offset }
                    endMessage(transaction, at: moment, length: 3)
                }
            case .chunk(let transaction, let remaining, let isLast):
                let count = min(remaining, span.byteCount &- offset)
                announce(transaction)
                scanner?.scanChunk(span, offset..<(offset &+ count), moment)
                discloseContent(base, offset..<(offset &+ count))
                offset &+= count
                client = .chunk(transaction: transaction, remaining: remaining &- count, isLast: isLast)
                if remaining == count { endChunk() }
            case .held, .commands, .lost:
                let start = offset
                if let verdict = probeClient(span, from: base, at: &offset, moment) {
                    guard verdict == .tls else { continue }
                    return start
                }
                if client == .held {
                    hold(span, from: base, at: &offset, moment)
                } else if let line = clientLines.take(span, at: &offset, moment) {
                    clientEnd = base.map { $0 &+ offset }
                    takeLine(line)
                }
            }
            clientHasSpoken = true
        }
        return offset
    }

    mutating func takeLine(_ line: Line) {
        if client == .lost { takeLostLine(line) } else { takeCommand(line) }
    }

    mutating func finishClient() {
        if !clientProbe.octets.isEmpty, let moment = lostSince ?? facts.exchanges.last?.command?.last {
            clientLines.prime(clientProbe.octets, moment)
        }
        if client == .held { decideByLooks(atEnd: true) }
        let rest = clientLines.flush()
        switch client {
        case .commands:
            if let rest { takeCommand(rest) }
        case .lost:
            if let rest { noteLost(rest.length, since: rest.first) }
            reportLostOctets()
        case .message(let transaction):
            storeMessage(transaction, isComplete: false)
        case .chunk(let transaction, let remaining, _):
            storeMessage(transaction, isComplete: false)
            ledger.change(transaction) { $0.message?.unsent = remaining }
        case .held, .dark:
            break
        }
        // The message of BDAT chunks without LAST.
        if scanner != nil { storeMessage(chunkReport.transaction, isComplete: false) }
    }

    // MARK: TLS instead of a command

    /// Looks at the beginning of a line for TLS. nil: it is not the place, or a line that cannot be TLS.
    private mutating func probeClient(
        _ span: RawSpan, from base: Int?, at offset: inout Int, _ moment: Moment
    ) -> TLSProbe.Verdict? {
        let isPlace = client == .held ? expectsTLS && held?.octets.isEmpty == true : clientLines.isEmpty
        guard isPlace, !isInsideTLS else { return nil }
        let carried = clientProbe.octets.count
        if carried == 0 {
            let allowsSSLv2 = !clientHasSpoken && !startsMidSession
            guard TLSProbe.mayBegin(span.uint8(offset), allowsSSLv2: allowsSSLv2) else { return nil }
        }
        var verdict = TLSProbe.Verdict.undecided
        while verdict == .undecided, offset < span.byteCount {
            verdict = clientProbe.take(span.uint8(offset))
            offset &+= 1
        }
        switch verdict {
        case .undecided:
            break
        case .tls:
            tlsOctets[.client] = Array(clientProbe.octets.prefix(carried))
            clientProbe = TLSProbe()
            clientBeginsTLS(at: moment)
        case .other:
            offset &-= 1
            clientProbe.dropLast()
            let octets = clientProbe.octets
            clientProbe = TLSProbe()
            if octets.isEmpty { return nil }
            if client == .held {
                let position = base.map { $0 &+ offset &- octets.count }
                held?.append(octets.rawSpan, 0..<octets.count, moment, position: position)
            } else {
                clientLines.prime(octets, moment)
            }
        }
        return verdict
    }

    /// STARTTLS waits, and its reply may have been in a gap.
    private var expectsTLS: Bool { held?.reason == .startTLS && pending.hasGap }

    mutating func clientBeginsTLS(at moment: Moment) {
        if !clientHasSpoken, !startsMidSession, !clientHasGap { facts.clientSpokeTLSFirst = true }
        if client == .lost { reportLostOctets() }
        if pending.contains(.startTLS) {
            // A client that waited was told to go ahead.
            facts.startedTLS = true
            apply(pending.settle())
        }
        held = nil
        guard client != .dark else { return }
        let isFirst = facts.clientSpokeTLSFirst && !serverHasSpoken
        enterTLS(at: moment)
        if isFirst { server = .repliesOrTLS }
    }

    // MARK: Lost

    private mutating func takeLostLine(_ line: Line) {
        if authentication.phase == .challenged {
            client = .commands
            return takeCommand(line)
        }
        if CommandLine(line.octets).isUnmistakable, !line.isCut {
            reportLostOctets()
            client = .commands
            return takeCommand(line)
        }
        if line.octets == [Ascii.dot], !line.isCut, lostOctets > 0 || lostInGap > 0 {
            return endLostMessage(line)
        }
        noteLost(line.length, since: line.first)
    }

    /// Octets of lines that nobody can read: their beginning or their end is missing.
    mutating func noteLost(_ octets: Int, since moment: Moment) {
        guard octets > 0 else { return }
        if lostSince == nil { lostSince = moment }
        lostOctets = saturated(lostOctets, octets)
        if fragments == 0 { fragmentsSince = moment }
        fragments = saturated(fragments, octets)
    }

    /// Tells them where they stand, before what follows.
    mutating func reportFragments() {
        if let rest = clientLines.flush() { noteLost(rest.length, since: rest.first) }
        if let fragmentsSince { append(.fragment(from: .client, octets: fragments, at: fragmentsSince)) }
        fragments = 0
        fragmentsSince = nil
    }

    mutating func reportLostOctets() {
        reportFragments()
        lostOctets = 0
        lostInGap = 0
        lostSince = nil
    }

    /// A `.` line where nothing was certain: what went before was the content of a message.
    private mutating func endLostMessage(_ line: Line) {
        let transaction = ledger.current()
        var message = Message(first: lostSince ?? line.first)
        message.last = line.last
        message.size = lostOctets
        message.missing = max(1, lostInGap)
        message.isComplete = true
        fragments = 0
        fragmentsSince = nil
        lostOctets = 0
        lostSince = nil
        ledger.change(transaction) { $0.message = message }
        if let transaction { append(.message(transaction: transaction)) }
        lostInGap = 0
        client = .commands
        discloseEnd(line.length)
        pushEndOfData(transaction, at: line.last, length: line.length)
    }
}
