import Capture
import Packets
import SMTP
package import Streams
import TLS

/// What tells one session from all others, whatever a box does to its addresses.
struct SessionFingerprint {
    /// A segment with a SYN or with octets: 32 bits that hosts choose at random (RFC 6528), a side and a length.
    struct Segment: Hashable {
        var side: Side
        var sequence: UInt32
        var length: Int
        var isOpening: Bool
    }

    /// Octets that one side sent in one segment.
    struct Payload: Hashable {
        var side: Side
        var length: Int
        var digest: UInt64
    }

    /// A segment with octets, and what is in them.
    struct Sighting {
        enum Content { case standing, message, own }

        var payload: Payload
        /// The number of its first octet.
        var sequence: UInt32
        var time: Timestamp
        var timestamp: UInt32?
        var identification: UInt32
        var content: Content
    }

    private(set) var segments: Set<Segment> = []
    /// In order; shorter ones say nothing.
    private(set) var payloads: [Sighting] = []
    private var places: [Payload: Int] = [:]
    /// The SYN's timestamp.
    private(set) var openingTimestamp: UInt32?
    let words: SessionWords
    static let shortestPayload = 6
    /// Data segments that are looked at.
    private static let examined = 512

    init(_ session: Session) {
        words = SessionWords(session.dialogue)
        guard let facts = session.connection else { return }
        openingTimestamp = facts.client.opening?.options.timestampValue
        let own = words.frames + Self.keys(session)
        let messages = session.dialogue.transactions.compactMap(\.message).map {
            $0.first.frame...max($0.first.frame, $0.last.frame)
        }
        for segment in facts.segments {
            if segment.flags.contains(.rst) { continue }
            let isOpening = segment.flags.contains(.syn)
            guard isOpening || segment.length > 0, segments.count < Self.examined else { continue }
            let isNew = segments.insert(
                Segment(
                    side: segment.side, sequence: segment.sequence, length: segment.length, isOpening: isOpening)
            ).inserted
            guard isNew, segment.length >= Self.shortestPayload, segment.digest != 0 else { continue }
            let frame = segment.origin.frame
            let isMessage = segment.side == .client && messages.contains { $0.contains(frame) }
            let payload = Payload(side: segment.side, length: segment.length, digest: segment.digest)
            if places[payload] == nil { places[payload] = payloads.count }
            payloads.append(
                Sighting(
                    payload: payload, sequence: segment.firstOctet, time: segment.origin.time,
                    timestamp: segment.timestamp, identification: segment.identification,
                    content: own.contains { $0.contains(frame) } ? .own : isMessage ? .message : .standing))
        }
    }

    /// Frames of TLS that hold random octets, or what random keys made: hellos, and all after the handshake.
    private static func keys(_ session: Session) -> [ClosedRange<Int>] {
        guard let tls = session.tls else { return [] }
        let hellos = [tls.clientHello?.moment.frame, tls.serverHello?.moment.frame].compactMap(\.self)
        return hellos.map { $0...$0 } + (tls.established.map { [$0.frame...Int.max] } ?? [])
    }

    // MARK: - Beside another one

    /// Equal octets at places that differ by a constant.
    struct Agreement {
        fileprivate(set) var shift = SequenceShift()
        fileprivate(set) var payloads = 0
        fileprivate(set) var octets = 0
        /// Of messages: a device may send one again.
        fileprivate(set) var octetsOfMessages = 0
        /// Segments with words or keys that only this session has.
        fileprivate(set) var own = 0
        /// Segments with the same, or another, TCP timestamp: a clock that begins anywhere (RFC 7323 §5.4).
        fileprivate(set) var sameTimestamps = 0
        fileprivate(set) var otherTimestamps = 0
        /// IP identifications that are the same; translation leaves them alone.
        fileprivate(set) var identifications: Set<UInt32> = []
        /// When the first of them were seen.
        fileprivate(set) var first: (mine: Timestamp, other: Timestamp)?

        /// Something agrees that is made anew for each connection. Words that all sessions have, and a message that may
        /// be sent again, are not.
        var isOwn: Bool {
            own > 0 || sameTimestamps > 1 && otherTimestamps == 0 || identifications.count > 2
        }
    }

    /// Where sequence numbers were replaced: each side's shift, from this to the other, that most equal payloads have
    /// in common, and what agrees there. nil where nothing does.
    func agreement(with other: SessionFingerprint) -> Agreement? {
        var votes: [Side: [UInt32: Int]] = [:]
        for entry in payloads {
            guard let place = other.places[entry.payload] else { continue }
            let shift = other.payloads[place].sequence &- entry.sequence
            votes[entry.payload.side, default: [:]][shift, default: 0] += entry.payload.length
        }
        guard !votes.isEmpty else { return nil }
        var result = Agreement()
        for (side, shifts) in votes {
            if let best = shifts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) { result.shift[side] = best.key }
        }
        for entry in payloads {
            guard let place = other.places[entry.payload] else { continue }
            let theirs = other.payloads[place]
            guard theirs.sequence &- entry.sequence == result.shift[entry.payload.side] else { continue }
            result.note(entry, theirs)
        }
        return result
    }
}

extension SessionFingerprint.Agreement {
    /// Below are the numbers of stacks that count from zero, in each connection or since they were switched on.
    private static let random: UInt32 = 1_024

    fileprivate mutating func note(_ mine: SessionFingerprint.Sighting, _ other: SessionFingerprint.Sighting) {
        payloads += 1
        octets += mine.payload.length
        switch (mine.content, other.content) {
        case (.own, .own): own += 1
        case (.message, .message): octetsOfMessages += mine.payload.length
        default: break
        }
        if let value = mine.timestamp, let theirs = other.timestamp {
            if value == theirs { sameTimestamps += 1 } else { otherTimestamps += 1 }
        }
        if mine.identification >= Self.random, mine.identification == other.identification {
            identifications.insert(mine.identification)
        }
        if first == nil { first = (mine.time, other.time) }
    }
}

/// What a box adds to the sequence numbers of each side, from inside to outside.
package struct SequenceShift: Hashable, Sendable {
    package var client: UInt32 = 0
    package var server: UInt32 = 0

    package init() {}

    package subscript(side: Side) -> UInt32 {
        get { side == .client ? client : server }
        set { if side == .client { client = newValue } else { server = newValue } }
    }

    package var isNone: Bool { client == 0 && server == 0 }
}
