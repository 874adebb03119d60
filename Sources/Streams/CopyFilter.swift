import Capture
import DequeModule
import Packets

/// Finds copies of packets: those of a mirror (`DuplicateFilter`), and those that a second capture point made with a
/// clock of its own: before and after a router, inside and outside a tunnel, on two interfaces.
///
/// A second point's copy must have been seen elsewhere (interface, tunnel, VLAN, hop) than the first. The IPv4 identification tells it
/// from a retransmission, which gets a new one (RFC 6864 §4). Where there is none (IPv6, or 0), the SYNs show how far
/// the two clocks differ, and only packets as far apart as those are copies.
struct CopyFilter {
    private struct Seen {
        var print: PacketPrint
        var time: Int64
        var point: CapturePoint
        var ttl: UInt8
    }

    /// What the copies of one direction at one point showed.
    private struct Offset {
        var point: CapturePoint
        var fromLow: Bool
        /// Nanoseconds after the first copy.
        var lag: Int64
        /// Hops that the first copy had more than this point's.
        var hops: Int
        /// Another interface, or file, than the first copy's: it may have a clock of its own.
        var isOtherInterface: Bool
    }

    private let limits: StreamLimits
    private var mirror = DuplicateFilter()
    private var seen: Deque<Seen> = []
    /// Where each direction was seen first: high address, low address.
    private var home: (CapturePoint, UInt8)?
    private var homeOfLow: (CapturePoint, UInt8)?
    private var hasSeenOthers = false
    /// Packets that nobody sends twice were there twice: something makes copies.
    private var hasSeenCopies = false
    private var offsets: [Offset] = []
    /// How far from the end of `seen` the last copy's first was found.
    private var distance = 0
    private static let maximumOffsets = 8
    private static let nearby = 16

    init(_ limits: StreamLimits) { self.limits = limits }

    /// More than one point shows this connection.
    var areSeveral: Bool { !offsets.isEmpty }

    /// Seconds between the copies of two interfaces, at most, where that is more than a way through a box takes.
    var clockDifference: Double {
        let lags = offsets.filter(\.isOtherInterface).map { Double($0.lag.magnitude) / 1e9 }
        return lags.max().flatMap { $0 > limits.duplicateSeconds ? $0 : nil } ?? 0
    }

    /// True for a copy. Remembers a packet that is none.
    mutating func isCopy(
        _ ip: IPHeader, _ tcp: TCPHeader, fromLow: Bool, at point: CapturePoint, _ time: Timestamp
    ) -> Bool {
        let print = PacketPrint(ip, tcp, fromLow: fromLow)
        let isSYN = tcp.flags.contains(.syn)
        var isKnownCopy = mirror.isDuplicate(print, at: time, within: limits.duplicateSeconds)
        if isKnownCopy {
            if Self.isUnique(ip, tcp) { hasSeenCopies = true }
            isKnownCopy = hasSeenCopies
        }
        let packet = Seen(print: print, time: time.nanoseconds, point: point, ttl: ip.ttl)
        let isElsewhere = noteHome(packet, fromLow: fromLow)
        if isElsewhere { hasSeenOthers = true }
        if hasSeenOthers, let first = first(of: packet, ip, isSYN: isSYN, fromLow: fromLow, isKnownCopy: isKnownCopy) {
            learn(packet, copyOf: first, fromLow: fromLow)
            return true
        }
        if !isKnownCopy { remember(packet) }
        return isKnownCopy
    }

    /// The time to live that the packet would have had where its direction was first seen.
    func timeToLive(_ ttl: UInt8, fromLow: Bool, at point: CapturePoint) -> UInt8 {
        guard let offset = offset(of: point, fromLow: fromLow) else { return ttl }
        return UInt8(clamping: Int(ttl) &+ offset.hops)
    }

    // MARK: -

    /// No host sends the same packet again within a moment: it has an identification (RFC 6864 §4), or what takes up
    /// sequence numbers and waits for its timer. Resets and bare acknowledgements without one are sent twice, where two
    /// segments call for them.
    private static func isUnique(_ ip: IPHeader, _ tcp: TCPHeader) -> Bool {
        if ip.source.isV4, ip.identification != 0 { return true }
        return tcp.payloadLength > 0 || tcp.flags.contains(.syn) || tcp.flags.contains(.fin)
    }

    /// Whether this direction was first seen elsewhere.
    private mutating func noteHome(_ packet: Seen, fromLow: Bool) -> Bool {
        if let known = fromLow ? homeOfLow : home { return known != (packet.point, packet.ttl) }
        if fromLow { homeOfLow = (packet.point, packet.ttl) } else { home = (packet.point, packet.ttl) }
        return false
    }

    private mutating func remember(_ packet: Seen) {
        seen.append(packet)
        let limit = hasSeenOthers ? limits.rememberedOfSeveralPoints : limits.rememberedPackets
        if seen.count > limit { seen.removeFirst() }
    }

    private mutating func first(
        of packet: Seen, _ ip: IPHeader, isSYN: Bool, fromLow: Bool, isKnownCopy: Bool
    ) -> Seen? {
        let lag = offset(of: packet.point, fromLow: fromLow)?.lag
        func isFirst(_ other: Seen) -> Bool {
            guard other.print == packet.print, other.point != packet.point || other.ttl != packet.ttl else {
                return false
            }
            let later = packet.time &- other.time
            if isKnownCopy { return later.magnitude <= Self.nanoseconds(limits.duplicateSeconds) }
            guard later.magnitude <= Self.nanoseconds(limits.copySeconds) else { return false }
            if ip.source.isV4, ip.identification != 0 { return true }
            guard other.point != packet.point else { return false }
            if let lag { return (later &- lag).magnitude <= Self.nanoseconds(limits.duplicateSeconds) }
            return isSYN && later.magnitude <= Self.nanoseconds(limits.clockSkewSeconds)
        }
        let expected = seen.count &- distance
        for index in max(0, expected - Self.nearby)..<max(0, min(seen.count, expected + Self.nearby))
        where isFirst(seen[index]) {
            distance = seen.count - index
            return seen[index]
        }
        for index in seen.indices.reversed() where isFirst(seen[index]) {
            distance = seen.count - index
            return seen[index]
        }
        return nil
    }

    private func offset(of point: CapturePoint, fromLow: Bool) -> Offset? {
        offsets.first { $0.point == point && $0.fromLow == fromLow }
    }

    private mutating func learn(_ packet: Seen, copyOf first: Seen, fromLow: Bool) {
        let learned = Offset(
            point: packet.point, fromLow: fromLow, lag: packet.time &- first.time,
            hops: Int(first.ttl) - Int(packet.ttl), isOtherInterface: packet.point.interface != first.point.interface)
        if let index = offsets.firstIndex(where: { $0.point == packet.point && $0.fromLow == fromLow }) {
            offsets[index] = learned
        } else if offsets.count < Self.maximumOffsets, first.point != packet.point {
            offsets.append(learned)
        }
    }

    private static func nanoseconds(_ seconds: Double) -> UInt64 { UInt64(max(0, min(seconds, 1e6)) * 1e9) }
}
