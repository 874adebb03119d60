import Bytes

/// The server's octets: lines, replies, and what is neither.
extension DialogueParser {
    /// `base` is the position of the span's first octet in the stream.
    mutating func receiveFromServer(_ span: RawSpan, from base: Int?, at moment: Moment) -> Int {
        var offset = 0
        defer { serverEnd = base.map { $0 &+ offset } }
        while offset < span.byteCount {
            switch server {
            case .dark:
                return offset
            case .repliesOrTLS:
                if serverLines.isEmpty, !assembler.isRunning, !Ascii.isDigit(span.uint8(offset)) {
                    server = .dark
                    return offset
                }
            case .replies:
                let start = offset
                if let verdict = probeServer(span, at: &offset, moment) {
                    guard verdict == .tls else { continue }
                    return start
                }
            }
            guard let line = serverLines.take(span, at: &offset, moment) else { break }
            serverEnd = base.map { $0 &+ offset }
            takeServerLine(line)
        }
        return offset
    }

    mutating func finishServer() {
        if let rest = serverLines.flush() {
            if assembler.isRunning || ReplyLine(rest.octets, strictly: true) != nil {
                takeServerLine(rest)
            } else {
                rememberReplyLine(rest)
                takeForeign(rest)
            }
        }
        for reply in assembler.flush() { takeReply(reply) }
        discloseReply()
    }

    private mutating func takeServerLine(_ line: Line) {
        rememberReplyLine(line)
        let outcome = assembler.take(line)
        for reply in outcome.replies { takeReply(reply) }
        if !assembler.isRunning {
            discloseReply()
        } else if !outcome.replies.isEmpty {
            discloseReply(keepsLast: true)
        }
        if outcome.isForeign { takeForeign(line) } else { serverHasSpoken = true }
    }

    /// A line that is no reply: an SSH banner, HTTP, rubbish.
    private mutating func takeForeign(_ line: Line) {
        let isFirst = !serverHasSpoken && !serverHasGap && !startsMidSession
        if isFirst {
            facts.serverIsNotSMTP = true
            facts.foreignGreeting = String(shown: line.octets, limit: limits.keptLine)
        }
        serverHasSpoken = true
        appendBinary(from: .server, octets: line.length, at: line.first)
    }

    private mutating func probeServer(_ span: RawSpan, at offset: inout Int, _ moment: Moment) -> TLSProbe.Verdict? {
        guard serverLines.isEmpty, !isInsideTLS else { return nil }
        let carried = serverProbe.octets.count
        if carried == 0, !TLSProbe.mayBegin(span.uint8(offset), allowsSSLv2: false) { return nil }
        var verdict = TLSProbe.Verdict.undecided
        while verdict == .undecided, offset < span.byteCount {
            verdict = serverProbe.take(span.uint8(offset))
            offset &+= 1
        }
        switch verdict {
        case .undecided:
            break
        case .tls:
            tlsOctets[.server] = Array(serverProbe.octets.prefix(carried))
            serverProbe = TLSProbe()
            serverBeginsTLS(at: moment)
        case .other:
            offset &-= 1
            serverProbe.dropLast()
            let octets = serverProbe.octets
            serverProbe = TLSProbe()
            if octets.isEmpty { return nil }
            serverLines.prime(octets, moment)
        }
        return verdict
    }

    /// The server speaks TLS: its 220 to STARTTLS is in a gap, or only its side was captured.
    private mutating func serverBeginsTLS(at moment: Moment) {
        let last = facts.exchanges.last
        let followsUnseenStart = last?.command == nil && last?.reply?.code == 220 && facts.exchanges.count > 1
        if pending.contains(.startTLS) || followsUnseenStart { facts.startedTLS = true }
        if pending.contains(.startTLS) { apply(pending.settle()) }
        if let held { tlsOctets[.client] = held.octets }
        held = nil
        if client == .lost { reportLostOctets() }
        guard client != .dark else { return }
        enterTLS(at: moment)
    }
}
