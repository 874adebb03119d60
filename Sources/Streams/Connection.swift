import Bytes
import Capture
import DequeModule
import Packets

/// One TCP connection: puts both streams in order and merges them as their ends saw them.
package final class Connection {
    package let key: FlowKey
    package internal(set) var facts: ConnectionFacts
    package let consumer: any StreamConsumer
    /// When a reset or both FINs were seen.
    package internal(set) var closed: Origin?
    /// What the first FIN acknowledged of the other stream, as an offset.
    var closingAcknowledges = Int64.min
    /// It was handed out, and only takes in stragglers.
    private(set) var isOver = false
    /// `ConnectionTable.stalled` has told of it.
    var isToldStalled = false
    private(set) var heldOctets = 0

    let limits: StreamLimits
    var copies: CopyFilter
    var client = DirectionStream()
    var server = DirectionStream()
    var history = HistoryTrace()
    private var toldMidStream = false
    /// Of the last packet that is no copy, in nanoseconds.
    private var lastTime = Int64.min
    /// Packets of one clock are this much apart at most where their order in a file is not that of their times.
    private static let clockStep: Int64 = 1_000_000
    private static let keptSteps = 8

    init(
        key: FlowKey, client: SocketAddress, server: SocketAddress, first: Origin, consumer: any StreamConsumer,
        limits: StreamLimits
    ) {
        self.key = key
        self.consumer = consumer
        self.limits = limits
        copies = CopyFilter(limits)
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
        let point = CapturePoint(frame, packet)
        if copies.isCopy(ip, tcp, fromLow: from == .client, at: point, frame.timestamp) {
            facts.duplicates += 1
            return
        }
        let ip = copies.areSeveral ? atFirstPoint(ip, tcp, from: from, seenAt: point) : ip
        facts.packets += 1
        noteTime(origin)
        if limits.tracedSegments > 0 { trace(origin, ip, tcp, bytes, from: from) }
        if packet.link.vlanCount > 0, !facts.vlans.contains(packet.link.vlans), facts.vlans.count < 8 {
            facts.vlans.append(packet.link.vlans)
        }
        note(origin, packet, ip, tcp, bytes, from: from)
        if facts[from].checkedChecksums < limits.checkedChecksums, let isRight = TCPChecksum.isRight(ip, bytes) {
            facts[from].checkedChecksums += 1
            if !isRight { facts[from].wrongChecksums += 1 }
        }

        if tcp.flags.contains(.rst) {
            reset(origin, packet, ip, tcp, bytes, from: from)
        } else {
            if tcp.flags.contains(.syn) { opening(origin, ip, tcp, bytes, from: from) }
            accept(origin, tcp, bytes, from: from)
        }
        pump(isLast: false)
        if !client.held.isEmpty || !server.held.isEmpty { declareGapsThatWaitedLong(origin) }
        heldOctets = client.heldOctets + server.heldOctets
        if closed != nil { forgetDelivered() }
    }

    package func note(_ fact: ICMPFact) {
        if facts.icmp.count < 16 { facts.icmp.append(fact) }
    }

    private func noteTime(_ origin: Origin) {
        let time = origin.time.nanoseconds
        if time.addingReportingOverflow(Self.clockStep).partialValue < lastTime {
            facts.backwardSteps += 1
            if facts.keptBackwardSteps.count < Self.keptSteps {
                facts.keptBackwardSteps.append((origin, Double(lastTime &- time) / 1e9))
            }
        }
        lastTime = time
    }

    /// Notes a packet that came after the connection was handed out.
    func absorb(_ origin: Origin) { facts.last = origin }

    /// Waits no longer: what is held is delivered, and the holes before it are gaps.
    func releaseHeld() {
        settle(isLast: true)
        pump(isLast: true)
        heldOctets = client.heldOctets + server.heldOctets
    }

    /// Delivers what is left and completes the facts. Nothing may follow.
    func finish() {
        isOver = true
        releaseHeld()
        for side in Side.allCases { complete(side) }
        facts.history = history.text
        facts.clockDifference = copies.clockDifference
    }

    func withFacts(_ side: Side, _ body: (inout DirectionFacts) -> Void) { body(&facts[side]) }

    /// A direction's stream, read and changed in place: a copy would copy its buffers.
    subscript(side: Side) -> DirectionStream {
        _read { if side == .client { yield client } else { yield server } }
        _modify { if side == .client { yield &client } else { yield &server } }
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
            let isNew = self[from].fin == nil
            if isNew {
                self[from].fin = end
                self[from.other].limitAcknowledgements(to: end)
            }
            withFacts(from) { $0.fin = $0.fin ?? origin }
            // A FIN of the other end that was acknowledged and not captured may have been the first.
            let isFirst = from == .client ? !facts.server.finAcknowledgedUnseen : !facts.client.finAcknowledgedUnseen
            if facts.firstClose == nil, isFirst {
                facts.firstClose = (from, origin, false)
                closingAcknowledges = self[from.other].offset(of: tcp.acknowledgement)
            }
            // The other FIN acknowledges this one: with two clocks, or out of order, it only came here later.
            if isNew, let close = facts.firstClose, close.side != from, !close.isReset, closingAcknowledges == end &+ 1
            {
                facts.firstClose = (from, origin, false)
            }
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
        let (largest, sent) = self[peer].acknowledge(offset)
        facts[peer].largestAcknowledged = max(facts[peer].largestAcknowledged, largest)
        if let sent, origin.time >= sent {
            let answer = origin.time.seconds(since: sent)
            facts[side].quickestAnswer = min(facts[side].quickestAnswer ?? answer, answer)
        }
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
        let isBehind = offset < known
        // A keep-alive may carry an octet that means nothing, before the next one (RFC 9293 §3.8.4).
        if length == 1, end == known, self[from].isNotRepeated(payload, at: offset) { return }
        let unseen = isBehind ? self[from].unseenOctets(offset, end) : length
        // Late by less than any timer of a sender, and never seen before: out of order.
        let isReordered = unseen == length && isSoonAfterNewData(of: from, origin)
        let isRepeated = isBehind && !isReordered
        let differs = isBehind && self[from].conflicts(payload, at: offset)
        withFacts(from) { facts in
            facts.firstData = facts.firstData ?? origin
            facts.largestSegment = max(facts.largestSegment, length)
            facts.octets += unseen
            if isNew { facts.lastNewData = origin }
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
                origin: origin, packet: facts.packets))
    }

    private func isSoonAfterNewData(of side: Side, _ origin: Origin) -> Bool {
        guard let last = facts[side].lastNewData else { return false }
        return origin.time.seconds(since: last.time).magnitude <= limits.outOfOrderSeconds
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

    /// Without a SYN a stream starts at its lowest octet; a few packets are waited for, as they may come out of order.
    /// Of an end whose packets were not captured the first acknowledgement tells the start.
    private func settle(isLast: Bool) {
        guard client.next == nil || server.next == nil else { return }
        guard isLast || facts.packets >= 6 else { return }
        for side in Side.allCases where self[side].next == nil {
            guard self[side].hasReference else { continue }
            self[side].next =
                facts[side].packets == 0
                ? DirectionStream.firstOffset
                : min(self[side].held.first?.offset ?? .max, self[side].highestAcknowledged)
        }
        if !toldMidStream, facts.client.opening == nil {
            toldMidStream = true
            facts.startsMidStream = true
            consumer.startsMidStream()
        }
    }

    /// Delivers everything that has become deliverable.
    func pump(isLast: Bool) {
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
    }

    func deliver(_ head: DirectionStream.Held, from side: Side, after next: Int64) {
        guard head.end > next else { return }
        let known = Int(clamping: next &- head.offset)
        let bytes = head.bytes.rawSpan
        let start = min(known, head.bytes.count)
        deliver(
            bytes.extracting(start..<head.bytes.count), head.truncated - (known - start), from: side, at: head.origin)
    }
}
