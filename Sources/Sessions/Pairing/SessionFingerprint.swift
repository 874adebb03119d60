import Packets
import SMTP
package import Streams

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

    var segments: Set<Segment> = []
    /// Each payload's first octet, in order; shorter ones say nothing.
    var payloads: [(payload: Payload, sequence: UInt32)] = []
    /// The SYN's timestamp and the maximum segment size.
    var openingTimestamp: UInt32?
    static let shortestPayload = 6
    /// Data segments that are looked at.
    private static let examined = 512

    init(_ session: Session) {
        guard let facts = session.connection else { return }
        openingTimestamp = facts.client.opening?.options.timestampValue
        for segment in facts.segments {
            if segment.flags.contains(.rst) { continue }
            let isOpening = segment.flags.contains(.syn)
            guard isOpening || segment.length > 0, segments.count < Self.examined else { continue }
            let isNew = segments.insert(
                Segment(
                    side: segment.side, sequence: segment.sequence, length: segment.length, isOpening: isOpening)
            ).inserted
            if isNew, segment.length >= Self.shortestPayload, segment.digest != 0 {
                payloads.append(
                    (
                        Payload(side: segment.side, length: segment.length, digest: segment.digest),
                        segment.firstOctet
                    ))
            }
        }
    }

    /// Where sequence numbers were replaced: each side's shift, from this to the other, that most equal payloads have
    /// in common, and how many octets and payloads agree. nil where nothing does.
    func shift(to other: SessionFingerprint) -> (shift: SequenceShift, payloads: Int, octets: Int)? {
        var known: [Payload: UInt32] = [:]
        for entry in other.payloads where known[entry.payload] == nil { known[entry.payload] = entry.sequence }
        var votes: [Side: [UInt32: (count: Int, octets: Int)]] = [:]
        for entry in payloads {
            guard let sequence = known[entry.payload] else { continue }
            let shift = sequence &- entry.sequence
            let vote = votes[entry.payload.side]?[shift] ?? (0, 0)
            votes[entry.payload.side, default: [:]][shift] = (vote.count + 1, vote.octets + entry.payload.length)
        }
        var result = (shift: SequenceShift(), payloads: 0, octets: 0)
        for side in Side.allCases {
            guard let best = votes[side]?.max(by: { ($0.value.octets, $0.key) < ($1.value.octets, $1.key) }) else {
                continue
            }
            result.shift[side] = best.key
            result.payloads += best.value.count
            result.octets += best.value.octets
        }
        return result.payloads > 0 ? result : nil
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
