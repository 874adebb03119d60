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

/// Finds, for each attempt that did not connect, what else its client tried then.
enum RelatedAttempts {
    /// Seconds between two attempts of one purpose. Devices try again within a few minutes.
    private static let seconds = 300.0
    /// Attempts looked at, and kept, on either side.
    private static let searched = 32
    private static let kept = 8

    static func link(_ sessions: inout [Session]) {
        let failed = sessions.indices.filter { sessions[$0].connection.map { !isConnected($0) } ?? false }
        guard !failed.isEmpty, sessions.count > 1 else { return }
        var byClient: [IPAddress: [Int]] = [:]
        for index in sessions.indices where sessions[index].connection != nil {
            byClient[sessions[index].client.address, default: []].append(index)
        }
        for (client, known) in byClient {
            byClient[client] = known.sorted { sessions[$0].first.frame < sessions[$1].first.frame }
        }
        for index in failed {
            let mine = sessions[index]
            let all = byClient[mine.client.address] ?? []
            guard let place = position(of: mine.first.frame, in: all, sessions) else { continue }
            let near = all[max(0, place - searched)..<min(all.count, place + searched)]
            let found = near.filter { $0 != index && isRelated(sessions[$0], mine) }
            sessions[index].attempts = found.prefix(kept).compactMap { other in
                sessions[other].connection.map {
                    RelatedAttempt(
                        server: $0.serverAddress, first: sessions[other].first, isConnected: isConnected($0))
                }
            }
        }
    }

    private static func isConnected(_ facts: ConnectionFacts) -> Bool {
        facts.established != nil || facts.server.hasData
    }

    private static func isRelated(_ a: Session, _ b: Session) -> Bool {
        guard abs(a.first.time.seconds(since: b.first.time)) <= seconds else { return false }
        if a.server?.address == b.server?.address { return true }
        guard let name = a.lookup?.name else { return false }
        return name == b.lookup?.name
    }

    /// Attempts are in the order of their first frames.
    private static func position(of frame: Int, in order: [Int], _ sessions: [Session]) -> Int? {
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if sessions[order[middle]].first.frame < frame { low = middle + 1 } else { high = middle }
        }
        return low < order.count ? low : nil
    }
}
