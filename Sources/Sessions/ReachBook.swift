import Packets
package import Streams

/// A sign that a host is up: a port of it that accepted a connection, or an echo reply.
package struct HostAnswer: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A SYN-ACK from this port.
        case port(UInt16)
        /// A reply to an ICMP echo request.
        case echo
    }

    package var kind: Kind
    /// The first one.
    package var origin: Origin
    /// The time to live with which it came.
    package var ttl: UInt8
}

/// Which hosts answered, on any port. When it is full, new hosts are not remembered.
struct ReachBook {
    private var answers: [IPAddress: [HostAnswer]] = [:]
    private var answered: Set<IPAddress> = []
    private let capacity: Int
    /// Kinds of answers remembered for a host.
    private static let kinds = 8

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// A SYN-ACK, or an echo reply, from another network came for this host.
    func wasAnswered(_ host: IPAddress) -> Bool { answered.contains(host) }

    mutating func note(answerFrom source: IPAddress, for host: IPAddress) {
        guard answered.count < capacity, source.v4.map({ $0 >> 8 }) != host.v4.map({ $0 >> 8 }) else { return }
        answered.insert(host)
    }

    mutating func note(_ host: IPAddress, _ kind: HostAnswer.Kind, ttl: UInt8, at origin: Origin) {
        guard let known = answers[host] else {
            if answers.count < capacity { answers[host] = [HostAnswer(kind: kind, origin: origin, ttl: ttl)] }
            return
        }
        guard known.count < Self.kinds, !known.contains(where: { $0.kind == kind }) else { return }
        answers[host, default: []].append(HostAnswer(kind: kind, origin: origin, ttl: ttl))
    }

    /// Everything but this port.
    func answers(of host: IPAddress, besides port: UInt16) -> [HostAnswer] {
        (answers[host] ?? []).filter { $0.kind != .port(port) }
    }
}
