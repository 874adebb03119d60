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
}

extension Story {
    var viewpoint: Viewpoint {
        guard let facts = connection, let ttl = facts.client.ttlFirst else { return .besideClient }
        let isNear = Self.isInitial(ttl)
        guard !facts.clientAddress.address.isPrivate else { return isNear ? .besideClient : .behindRouter }
        return isNear ? .outsideBesideSpeaker : .outside
    }

    /// What the client is said to do may be the doing of the box before it.
    var isOutside: Bool {
        switch viewpoint {
        case .outside, .outsideBesideSpeaker: true
        case .besideClient, .behindRouter: false
        }
    }

    /// Who remains for a silence on the server's side of the capture point.
    var farSide: [Responsible] {
        isOutside ? [.isp, .networkPath, .serverFault] : [.firewall, .isp, .networkPath, .serverFault]
    }

    /// Who remains for something that came, or did not come, from the client's side.
    var nearSide: [Responsible] { [.firewall, .deviceFault] }
}
