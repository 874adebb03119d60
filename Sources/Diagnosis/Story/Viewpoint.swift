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
        guard let facts = connection, let ttl = facts.client.ttlFirst else { return .besideClient }
        let isNear = Self.isInitial(ttl)
        guard !facts.clientAddress.address.isPrivate else { return isNear ? .besideClient : .behindRouter }
        // Nobody translates IPv6 addresses: a public one is the device's own.
        if isNear { return facts.clientAddress.address.isV4 ? .outsideBesideSpeaker : .besideClient }
        return facts.server.ttlFirst.map(Self.isInitial) ?? false ? .besideServer : .outside
    }

    /// What the client is said to do may be the doing of the box before it.
    var isOutside: Bool {
        switch viewpoint {
        case .outside, .outsideBesideSpeaker, .besideServer: true
        case .besideClient, .behindRouter: false
        }
    }

    /// Who remains for a silence on the server's side of the capture point.
    var farSide: [Responsible] {
        if isServerNeighbour { return [.serverFault, .networkPath] }
        if connection?.isInternal ?? false { return [.firewall, .networkPath, .serverFault] }
        // A device with a public address of its own may have its firewall still before it.
        return viewpoint == .outside || viewpoint == .besideServer
            ? [.isp, .networkPath, .serverFault] : [.firewall, .isp, .networkPath, .serverFault]
    }

    /// Who remains for something that came, or did not come, from the client's side.
    var nearSide: [Responsible] {
        viewpoint == .besideServer ? [.firewall, .isp, .networkPath, .deviceFault] : [.firewall, .deviceFault]
    }
}

extension ConnectionFacts {
    /// Both ends are in private networks: no provider is needed between them.
    var isInternal: Bool { clientAddress.address.isPrivate && serverAddress.address.isPrivate }
}
