import Capture
import Packets
import Streams

/// The same connection before and after address translation, in one capture: one session, judged from one copy.
enum TranslatedSessions {
    /// Both initial sequence numbers: 64 bits that hosts choose at random (RFC 6528). A translator leaves them alone.
    private struct Trace: Hashable {
        var client: UInt32
        var server: UInt32
    }

    /// Numbers that more sessions than this share were not chosen at random, and tell no copies.
    private static let mostCopies = 16

    /// The copy whose client has a private address is the device's own and stays; else the one that came first.
    static func merged(_ sessions: [Session], within seconds: Double) -> [Session] {
        var sessions = sessions
        let traces = sessions.map(trace)
        var counts: [Trace: Int] = [:]
        for case let trace? in traces { counts[trace, default: 0] &+= 1 }
        var kept: [Trace: [Int]] = [:]
        var dropped: Set<Int> = []
        for index in sessions.indices {
            guard let trace = traces[index], let count = counts[trace], (2...mostCopies).contains(count) else {
                continue
            }
            let others = kept[trace] ?? []
            guard let other = others.first(where: { isSame(sessions[$0], sessions[index], within: seconds) }) else {
                kept[trace] = others + [index]
                continue
            }
            let isPrivate = sessions[index].client.address.isPrivate
            let isInner =
                isPrivate == sessions[other].client.address.isPrivate
                ? sessions[index].first.frame < sessions[other].first.frame : isPrivate
            let (stays, goes) = isInner ? (index, other) : (other, index)
            sessions[stays].absorb(sessions[goes])
            dropped.insert(goes)
            kept[trace] = others.filter { $0 != goes } + (isInner ? [index] : [])
        }
        return dropped.isEmpty ? sessions : sessions.indices.filter { !dropped.contains($0) }.map { sessions[$0] }
    }

    private static func trace(of session: Session) -> Trace? {
        guard let syn = session.connection?.client.opening, let answer = session.connection?.server.opening else {
            return nil
        }
        return Trace(client: syn.sequence, server: answer.sequence)
    }

    /// Translation changes one end's address and leaves the other end alone.
    private static func isSame(_ a: Session, _ b: Session, within seconds: Double) -> Bool {
        guard abs(b.first.time.seconds(since: a.first.time)) <= seconds else { return false }
        return a.server == b.server
            ? a.client.address != b.client.address
            : a.client == b.client && a.server?.address != b.server?.address
    }
}

extension Session {
    /// Takes another copy's addresses; its packets are duplicates.
    fileprivate mutating func absorb(_ other: Session) {
        if other.client != client { otherClients.append(other.client) }
        otherClients += other.otherClients
        if let address = other.server, address != server { otherServers.append(address) }
        otherServers += other.otherServers
        guard let copied = other.connection else { return }
        connection?.duplicates &+= copied.packets &+ copied.duplicates
    }
}
