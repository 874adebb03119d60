import Capture
import Packets
package import Streams

/// Where a connection's first reset comes from, as far as its packet tells.
package struct ResetOrigin: Sendable {
    package enum Forged: String, Sendable { case yes, no, unknown }

    package var side: Side
    package var frame: Int
    package var ttl: UInt8
    package var forged: Forged
    /// The signs, in words with numbers.
    package var because: String
}

extension Story {
    /// Octets of the client behind its reset, where that bears no ACK: it answers a packet for a connection that was over
    /// already (RFC 9293 §3.10.7.1).
    var octetsBehindReset: Int? {
        guard let reset = clientReset, !reset.acknowledges, let distance = reset.distance, distance < 0 else {
            return nil
        }
        return distance.magnitude > UInt(Int.max) ? nil : -distance
    }

    /// How the sentence about a reset ends whose time to live began elsewhere, near the end's own distance.
    static let aboutAsFar = ": this may be the end itself, or a gate before it"

    /// The first reset; nil where there is none. `no` takes two independent signs, `yes` one that nothing else explains.
    var resetOrigin: ResetOrigin? {
        guard let facts = connection else { return nil }
        let first = Side.allCases.compactMap { side in facts[side].resets.first.map { (side: side, segment: $0) } }
            .min { $0.segment.origin.frame < $1.segment.origin.frame }
        guard let (side, reset) = first else { return nil }
        func origin(_ forged: ResetOrigin.Forged, _ because: String) -> ResetOrigin {
            ResetOrigin(
                side: side, frame: reset.origin.frame, ttl: reset.ttl, forged: forged,
                because: ([because] + furtherSigns(reset, side, besides: because)).joined(separator: "; "))
        }
        // A box that answers in the server's name, or a box that takes nothing off the time to live before a server.
        if side == .server, !ownDistances(side).isEmpty, let box = boxAnswersForServer { return origin(.unknown, box) }
        switch sender(of: reset, from: side) {
        case .adjacentBox(let because): return origin(.yes, because)
        case .elsewhere(let because, _):
            return origin(isWithinOwnBehaviour(reset, side) ? .unknown : .yes, because)
        case .another(let because): return origin(.yes, because)
        case .sameDistance(let because): return origin(.unknown, because + Self.aboutAsFar)
        case .unknown:
            return origin(.unknown, "TTL \(reset.ttl), and no other packet of the \(side.rawValue) to compare with")
        case .genuine: return genuine(reset, side, origin)
        }
    }

    private func genuine(
        _ reset: ResetSegment, _ side: Side, _ origin: (ResetOrigin.Forged, String) -> ResetOrigin
    ) -> ResetOrigin {
        let same = "TTL \(reset.ttl), as \(Self.arrivals(ownDistances(side), of: side))"
        guard let trail = connection?[side].trail else { return origin(.unknown, same) }
        if trail.isCounter, let step = reset.identificationStep, (1...PacketTrail.largestStep).contains(step) {
            return origin(.no, same + "; its IP identification continues theirs (+\(step))")
        }
        // Beside the client its packets come from its own network card.
        if side == .client, viewpoint == .besideClient, Self.isInitial(reset.ttl), trail.hardware.count == 1,
            reset.mac == trail.hardware.first
        {
            return origin(.no, same + ", and from the same hardware address")
        }
        return origin(.unknown, same + "; a box on the path could copy that")
    }

    /// A client's reset with another TTL: systems answer for a closed program with other values than its program used.
    private func isWithinOwnBehaviour(_ reset: ResetSegment, _ side: Side) -> Bool {
        side == .client && viewpoint == .besideClient && Self.isInitial(reset.ttl)
            && connection?.client.trail.hardware.contains(where: { $0 == reset.mac }) ?? false
    }

    /// Signs that support, and decide nothing alone.
    private func furtherSigns(_ reset: ResetSegment, _ side: Side, besides told: String) -> [String] {
        guard let own = connection?[side] else { return [] }
        var signs: [String] = []
        if let mac = reset.mac, !own.trail.hardware.isEmpty, !own.trail.hardware.contains(mac), !told.contains("\(mac)")
        {
            signs.append("it came from the hardware address \(mac), the others from \(own.trail.hardware[0])")
        }
        if own.trail.isCounter, let step = reset.identificationStep, !(1...PacketTrail.largestStep).contains(step) {
            signs.append("its IP identification breaks their sequence")
        }
        if own.trail.withoutTimestamp == 0, own.trail.withTimestamp >= 3, !reset.hasTimestamp {
            signs.append("it has no timestamp option, all the others have; many systems leave it out")
        }
        if let distance = reset.distance, distance != 0, own.hasData {
            signs.append(
                distance > 0
                    ? "its sequence number is \(distance) beyond the next one"
                    : "its sequence number is \(-distance) behind the next one")
        }
        if let reaction = reset.reaction, let roundTrip, side == .server {
            signs.append(
                "\(Phrase.seconds(reaction)) after the octets that it acknowledges (round trip \(Phrase.seconds(roundTrip)))"
            )
        }
        if own.packetsAfterReset > 0 {
            signs.append("\(Phrase.count(own.packetsAfterReset, "more packet")) of this end followed")
        }
        return signs
    }
}
