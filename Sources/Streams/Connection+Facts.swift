import Bytes
import Capture
import Packets

/// What a packet shows beside its octets.
extension Connection {
    func note(
        _ origin: Origin, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan, from: Side
    ) {
        history.note(tcp, from: from)
        if tcp.payloadLength > tcp.payload.count { facts.truncatedPackets += 1 }
        let mac = packet.link.source
        let nextHopMAC = packet.link.destination
        let isReset = tcp.flags.contains(.rst)
        let hasTimestamp: Bool? =
            !isReset && facts[from].trail.wantsOptions && !tcp.options.isEmpty
            ? TCPOptions(bytes, in: tcp.options).timestampValue != nil : nil
        if facts[from.other].openProbes > 0 {
            withFacts(from.other) { ($0.openProbes, $0.firstOpenProbe) = (0, nil) }
        }
        let isProbe = isProbe(tcp, from: from)
        withFacts(from) { facts in
            facts.packets += 1
            if isProbe {
                facts.openProbes &+= 1
                facts.firstOpenProbe = facts.firstOpenProbe ?? origin
            }
            if facts.first == nil {
                facts.first = origin
                facts.ttlFirst = ip.ttl
                facts.mac = mac
                facts.nextHopMAC = nextHopMAC
            }
            facts.last = origin
            if isReset { return }
            if !facts.resets.isEmpty {
                facts.packetsAfterReset &+= 1
                facts.firstAfterReset = facts.firstAfterReset ?? origin
                facts.lastAfterReset = origin
            }
            if tcp.payloadLength == 0, tcp.flags.isDisjoint(with: [.syn, .fin]) {
                facts.lastBareAcknowledgement = origin
            }
            facts.ttlLowest = min(facts.ttlLowest, ip.ttl)
            facts.ttlHighest = max(facts.ttlHighest, ip.ttl)
            facts.trail.note(
                ttl: ip.ttl, identification: ip.identification, hardware: mac, frame: origin.frame)
            if facts.trail.wantsOptions { facts.trail.note(hasTimestamp: hasTimestamp ?? false) }
            // A FIN comes with whatever window there is.
            if !tcp.flags.contains(.fin) { facts.isWindowClosed = tcp.window == 0 }
            if tcp.window == 0 {
                facts.zeroWindows += 1
                facts.zeroWindowFirst = facts.zeroWindowFirst ?? origin
            }
        }
    }

    /// A keep-alive: an octet before the next one, or none, to make the peer acknowledge (RFC 9293 §3.8.4).
    private func isProbe(_ tcp: TCPHeader, from: Side) -> Bool {
        guard tcp.payloadLength <= 1, tcp.flags.isDisjoint(with: [.syn, .fin, .rst]), self[from].hasReference,
            facts[from].packets > 1, self[from].fin == nil
        else { return false }
        return self[from].offset(of: tcp.sequence) == self[from].highestSent &- 1
    }

    func reset(
        _ origin: Origin, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan, from: Side
    ) {
        let position = self[from].hasReference ? self[from].offset(of: tcp.sequence) : nil
        let expected = self[from].highestSent
        let peer = from == .client ? facts.server : facts.client
        // A reset answers a SYN by acknowledging it (RFC 9293 §3.10.7.1).
        let fits = peer.opening.map {
            tcp.flags.contains(.ack) ? tcp.acknowledgement == $0.sequence &+ 1 : tcp.sequence == 0
        }
        let answersSYN = fits ?? false && !peer.hasData && facts.established == nil && !facts[from].hasData
        var segment = ResetSegment(
            origin: origin, ttl: ip.ttl, identification: ip.identification, window: tcp.window,
            acknowledges: tcp.flags.contains(.ack), sequence: tcp.sequence,
            distance: position.map { Int(clamping: $0 &- expected) }, answersSYN: answersSYN, mac: packet.link.source)
        segment.reaction = reaction(origin, tcp, to: from.other)
        segment.hasTimestamp = TCPOptions(bytes, in: tcp.options).timestampValue != nil
        segment.identificationStep =
            ip.isIPv6 ? nil : facts[from].trail.identification.map { PacketTrail.step(from: $0, to: ip.identification) }
        withFacts(from) { facts in
            facts.resetCount += 1
            if facts.resets.count < limits.resets { facts.resets.append(segment) }
        }
        noteUnseen(before: segment, tcp, from: from)
        if facts.firstClose == nil { facts.firstClose = (from, origin, true) }
        if closed == nil { closed = origin }
    }

    /// A reset from where this end's other packets come from stands at the end of all that it sent, and acknowledges all
    /// that it got: octets in between are not in the capture.
    private func noteUnseen(before reset: ResetSegment, _ tcp: TCPHeader, from: Side) {
        let own = facts[from]
        guard facts.established != nil, own.packets > own.resetCount, own.ttlLowest <= reset.ttl,
            reset.ttl <= own.ttlHighest
        else { return }
        if reset.acknowledges {
            let offset = self[from.other].offset(of: tcp.acknowledgement)
            let known = self[from.other].highestSent
            // The peer's FIN takes a number as well.
            if offset > known &+ 1, offset &- known < Self.farthestUnseen { _ = self[from.other].acknowledge(offset) }
        }
        if let distance = reset.distance, distance > 1, distance < Self.farthestUnseen, self[from].fin == nil {
            self[from].ownReset = self[from].offset(of: tcp.sequence)
        }
    }

    /// More octets than this are in nobody's window: the number is made up.
    private static let farthestUnseen: Int64 = 1 << 20

    /// Seconds since what the peer sent last, where this segment acknowledges all of it.
    private func reaction(_ origin: Origin, _ tcp: TCPHeader, to peer: Side) -> Double? {
        guard tcp.flags.contains(.ack), self[peer].hasReference,
            self[peer].offset(of: tcp.acknowledgement) >= self[peer].highestSent,
            let sent = facts[peer].lastNewData ?? facts[peer].opening?.last
        else { return nil }
        let seconds = origin.time.seconds(since: sent.time)
        return seconds >= 0 ? seconds : nil
    }

    func opening(_ origin: Origin, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan, from: Side) {
        let isFirst = facts[from].opening == nil
        withFacts(from) { facts in
            guard isFirst else {
                facts.opening?.count += 1
                facts.opening?.last = origin
                if facts.opening?.times.count ?? 0 < OpeningSegment.keptTimes {
                    facts.opening?.times.append(origin.time)
                }
                return
            }
            facts.opening = OpeningSegment(
                first: origin, last: origin, times: [origin.time], sequence: tcp.sequence,
                options: TCPOptions(bytes, in: tcp.options),
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
