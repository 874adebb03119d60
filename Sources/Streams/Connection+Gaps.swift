import Bytes
import Capture

/// Octets that are not there: how long they are waited for, and what they are called then.
extension Connection {
    /// Acknowledged holes before what waited long become gaps; where too much is held, all holes do.
    func declareGapsThatWaitedLong(_ now: Origin) {
        while let oldest = oldestHeld {
            let isOld =
                facts.packets - oldest.packet > limits.reorderPackets
                || now.time.seconds(since: oldest.origin.time) > limits.reorderSeconds
            let isFull = client.heldOctets + server.heldOctets > limits.heldOctets
            guard isOld || isFull, declareGap(onlyAcknowledged: !isFull) || deliverAgainstOrder() else { return }
            pump(isLast: false)
        }
    }

    /// What has waited longest of the two heads.
    private var oldestHeld: DirectionStream.Held? {
        guard let client = client.held.first else { return server.held.first }
        guard let server = server.held.first else { return client }
        return client.packet <= server.packet ? client : server
    }

    /// Calls the hole that blocks delivery a gap; false where nothing blocks.
    func declareGap(onlyAcknowledged: Bool) -> Bool {
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
            reconsiderClose(of: best.side, at: next)
            self[best.side.other].limitAcknowledgements(to: next)
            return true
        }
        skip(octets, from: best.side, reason: best.isAcknowledged ? .notCaptured : .neverSeen, at: best.origin)
        return true
    }

    /// The first FIN that is here acknowledges another one that is not: that was the first, and who closed is not here.
    private func reconsiderClose(of side: Side, at fin: Int64) {
        guard let close = facts.firstClose, close.side != side, !close.isReset, closingAcknowledges > fin else {
            return
        }
        facts.firstClose = nil
    }

    /// What the peer acknowledged at the end and the capture lacks, and what nobody acknowledged.
    func complete(_ side: Side) {
        let stream = self[side]
        if let next = stream.next, stream.hasReference {
            var end = stream.fin.map { min($0, stream.highestAcknowledged) } ?? stream.highestAcknowledged
            if end > next, stream.endsWithUnseenFIN {
                withFacts(side) { $0.finAcknowledgedUnseen = true }
                reconsiderClose(of: side, at: end &- 1)
                end = end &- 1
            }
            let lacking = Int(clamping: end &- next)
            if lacking > 0 { skip(lacking, from: side, reason: .notCaptured, at: facts.last) }
            // What stood before a FIN, or an end's own reset, and nobody acknowledged. Where the peer went on and did not
            // acknowledge it, it was lost on the way.
            let sent = max(stream.fin ?? .min, stream.ownReset ?? .min)
            let unseen = Int(clamping: sent > 0 ? sent &- max(end, next) : 0)
            if unseen > 0 {
                let wentOn = isHeard(after: facts[side].fin, from: side.other)
                skip(unseen, from: side, reason: wentOn ? .neverSeen : .notCaptured, at: facts.last)
                if !wentOn { withFacts(side) { $0.unseenBeforeEnd = unseen } }
            }
        }
        facts[side].firstSequence = self[side].firstSequence
        facts[side].noteUnacknowledged(in: stream)
    }

    private func isHeard(after fin: Origin?, from side: Side) -> Bool {
        guard let fin, let last = facts[side].last, facts[side].resetCount == 0 else { return false }
        return last.frame > fin.frame
    }

    func skip(_ octets: Int, from side: Side, reason: GapReason, at origin: Origin) {
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

    /// Acknowledgements that contradict each other leave both heads waiting: the earlier frame goes first.
    func deliverAgainstOrder() -> Bool {
        var earliest: (side: Side, next: Int64, frame: Int)?
        for side in Side.allCases {
            guard let head = self[side].held.first, let next = self[side].next, head.offset <= next else { continue }
            if head.origin.frame < earliest?.frame ?? .max { earliest = (side, next, head.origin.frame) }
        }
        guard let (side, next, _) = earliest else { return false }
        let head = self[side].removeFirstHeld()
        deliver(head, from: side, after: next)
        return true
    }
}
