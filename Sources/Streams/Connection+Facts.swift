import Bytes
import Capture
import Packets

/// What a packet shows beside its octets.
extension Connection {
    func note(_ origin: Origin, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, from: Side) {
        history.note(tcp, from: from)
        if tcp.payloadLength > tcp.payload.count { facts.truncatedPackets += 1 }
        let mac = packet.link.source
        let nextHopMAC = packet.link.destination
        withFacts(from) { facts in
            facts.packets += 1
            if facts.first == nil {
                facts.first = origin
                facts.ttlFirst = ip.ttl
                facts.mac = mac
                facts.nextHopMAC = nextHopMAC
            }
            facts.last = origin
            if tcp.flags.contains(.rst) { return }
            facts.ttlLowest = min(facts.ttlLowest, ip.ttl)
            facts.ttlHighest = max(facts.ttlHighest, ip.ttl)
            facts.lastIdentification = ip.identification
            facts.isWindowClosed = tcp.window == 0
            if tcp.window == 0 {
                facts.zeroWindows += 1
                facts.zeroWindowFirst = facts.zeroWindowFirst ?? origin
            }
        }
    }

    func reset(_ origin: Origin, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, from: Side) {
        let position = self[from].hasReference ? self[from].offset(of: tcp.sequence) : nil
        let expected = self[from].highestSent
        let peer = from == .client ? facts.server : facts.client
        let answersSYN = peer.opening != nil && !peer.hasData && facts.established == nil && !facts[from].hasData
        let segment = ResetSegment(
            origin: origin, ttl: ip.ttl, identification: ip.identification, window: tcp.window,
            acknowledges: tcp.flags.contains(.ack), sequence: tcp.sequence,
            distance: position.map { Int(clamping: $0 &- expected) }, answersSYN: answersSYN, mac: packet.link.source)
        withFacts(from) { facts in
            facts.resetCount += 1
            if facts.resets.count < limits.resets { facts.resets.append(segment) }
        }
        if facts.firstClose == nil { facts.firstClose = (from, origin, true) }
        if closed == nil { closed = origin }
    }

    func opening(_ origin: Origin, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan, from: Side) {
        let isFirst = facts[from].opening == nil
        withFacts(from) { facts in
            guard isFirst else {
                facts.opening?.count += 1
                facts.opening?.last = origin
                return
            }
            facts.opening = OpeningSegment(
                first: origin, last: origin, sequence: tcp.sequence, options: TCPOptions(bytes, in: tcp.options),
                window: tcp.window, ttl: ip.ttl)
        }
        guard isFirst else { return }
        let start = self[from].offset(of: tcp.sequence &+ 1)
        if self[from].next == nil { self[from].next = start }
        self[from].highestSent = max(self[from].highestSent, start)
        self[from].highestAcknowledged = max(self[from].highestAcknowledged, start)
        // The SYN was not captured: its answer tells where that stream starts.
        if tcp.flags.contains(.ack), self[from.other].next == nil {
            self[from.other].next = self[from.other].offset(of: tcp.acknowledgement)
        }
    }
}
