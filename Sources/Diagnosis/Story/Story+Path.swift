import Capture
import Packets
import Sessions
import Streams

/// Who sent a packet that bears an end's address.
enum Sender: Sendable {
    /// Nothing speaks against the address.
    case genuine
    /// A box next to the capture point: the packet has crossed no router, the server's own packets have.
    case adjacentBox(because: String)
    /// Another time to live, but as many routers away as the end itself: its own reset, or a load balancer's before it.
    case sameDistance(because: String)
    /// Not from where the server's packets come from.
    case elsewhere(because: String)
    case unknown
}

extension Story {
    /// Time to live as systems set it: a packet that still has it has crossed no router.
    static func isInitial(_ ttl: UInt8) -> Bool { ttl == 64 || ttl == 128 || ttl == 255 }

    /// Routers crossed by a packet that began with the nearest of the usual values.
    static func hops(_ ttl: UInt8) -> Int { (ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255) - Int(ttl) }

    /// The capture point lies on the client's side: its packets have crossed no router, or fewer than the server's.
    var isNearClient: Bool {
        guard let ttl = connection?.client.ttlFirst else { return false }
        return Self.isInitial(ttl)
    }

    /// A server with a public address cannot be the client's neighbour.
    var isServerRemote: Bool {
        guard let facts = connection else { return false }
        return !facts.serverAddress.address.isPrivate && facts.clientAddress.address != facts.serverAddress.address
            && facts.clientAddress.address.isPrivate
    }

    /// Client and server are in one network: no router, and no firewall, lies between.
    var isServerNeighbour: Bool {
        guard let facts = connection, isNearClient, let ttl = facts.server.ttlFirst else { return false }
        return facts.clientAddress.address.isPrivate && facts.serverAddress.address.isPrivate && Self.isInitial(ttl)
    }

    /// All packets under the server's address come from a box beside the client: a proxy, or the firewall itself.
    var boxAnswersForServer: String? {
        guard isNearClient, isServerRemote, let server = connection?.server, let ttl = server.ttlFirst,
            server.packets > 0, Self.isInitial(ttl), server.ttlLowest == server.ttlHighest || server.ttlHighest == 0
        else { return nil }
        return "every packet under the server's public address arrived with TTL \(ttl): it has crossed no router"
    }

    /// Who sent this reset.
    func sender(of reset: ResetSegment, from side: Side) -> Sender {
        guard let facts = connection else { return .unknown }
        let others = facts[side]
        let isFar = others.ttlHighest > 0 && Self.hops(others.ttlHighest) > 0 && viewpoint == .besideClient
        let mayJudge = side == .server && isNearClient && (isServerRemote || isFar)
        guard others.ttlHighest > 0 else {
            if mayJudge, Self.isInitial(reset.ttl) {
                return .adjacentBox(
                    because:
                        "the reset arrived with TTL \(reset.ttl): it has crossed no router, and \(facts.serverAddress.address) is a public address"
                )
            }
            return .unknown
        }
        if reset.ttl >= others.ttlLowest, reset.ttl <= others.ttlHighest { return .genuine }
        let numbers =
            "the reset has TTL \(reset.ttl); the \(side.rawValue)'s other packets arrived with "
            + (others.ttlLowest == others.ttlHighest
                ? "\(others.ttlLowest)" : "\(others.ttlLowest) to \(others.ttlHighest)")
        if mayJudge, Self.isInitial(reset.ttl) { return .adjacentBox(because: numbers) }
        return abs(Self.hops(reset.ttl) - Self.hops(others.ttlHighest)) <= 1
            ? .sameDistance(because: numbers) : .elsewhere(because: numbers)
    }

    /// The first reset of the server's side.
    var serverReset: ResetSegment? { connection?.server.resets.first }
    var clientReset: ResetSegment? { connection?.client.resets.first }

    /// The oldest octets of an end that nobody acknowledged although they were sent again.
    func unanswered(_ side: Side) -> OutstandingSegment? {
        connection?[side].outstanding.first { $0.sent > 1 }
    }

    /// Everything that the client sent was acknowledged, and nothing had to be sent twice in vain.
    var clientIsAcknowledged: Bool { (connection?.client.unacknowledged ?? 0) == 0 }

    /// Seconds from a moment of this session to the end of the capture.
    func secondsWatched(after origin: Origin) -> Double {
        session.captureEnd.seconds(since: origin.time)
    }
}
