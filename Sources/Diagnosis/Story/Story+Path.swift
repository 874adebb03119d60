import Capture
import Knowledge
import Packets
import SMTP
import Sessions
import Streams

/// Who sent a packet that bears an end's address.
enum Sender: Sendable {
    /// Nothing speaks against the address.
    case genuine
    /// A box next to the capture point: the packet has crossed no router, the end's own packets have.
    case adjacentBox(because: String)
    /// Another time to live, but as many routers away as the end itself: its own reset, or a load balancer's before it.
    case sameDistance(because: String)
    /// Not from where the end's packets come from. `isNearer`: fewer routers away than they.
    case elsewhere(because: String, isNearer: Bool)
    /// Not from the end's own system, at an unknown place: it may stand beside the end.
    case another(because: String)
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

    /// On port 25, who answered may be another server than the one that the client asked for: neither a look-up nor a
    /// greeting that is here says whose this address is.
    var mayBeRedirected: Bool {
        guard port == 25, isServerRemote || isOutside else { return false }
        let isNamed = session.lookup != nil || !(endpoint?.provider ?? "").isEmpty
        return !isNamed || IdentityFault.introduction(self).map(\.isIncomplete) ?? true
    }

    static let redirectDoubt =
        "whether this is the server that the client was to reach: its name, or its greeting, is not in the capture, and a box may lead port 25 elsewhere"

    /// All packets under the server's address come from a box beside the client: a proxy, or the firewall itself.
    var boxAnswersForServer: String? {
        guard isNearClient, isServerRemote, let server = connection?.server, let ttl = server.ttlFirst,
            server.packets > 0, Self.isInitial(ttl), server.ttlLowest == server.ttlHighest || server.ttlHighest == 0
        else { return nil }
        return "every packet under the server's public address arrived with TTL \(ttl): it has crossed no router"
    }

    /// The times to live of an end's packets. Of a distant server those left out that crossed no router: a SYN proxy's.
    func ownDistances(_ side: Side) -> [PacketTrail.Distance] {
        let all = connection?[side].trail.distances ?? []
        guard side == .server, isNearClient, isServerRemote, all.count > 1 else { return all }
        return all.filter { !Self.isInitial($0.ttl) }
    }

    /// The handshake was answered beside the client, what came after it from afar: a box completes handshakes itself.
    var synProxy: Evidence? {
        guard isNearClient, isServerRemote, let answer = connection?.server.opening, Self.isInitial(answer.ttl),
            let data = ownDistances(.server).first, !Self.isInitial(data.ttl)
        else { return nil }
        return Evidence(
            "the SYN-ACK has TTL \(answer.ttl), the server's later packets have \(data.ttl): a box beside the client completes handshakes in the server's name",
            [answer.first.frame, data.firstFrame])
    }

    /// The server's address and nobody nearer needs at least this long; nil where nothing was timed.
    var roundTrip: Double? {
        [connection?.handshakeSeconds, connection?.server.quickestAnswer].compactMap(\.self).min()
    }

    /// Who sent this reset.
    func sender(of reset: ResetSegment, from side: Side) -> Sender {
        guard let facts = connection else { return .unknown }
        let own = ownDistances(side)
        let far = own.map { Self.hops($0.ttl) }.max() ?? 0
        let isBeside = viewpoint == .besideClient && isNearClient && (isServerRemote || far > 0)
        // Beyond the firewall, what crossed no router comes from the provider's side of it.
        let mayJudge = side == .server && (isBeside || viewpoint == .outside)
        guard let lowest = own.map(\.ttl).min(), let highest = own.map(\.ttl).max() else {
            if side == .server, let same = sameAsElsewhere(reset) { return .sameDistance(because: same) }
            if mayJudge, Self.isInitial(reset.ttl), reset.reaction ?? 0 < Self.besideSeconds {
                return .adjacentBox(
                    because:
                        "the reset arrived with TTL \(reset.ttl): it has crossed no router, and \(facts.serverAddress.address) is a public address"
                )
            }
            return nearerThanResolver(reset, side)
        }
        if reset.ttl >= lowest, reset.ttl <= highest { return strangeness(of: reset, from: side) ?? .genuine }
        let numbers = "the reset has TTL \(reset.ttl); \(Self.arrivals(own, of: side))"
        if mayJudge, Self.isInitial(reset.ttl) { return .adjacentBox(because: numbers) }
        let distance = Self.hops(reset.ttl)
        if abs(distance - Self.hops(highest)) <= Self.balancedHops {
            return strangeness(of: reset, from: side) ?? .sameDistance(because: numbers)
        }
        // Two signs that disagree: another way for the same machine's packets, or a box that counts on.
        if let step = reset.identificationStep, (1...Self.nextIdentifications).contains(step),
            facts[side].trail.isCounter
        {
            return .sameDistance(because: numbers + ", and its IP identification continues theirs (+\(step))")
        }
        return .elsewhere(because: numbers, isNearer: distance < Self.hops(highest))
    }

    /// A machine with little to do moves on by no more between two packets.
    private static let nextIdentifications: UInt32 = 16

    /// A box beside the client answers a SYN at once; who needs longer is farther away, whatever the TTL says.
    private static let besideSeconds = 0.02

    /// "the server's 14 other packets arrived with 119".
    static func arrivals(_ distances: [PacketTrail.Distance], of side: Side) -> String {
        let packets = distances.reduce(0) { $0 &+ $1.packets }
        let values = Set(distances.map(\.ttl)).sorted().map { "\($0)" }
        let shown = values.count > 2 ? "\(values[0]) to \(values[values.count - 1])" : values.joined(separator: " and ")
        return packets == 1
            ? "the \(side.rawValue)'s other packet arrived with \(shown)"
            : "the \(side.rawValue)'s \(packets) other packets arrived with \(shown)"
    }

    /// A refusal that crossed fewer routers than the answers of a resolver beyond the site: from a box on the way.
    private func nearerThanResolver(_ reset: ResetSegment, _ side: Side) -> Sender {
        guard side == .server, let lookup = session.lookup, let answer = lookup.answerTTL,
            let resolver = lookup.resolvers.first, !resolver.isPrivate, isServerRemote || viewpoint == .outside,
            Self.hops(reset.ttl) + 3 <= Self.hops(answer)
        else { return .unknown }
        return .elsewhere(
            because:
                "the reset has TTL \(reset.ttl), \(Self.hops(reset.ttl)) routers away; the name server's answer came with \(answer), over \(Self.hops(answer))",
            isNearer: true)
    }

    /// A load balancer or a gate before a server stands this near to it, and answers with another time to live.
    private static let balancedHops = 2

    /// The same host answered on another port, with this very time to live.
    private func sameAsElsewhere(_ reset: ResetSegment) -> String? {
        guard let answer = session.reach.first(where: { $0.ttl == reset.ttl }) else { return nil }
        let what: String =
            switch answer.kind {
            case .port(let port): "its answer on port \(port)"
            case .echo: "its echo reply"
            }
        return "the reset has TTL \(reset.ttl), as has \(what) in frame \(answer.origin.frame)"
    }

    /// What the end's own system cannot have done, whatever the TTL says.
    private func strangeness(of reset: ResetSegment, from side: Side) -> Sender? {
        guard let facts = connection else { return nil }
        if side == .server, let tooQuick = tooQuick(reset) { return .another(because: tooQuick) }
        if side == .client, let foreign = foreignHardware(reset) { return .another(because: foreign) }
        let own = facts[side]
        guard own.resets.count == 1, let later = own.lastAfterReset, own.packetsAfterReset >= 2,
            later.time.seconds(since: reset.origin.time) > max(0.5, 3 * (roundTrip ?? 0)),
            side == .server || own.lastNewData.map({ $0.frame > reset.origin.frame }) ?? false
        else { return nil }
        return .another(
            because:
                "\(own.packetsAfterReset) more packets of the \(side.rawValue) came up to \(Phrase.seconds(later.time.seconds(since: reset.origin.time))) after it: its own connection went on"
        )
    }

    /// Beside the client its packets come from its own network card, and this one from another. Routers change the
    /// addresses, so that this tells nothing elsewhere.
    private func foreignHardware(_ reset: ResetSegment) -> String? {
        guard viewpoint == .besideClient, isNearClient, let own = connection?.client, let mac = reset.mac,
            own.trail.hardware.count == 1, !own.trail.hardware.contains(mac),
            own.trail.distances.reduce(0, { $0 &+ $1.packets }) >= 3
        else { return nil }
        return "it came from the hardware address \(mac), all the client's other packets from \(own.trail.hardware[0])"
    }

    /// It acknowledges octets that cannot have reached the server yet.
    private func tooQuick(_ reset: ResetSegment) -> String? {
        guard let reaction = reset.reaction, let roundTrip, roundTrip >= Self.shortestJudgedRoundTrip,
            reaction * 3 < roundTrip, !isOffloadedCapture
        else { return nil }
        return
            "it came \(Phrase.seconds(reaction)) after the octets that it acknowledges; the server never answered in less than \(Phrase.seconds(roundTrip))"
    }

    /// In a shorter round trip, jitter alone makes any answer look quick or late.
    private static let shortestJudgedRoundTrip = 0.005

    /// Times of a machine that captures itself are those of its network card's queue.
    private var isOffloadedCapture: Bool { connection?.server.isOffloaded ?? false }

    /// The first reset of the server's side.
    var serverReset: ResetSegment? { connection?.server.resets.first }
    var clientReset: ResetSegment? { connection?.client.resets.first }

    /// The oldest octets of an end that nobody acknowledged although they were sent again, in a capture that was there
    /// long enough to hold the acknowledgement.
    func unanswered(_ side: Side) -> OutstandingSegment? {
        connection?[side].outstanding.first { $0.sent > 1 && secondsWatched(after: $0.first) >= Self.shortestSilence }
    }

    /// Nobody expects these octets to arrive any more: one end left, or they were sent as often, or waited for as long, as
    /// is more than a delay. Before that the capture may just have ended while they were under way.
    func isGivenUp(_ lost: OutstandingSegment) -> Bool {
        connection?.firstClose != nil || lost.sent >= Self.patientSends
            || secondsWatched(after: lost.first) >= SilenceFault.patientSeconds
    }

    /// With pauses that double (RFC 6298 §5.5) this takes seven seconds and more.
    private static let patientSends = 4

    /// Everything that the client sent was acknowledged, and nothing had to be sent twice in vain.
    var clientIsAcknowledged: Bool { (connection?.client.unacknowledged ?? 0) == 0 }

    /// How sure it is that nobody answered: a capture that ends within a second of the question may lack the answer.
    func silenceIsSure(since origin: Origin) -> Confidence {
        secondsWatched(after: origin) >= Self.shortestSilence ? .proven : .likely
    }

    /// Seconds until a SYN or a query is sent again (RFC 6298 §2.1).
    static let shortestSilence = 1.0
    /// Seconds within which an answer need not have come yet: round trips between continents take this long.
    static let shortestAnswer = 0.3

    /// The last packet of this session.
    var lastMoment: Origin { connection?.last ?? session.last }

    /// Seconds from a moment of this session to the end of the capture.
    func secondsWatched(after origin: Origin) -> Double {
        session.captureEnd.seconds(since: origin.time)
    }
}
