import Bytes
import Capture
import DequeModule
import Packets

/// One TCP connection: puts both streams in order and merges them as their ends saw them.
package final class Connection {
    package let key: FlowKey
    package private(set) var facts: ConnectionFacts
    package let consumer: any StreamConsumer
    /// When a reset or both FINs were seen.
    private(set) var closed: Origin?
    private(set) var heldOctets = 0

    private let limits: StreamLimits
    private var duplicates = DuplicateFilter()
    var client = DirectionStream()
    var server = DirectionStream()
    private var history = HistoryTrace()
    /// When something was first held back, counted in packets of this connection, and its time.
    private var waiting: (packet: Int, origin: Origin)?
    private var toldMidStream = false

    init(
        key: FlowKey, client: SocketAddress, server: SocketAddress, first: Origin, consumer: any StreamConsumer,
        limits: StreamLimits
    ) {
        self.key = key
        self.consumer = consumer
        self.limits = limits
        facts = ConnectionFacts(client: client, server: server, first: first)
    }

    /// A SYN that begins another connection on the same addresses and ports.
    func isReplaced(by tcp: TCPHeader, from side: Side) -> Bool {
        guard tcp.flags.contains(.syn), !tcp.flags.contains(.ack) else { return false }
        guard side == .client else { return closed != nil }
        guard let opening = facts.client.opening else { return facts.client.hasData || facts.server.hasData }
        return opening.sequence != tcp.sequence
    }

    /// Takes one packet of this connection.
    func process(
        _ frame: borrowing Frame, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan
    ) {
        let origin = Origin(frame: frame.number, time: frame.timestamp)
        let from: Side = SocketAddress(ip.source, tcp.sourcePort) == facts.clientAddress ? .client : .server
        facts.last = origin
        if duplicates.isDuplicate(
            ip, tcp, fromLow: from == .client, at: frame.timestamp, within: limits.duplicateSeconds)
        {
            facts.duplicates += 1
            return
        }
        facts.packets += 1
        if packet.link.vlanCount > 0, !facts.vlans.contains(packet.link.vlans), facts.vlans.count < 8 {
            facts.vlans.append(packet.link.vlans)
        }
        note(origin, packet, ip, tcp, from: from)
        if facts[from].checkedChecksums < limits.checkedChecksums, let isRight = TCPChecksum.isRight(ip, bytes) {
            facts[from].checkedChecksums += 1
            if !isRight { facts[from].wrongChecksums += 1 }
        }

        if tcp.flags.contains(.rst) {
            reset(origin, packet, ip, tcp, from: from)
        } else {
            if tcp.flags.contains(.syn) { opening(origin, ip, tcp, bytes, from: from) }
            accept(origin, tcp, bytes, from: from)
        }
        pump(isLast: false)
        if waiting != nil { declareGapsThatWaitedLong(origin) }
        heldOctets = client.heldOctets + server.heldOctets
        if closed != nil { forgetDelivered() }
    }

    /// After the end there is little to compare with.
    private func forgetDelivered() {
        guard !client.recent.isEmpty || !server.recent.isEmpty else { return }
        client.recent = []
        server.recent = []
    }

    package func note(_ fact: ICMPFact) {
        if facts.icmp.count < 16 { facts.icmp.append(fact) }
    }

    /// Delivers what is left and completes the facts. Nothing may follow.
    func finish() {
        settle(isLast: true)
        pump(isLast: true)
        for side in Side.allCases { complete(side) }
        facts.history = history.text
    }

    // MARK: - Facts of a packet

    private func note(_ origin: Origin, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, from: Side) {
        history.note(tcp, from: from)
        if tcp.payloadLength > tcp.payload.count { facts.truncatedPackets += 1 }
        let mac = packet.link.source
        withFacts(from) { facts in
            facts.packets += 1
            if facts.first == nil {
                facts.first = origin
                facts.ttlFirst = ip.ttl
                facts.mac = mac
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

    private func withFacts(_ side: Side, _ body: (inout DirectionFacts) -> Void) { body(&facts[side]) }

    /// A direction's stream, read and changed in place: a copy would copy its buffers.
    private subscript(side: Side) -> DirectionStream {
        _read { if side == .client { yield client } else { yield server } }
        _modify { if side == .client { yield &client } else { yield &server } }
    }

    private func reset(_ origin: Origin, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, from: Side) {
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

    private func opening(_ origin: Origin, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan, from: Side) {
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
    }

    // MARK: - Order

    private func accept(_ origin: Origin, _ tcp: TCPHeader, _ bytes: RawSpan, from: Side) {
        var acknowledged: Int64 = .min
        if tcp.flags.contains(.ack) {
            acknowledged = acknowledge(origin, tcp, by: from)
        }
        let sequence = tcp.flags.contains(.syn) ? tcp.sequence &+ 1 : tcp.sequence
        let offset = self[from].offset(of: sequence)
        guard abs(offset &- self[from].highestSent) < DirectionStream.farthest else { return }

        if tcp.payloadLength > 0 {
            send(origin, tcp, bytes, at: offset, acknowledging: acknowledged, from: from)
        }
        if tcp.flags.contains(.fin) {
            let end = offset &+ Int64(tcp.payloadLength)
            self[from].fin = self[from].fin ?? end
            withFacts(from) { $0.fin = $0.fin ?? origin }
            if facts.firstClose == nil { facts.firstClose = (from, origin, false) }
            if closed == nil, client.fin != nil, server.fin != nil { closed = origin }
        }
        settle(isLast: false)
    }

    /// What this segment acknowledges of the peer's stream; `.min` where the number cannot be meant.
    private func acknowledge(_ origin: Origin, _ tcp: TCPHeader, by side: Side) -> Int64 {
        let peer = side.other
        let offset = self[peer].offset(of: tcp.acknowledgement)
        guard abs(offset &- self[peer].highestSent) < DirectionStream.farthest else { return .min }
        // The FIN takes a sequence number: no octet stands there.
        if let fin = self[peer].fin, offset > fin { return acknowledge(fin, origin, peer) }
        return acknowledge(offset, origin, peer, by: tcp)
    }

    private func acknowledge(_ offset: Int64, _ origin: Origin, _ peer: Side, by tcp: TCPHeader? = nil) -> Int64 {
        let side = peer.other

        if side == .client, let tcp, facts.established == nil, !tcp.flags.contains(.syn), facts.client.opening != nil {
            facts.established = origin
            // The SYN-ACK was not captured: this number tells where the server's stream starts.
            if server.next == nil { server.next = offset }
        }
        guard offset > self[peer].highestAcknowledged else { return offset }
        let largest = self[peer].acknowledge(offset)
        facts[peer].largestAcknowledged = max(facts[peer].largestAcknowledged, largest)
        if offset >= self[peer].highestSent { facts[peer].lastAcknowledged = origin }
        return offset
    }

    private func send(
        _ origin: Origin, _ tcp: TCPHeader, _ bytes: RawSpan, at offset: Int64, acknowledging: Int64, from: Side
    ) {
        let length = tcp.payloadLength
        let end = offset &+ Int64(length)
        let payload = bytes.extracting(tcp.payload)
        let known = self[from].highestSent
        let isNew = end > known
        let isRepeated = offset < known
        let differs = isRepeated && self[from].conflicts(payload, at: offset)
        withFacts(from) { facts in
            facts.firstData = facts.firstData ?? origin
            facts.largestSegment = max(facts.largestSegment, length)
            if isNew {
                facts.octets += Int(clamping: end &- max(offset, known))
                facts.lastNewData = origin
            }
            if isRepeated {
                facts.retransmissions += 1
                facts.lastRetransmission = origin
            }
            if differs {
                facts.conflictingOverlaps += 1
                facts.conflict = facts.conflict ?? origin
            }
        }
        self[from].highestSent = max(known, end)
        self[from].await(offset, length, origin, isRepeated: isRepeated, limit: limits.outstandingSegments)
        let truncated = length - payload.byteCount
        if deliverAtOnce(origin, payload, truncated, at: offset, acknowledging: acknowledging, from: from) { return }
        guard self[from].next.map({ end > $0 }) ?? true else { return }
        self[from].hold(
            DirectionStream.Held(
                offset: offset, bytes: payload.copied(), truncated: truncated, acknowledged: acknowledging,
                origin: origin))
        if waiting == nil { waiting = (facts.packets, origin) }
    }

    /// The usual case: the next octets, and everything that they acknowledge was delivered. No copy is made.
    private func deliverAtOnce(
        _ origin: Origin, _ payload: RawSpan, _ truncated: Int, at offset: Int64, acknowledging: Int64, from: Side
    ) -> Bool {
        guard self[from].held.isEmpty, self[from].next == offset,
            (self[from.other].next ?? .min) >= acknowledging
        else { return false }
        deliver(payload, truncated, from: from, at: origin)
        return true
    }

    private func deliver(_ bytes: RawSpan, _ truncated: Int, from side: Side, at origin: Origin) {
        self[side].remember(bytes, limit: limits.comparedOctets)
        self[side].advance(bytes.byteCount)
        if bytes.byteCount > 0 { consumer.receive(bytes, from: side, at: origin) }
        if truncated > 0 { skip(truncated, from: side, reason: .truncated, at: origin) }
    }

    private func skip(_ octets: Int, from side: Side, reason: GapReason, at origin: Origin) {
        withFacts(side) { facts in
            switch reason {
            case .notCaptured: facts.notCaptured += octets
            case .truncated: facts.truncated += octets
            case .neverSeen: facts.neverSeen += octets
            }
        }
        self[side].recent.removeAll(keepingCapacity: true)
        self[side].advance(octets)
        consumer.gap(octets, from: side, reason: reason, at: origin)
    }

    /// Without a SYN a stream starts at its lowest octet; a few packets are waited for, as they may come out of order.
    private func settle(isLast: Bool) {
        guard client.next == nil || server.next == nil else { return }
        guard isLast || facts.packets >= 6 else { return }
        for side in Side.allCases where self[side].next == nil {
            guard self[side].hasReference else { continue }
            self[side].next = min(self[side].held.first?.offset ?? .max, self[side].highestAcknowledged)
        }
        if !toldMidStream, facts.client.opening == nil {
            toldMidStream = true
            facts.startsMidStream = true
            consumer.startsMidStream()
        }
    }

    /// Delivers everything that has become deliverable.
    private func pump(isLast: Bool) {
        while true {
            var progressed = false
            for side in Side.allCases {
                while let head = self[side].held.first, let next = self[side].next, head.offset <= next,
                    head.acknowledged <= self[side.other].next ?? .min || head.end <= next
                {
                    let head = self[side].removeFirstHeld()
                    progressed = true
                    deliver(head, from: side, after: next)
                }
            }
            if progressed { continue }
            guard isLast, declareGap(onlyAcknowledged: false) || deliverAgainstOrder() else { break }
        }
        if client.held.isEmpty, server.held.isEmpty { waiting = nil }
    }

    private func deliver(_ head: DirectionStream.Held, from side: Side, after next: Int64) {
        guard head.end > next else { return }
        let known = Int(clamping: next &- head.offset)
        let bytes = head.bytes.rawSpan
        let start = min(known, head.bytes.count)
        deliver(
            bytes.extracting(start..<head.bytes.count), head.truncated - (known - start), from: side, at: head.origin)
    }

    /// Acknowledgements that contradict each other leave both heads waiting: the earlier frame goes first.
    private func deliverAgainstOrder() -> Bool {
        let waiting = Side.allCases.filter { !self[$0].held.isEmpty && self[$0].next != nil }
        guard
            let side = waiting.min(by: {
                (self[$0].held.first?.origin.frame ?? 0) < (self[$1].held.first?.origin.frame ?? 0)
            }),
            let next = self[side].next
        else { return false }
        let head = self[side].removeFirstHeld()
        deliver(head, from: side, after: next)
        return true
    }

    private func declareGapsThatWaitedLong(_ now: Origin) {
        while let since = waiting {
            let isOld =
                facts.packets - since.packet > limits.reorderPackets
                || now.time.seconds(since: since.origin.time) > limits.reorderSeconds
            let isFull = client.heldOctets + server.heldOctets > limits.heldOctets
            guard isOld || isFull, declareGap(onlyAcknowledged: !isFull) else { return }
            pump(isLast: false)
        }
    }

    /// Calls the hole that blocks delivery a gap; false where nothing blocks.
    private func declareGap(onlyAcknowledged: Bool) -> Bool {
        var best: (side: Side, end: Int64, isAcknowledged: Bool, origin: Origin)?
        func offer(_ side: Side, _ end: Int64, _ origin: Origin) {
            let isAcknowledged = end <= self[side].highestAcknowledged
            guard isAcknowledged || !onlyAcknowledged else { return }
            if let best, (best.isAcknowledged ? 0 : 1, best.origin.frame) <= (isAcknowledged ? 0 : 1, origin.frame) {
                return
            }
            best = (side, end, isAcknowledged, origin)
        }
        for side in Side.allCases {
            guard let head = self[side].held.first, let next = self[side].next else { continue }
            if head.offset > next {
                offer(side, head.offset, head.origin)
            } else if let peer = self[side.other].next, head.acknowledged > peer {
                let blocked = self[side.other].held.first.map { max($0.offset, peer) } ?? head.acknowledged
                if blocked > peer { offer(side.other, min(blocked, head.acknowledged), head.origin) }
            }
        }
        guard let best, let next = self[best.side].next, best.end > next else { return false }
        let octets = Int(clamping: best.end &- next)
        // A single octet after which nothing comes is a FIN that was not captured.
        if octets == 1, self[best.side].held.isEmpty, self[best.side].highestSent <= next, self[best.side].fin == nil {
            self[best.side].fin = next
            facts[best.side].finAcknowledgedUnseen = true
            for index in self[best.side.other].held.indices where self[best.side.other].held[index].acknowledged > next
            {
                self[best.side.other].held[index].acknowledged = next
            }
            return true
        }
        skip(octets, from: best.side, reason: best.isAcknowledged ? .notCaptured : .neverSeen, at: best.origin)
        return true
    }

    /// What the peer acknowledged at the end and the capture lacks, and what nobody acknowledged.
    private func complete(_ side: Side) {
        let stream = self[side]
        if let next = stream.next, stream.hasReference {
            let end = stream.fin.map { min($0, stream.highestAcknowledged) } ?? stream.highestAcknowledged
            let lacking = Int(clamping: end &- next)
            // One octet at the very end is the FIN, which takes a sequence number.
            if lacking == 1, stream.fin == nil {
                withFacts(side) { $0.finAcknowledgedUnseen = true }
            } else if lacking > 0 {
                skip(lacking, from: side, reason: .notCaptured, at: facts.last)
            }
        }
        withFacts(side) { facts in
            facts.outstanding = stream.outstanding.filter { $0.offset &+ Int64($0.length) > stream.highestAcknowledged }
            facts.unacknowledged = max(0, Int(clamping: stream.highestSent &- stream.highestAcknowledged))
        }
    }
}
