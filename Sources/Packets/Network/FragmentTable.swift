import Bytes
package import Capture
import DequeModule

/// Puts IP fragments together, version 4 (RFC 791 §3.2, RFC 815) and 6 (RFC 8200 §4.5), in whatever order they come.
/// Packets that are no fragments never come here.
package struct FragmentTable: Sendable {
    /// RFC 791: the four fields that fragments of one datagram share. In IPv6 the protocol is the first fragment's
    /// alone.
    private struct Key: Hashable {
        var source: IPAddress
        var destination: IPAddress
        var identification: UInt32
        var transportProtocol: UInt8

        init(_ ip: IPHeader) {
            source = ip.source
            destination = ip.destination
            identification = ip.identification
            transportProtocol = ip.isIPv6 ? 0 : ip.transportProtocol
        }
    }

    package private(set) var counts = FragmentCounts()
    private let limits: FragmentLimits
    private var datagrams: [Key: FragmentedDatagram] = [:]
    /// In the order of their first fragments; entries whose serial is gone were replaced.
    private var order: Deque<(key: Key, serial: UInt64)> = []
    private var nextSerial: UInt64 = 0
    private var octets = 0

    package init(_ limits: FragmentLimits = FragmentLimits()) { self.limits = limits }

    /// Takes the packet of a frame whose decoding stopped at a fragment; returns the datagram that it completes. What
    /// the packet says of its place counts in `bytes`.
    package mutating func add(
        _ packet: Packet, _ bytes: RawSpan, frame: Int, at time: Timestamp
    ) -> ReassembledDatagram? {
        guard let ip = packet.ip, ip.isFragment else { return nil }
        counts.fragments &+= 1
        forgetOld(time)
        let range = Self.place(of: ip)
        let start = min(max(0, ip.payloadOffset), bytes.byteCount)
        let captured = bytes.extracting(start..<min(bytes.byteCount, start &+ range.count))
        let key = Key(ip)
        if let known = datagrams[key] {
            if known.completed != nil, !isOld(known, time), known.isCopy(range, captured) {
                counts.copies &+= 1
                return nil
            }
            // The identification is used again.
            if known.completed != nil || isOld(known, time) { remove(key) }
        }
        let before = datagrams[key]?.cost ?? 0
        var datagram = datagrams[key] ?? begin(key, isIPv6: ip.isIPv6, at: time)
        datagrams[key] = nil
        let finding = datagram.add(
            range, captured, of: packet, moreFragments: ip.moreFragments, frame: frame,
            limit: limits.fragmentsPerDatagram)
        note(finding)
        octets &+= datagram.cost &- before
        let result = datagram.isComplete ? complete(&datagram, at: time) : nil
        datagrams[key] = datagram
        makeRoom()
        return result
    }

    /// Nothing follows: what is not complete stays so.
    package mutating func finish() {
        while let oldest = order.popFirst() { forget(oldest) }
    }

    // MARK: -

    /// All fragments but the last are multiples of 8 octets; what one has beyond that is no part of it.
    private static func place(of ip: IPHeader) -> Range<Int> {
        let length = max(0, ip.moreFragments ? ip.payloadLength & ~7 : ip.payloadLength)
        return ip.fragmentOffset..<(ip.fragmentOffset &+ length)
    }

    private mutating func begin(_ key: Key, isIPv6: Bool, at time: Timestamp) -> FragmentedDatagram {
        nextSerial &+= 1
        order.append((key, nextSerial))
        return FragmentedDatagram(
            serial: nextSerial, at: time, patience: isIPv6 ? limits.secondsV6 : limits.secondsV4)
    }

    private mutating func note(_ finding: FragmentedDatagram.Finding) {
        if finding.isCopy { counts.copies &+= 1 }
        if finding.overlaps { counts.overlapping &+= 1 }
        if finding.conflicts { counts.conflicting &+= 1 }
    }

    private mutating func complete(_ datagram: inout FragmentedDatagram, at time: Timestamp) -> ReassembledDatagram? {
        guard var packet = datagram.packet, var ip = packet.ip else { return nil }
        datagram.completed = time
        counts.reassembled &+= 1
        ip.payloadOffset = 0
        ip.payloadLength = datagram.wireLength
        ip.moreFragments = false
        // An IPv6 packet that is whole has none: a copy of it that was never cut has to look the same.
        if ip.isIPv6 { ip.identification = 0 }
        packet.ip = ip
        return ReassembledDatagram(packet: packet, octets: datagram.octets(), frames: datagram.frames)
    }

    // MARK: - Limits

    private func isOld(_ datagram: FragmentedDatagram, _ now: Timestamp) -> Bool {
        if let completed = datagram.completed { return now.seconds(since: completed) > limits.copySeconds }
        return now.seconds(since: datagram.started) > datagram.patience
    }

    /// Only the oldest are looked at: a few may stay longer, never for a new fragment of theirs.
    private mutating func forgetOld(_ now: Timestamp) {
        while let oldest = order.first {
            if let datagram = datagrams[oldest.key], datagram.serial == oldest.serial {
                guard isOld(datagram, now) else { return }
            }
            order.removeFirst()
            forget(oldest)
        }
    }

    private mutating func makeRoom() {
        while order.count > limits.datagrams || octets > limits.octets, let oldest = order.popFirst() {
            forget(oldest)
        }
    }

    /// Forgets a datagram that has left `order`.
    private mutating func forget(_ entry: (key: Key, serial: UInt64)) {
        guard datagrams[entry.key]?.serial == entry.serial else { return }
        remove(entry.key)
    }

    private mutating func remove(_ key: Key) {
        guard let datagram = datagrams.removeValue(forKey: key) else { return }
        octets &-= datagram.cost
        if datagram.completed == nil { counts.incomplete &+= 1 }
    }
}
