import Capture
import Packets
package import Streams

/// Another connection that the same client tried for the same purpose: a retry, the next address of a name, the other
/// IP version (RFC 8305), or another port.
package struct RelatedAttempt: Sendable {
    package var server: SocketAddress
    package var first: Origin
    package var isConnected: Bool
}

/// What an attempt tells of others of the same client.
struct AttemptTrace {
    var client: IPAddress
    var server: SocketAddress
    /// The name that it looked up.
    var name: String?
    var first: Origin
    var isConnected: Bool

    init(_ facts: ConnectionFacts, name: String?) {
        client = facts.clientAddress.address
        server = facts.serverAddress
        self.name = name
        first = facts.first
        isConnected = facts.isConnected
    }

    init?(_ session: Session) {
        guard let facts = session.connection else { return nil }
        self.init(facts, name: session.lookup?.name)
        client = session.client.address
    }
}

extension ConnectionFacts {
    var isConnected: Bool { established != nil || server.hasData }
}

/// Finds, for each attempt that did not connect, what else its client tried then.
enum RelatedAttempts {
    /// Seconds between two attempts of one purpose. Devices try again within a few minutes.
    static let seconds = 300.0
    /// Attempts looked at, and kept, on either side.
    private static let searched = 32
    private static let kept = 8

    /// Seconds within which a client turns to the other IP version (RFC 8305 §5 waits for 250 ms).
    private static let otherVersionSeconds = 10.0

    /// Attempts of the same network card by the other IP version, whose address is another one.
    private static func isOtherVersion(_ other: AttemptTrace, of mine: AttemptTrace) -> Bool {
        guard let name = mine.name, other.name == name, other.client.isV4 != mine.client.isV4 else { return false }
        return abs(other.first.time.seconds(since: mine.first.time)) <= otherVersionSeconds
    }

    /// Those before and after a frame.
    private static func near(_ frame: Int, in order: [AttemptTrace]) -> ArraySlice<AttemptTrace> {
        guard let place = position(of: frame, in: order) else { return [] }
        return order[max(0, place - searched)..<min(order.count, place + searched)]
    }

    /// `others`: what else is known of these clients' attempts.
    static func link(_ sessions: inout [Session], others: (Set<IPAddress>) -> [AttemptTrace]) {
        let failed = sessions.indices.filter { sessions[$0].connection.map { !$0.isConnected } ?? false }
        guard !failed.isEmpty else { return }
        let clients = Set(failed.map { sessions[$0].client.address })
        let own = sessions.lazy.filter { clients.contains($0.client.address) }.compactMap(AttemptTrace.init)
        var byClient: [IPAddress: [AttemptTrace]] = [:]
        for trace in others(clients) + own { byClient[trace.client, default: []].append(trace) }
        for client in clients { byClient[client]?.sort { $0.first.frame < $1.first.frame } }
        let cards = Set(failed.compactMap { sessions[$0].clientMAC })
        var byCard: [MACAddress: [AttemptTrace]] = [:]
        for session in sessions {
            guard let card = session.clientMAC, cards.contains(card), let trace = AttemptTrace(session) else {
                continue
            }
            byCard[card, default: []].append(trace)
        }
        for card in cards { byCard[card]?.sort { $0.first.frame < $1.first.frame } }
        for index in failed {
            guard let mine = AttemptTrace(sessions[index]) else { continue }
            let frame = mine.first.frame
            var found = near(frame, in: byClient[mine.client] ?? []).filter {
                $0.first.frame != frame && isRelated($0, mine)
            }
            if let card = sessions[index].clientMAC, mine.name != nil {
                found += near(frame, in: byCard[card] ?? []).filter { isOtherVersion($0, of: mine) }
            }
            sessions[index].attempts = found.prefix(kept).map {
                RelatedAttempt(server: $0.server, first: $0.first, isConnected: $0.isConnected)
            }
        }
    }

    private static func isRelated(_ a: AttemptTrace, _ b: AttemptTrace) -> Bool {
        guard abs(a.first.time.seconds(since: b.first.time)) <= seconds else { return false }
        if a.server.address == b.server.address { return true }
        guard let name = a.name else { return false }
        return name == b.name
    }

    /// Attempts are in the order of their first frames.
    private static func position(of frame: Int, in order: [AttemptTrace]) -> Int? {
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if order[middle].first.frame < frame { low = middle + 1 } else { high = middle }
        }
        return low < order.count ? low : nil
    }
}
