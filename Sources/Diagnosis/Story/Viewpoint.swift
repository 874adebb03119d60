import Packets
import Sessions
import Streams

/// Where the capture was taken, as far as the packets tell.
enum Viewpoint: Sendable {
    /// Beside the client: its packets have crossed no router.
    case besideClient
    /// A router lies between the client and here; its address is still its own.
    case behindRouter
    /// Beyond the client's firewall: its packets bear a public address.
    case outside
    /// The packets under the client's public address start here: a proxy speaks for it, or the client has this address.
    case outsideBesideSpeaker
    /// Beside the server: its packets start here, and the client's have crossed the Internet.
    case besideServer
}

extension Story {
    var viewpoint: Viewpoint {
        if let knownViewpoint { return knownViewpoint }
        guard let facts = connection, let ttl = facts.client.ttlFirst else { return viewpointOfLookup }
        let isNear = Self.isInitial(ttl)
        guard !facts.clientAddress.address.isPrivate else { return isNear ? .besideClient : .behindRouter }
        // Nobody translates IPv6 addresses: a public one is the device's own.
        if isNear { return facts.clientAddress.address.isV4 ? .outsideBesideSpeaker : .besideClient }
        let isBesideServer = facts.server.ttlFirst.map(Self.isInitial) ?? false
        return isBesideServer && !looksNamesUpFromAfar ? .besideServer : .outside
    }

    /// The client's own name queries are here, and the answers have come a long way: this is the client's end.
    private var looksNamesUpFromAfar: Bool {
        guard let lookup = session.lookup, lookup.client == connection?.clientAddress.address,
            let answer = lookup.answerTTL
        else { return false }
        return !Self.isInitial(answer)
    }

    /// Where only a look-up was seen, its queries tell.
    private var viewpointOfLookup: Viewpoint {
        guard let lookup = session.lookup, let ttl = lookup.queryTTL else { return .besideClient }
        if lookup.client.isPrivate { return Self.isInitial(ttl) ? .besideClient : .behindRouter }
        return Self.isInitial(ttl) ? .outsideBesideSpeaker : .outside
    }

    /// What the client is said to do may be the doing of the box before it.
    var isOutside: Bool {
        switch viewpoint {
        case .outside, .outsideBesideSpeaker, .besideServer: true
        case .besideClient, .behindRouter: false
        }
    }

    /// Under one address, name queries have crossed a router and this connection has not: the box before this point
    /// opened it, in the client's place.
    var boxSpeaksForClient: Evidence? {
        guard viewpoint == .outsideBesideSpeaker, let facts = connection, let ttl = facts.client.ttlFirst,
            let lookup = session.lookup, lookup.client == facts.clientAddress.address, let query = lookup.queryTTL,
            !Self.isInitial(query)
        else { return nil }
        return Evidence(
            "the name queries of \(lookup.client) have TTL \(query), this connection's packets have \(ttl): the box before this point opened it itself",
            [lookup.first.frame, facts.first.frame])
    }

    /// What left the client's network reached this point: whoever stands before it let it pass.
    var isBeyondFirewall: Bool { viewpoint == .outside || boxSpeaksForClient != nil }

    /// Who remains for a silence on the server's side of the capture point.
    var farSide: [Responsible] {
        if isServerNeighbour { return [.serverFault, .networkPath] }
        if connection?.isInternal ?? false { return [.firewall, .networkPath, .serverFault] }
        // A device with a public address of its own may have its firewall still before it.
        return isBeyondFirewall || viewpoint == .besideServer
            ? [.isp, .networkPath, .serverFault] : [.firewall, .isp, .networkPath, .serverFault]
    }

    /// Who remains for something that came, or did not come, from the client's side.
    var nearSide: [Responsible] {
        viewpoint == .besideServer ? [.firewall, .isp, .networkPath, .deviceFault] : [.firewall, .deviceFault]
    }

    private static func named(_ address: IPAddress) -> String {
        address.isPrivate ? "\(address)" : "the public address \(address)"
    }

    /// The firewall let the client's packets pass; nil where this point does not lie beyond it.
    var firewallLetThemPass: Clearance? {
        guard isBeyondFirewall else { return nil }
        if let facts = connection {
            return Clearance(
                .firewall,
                because:
                    "the client's packets left it: they are here under \(Self.named(facts.clientAddress.address))",
                frames: [facts.client.opening?.first.frame, facts.client.lastNewData?.frame].compactMap(\.self))
        }
        return session.lookup.map {
            Clearance(
                .firewall, because: "the queries left it: they are here under \(Self.named($0.client))",
                frames: [$0.first.frame])
        }
    }
}

extension ConnectionFacts {
    /// Both ends are in private networks: no provider is needed between them.
    var isInternal: Bool { clientAddress.address.isPrivate && serverAddress.address.isPrivate }
}
