import Capture
import Packets
import Sessions
import Streams

/// What the connections of sessions say of a capture's health.
package struct StreamHealth: Sendable {
    /// Copies that the mirror made.
    package private(set) var duplicates = 0
    /// Octets that the capture lacks, and those of them that crossed the wire and were not captured.
    package private(set) var missing = 0
    package private(set) var notCaptured = 0
    /// Octets of holes that nobody acknowledged: lost on the way here.
    package private(set) var neverSeen = 0
    package private(set) var oneDirectionSessions = 0
    /// No SYN, though the packets are there; and neither FIN nor reset until the capture's end.
    package private(set) var startedBefore = 0
    package private(set) var stillOpen = 0
    /// An end's checksums are all wrong: its network card makes them.
    package private(set) var withoutChecksums = 0
    /// Segments are larger than the receiver takes, and the largest of them in octets.
    package private(set) var overlong = 0
    package private(set) var largestSegment = 0
    /// Times within the session go back.
    package private(set) var stepped = 0
    /// Captured at two points whose clocks differ, and by how many seconds at most.
    package private(set) var onTwoClocks = 0
    package private(set) var clockDifference = 0.0

    package init() {}

    package mutating func count(_ diagnosed: DiagnosedSession) {
        let session = diagnosed.session
        guard let connection = session.connection else { return }
        duplicates &+= connection.duplicates
        missing &+= connection.client.missing &+ connection.server.missing
        neverSeen &+= connection.client.neverSeen &+ connection.server.neverSeen
        if connection.isOneDirection {
            // All that the other end sent is missing, and that is told so.
            oneDirectionSessions &+= 1
        } else {
            notCaptured &+= connection.client.notCaptured &+ connection.server.notCaptured
        }
        if connection.startsMidStream { startedBefore &+= 1 }
        if isOpen(session, connection) { stillOpen &+= 1 }
        if connection.client.isOffloaded || connection.server.isOffloaded { withoutChecksums &+= 1 }
        if let octets = connection.overlongSegment {
            overlong &+= 1
            largestSegment = max(largestSegment, octets)
        }
        if connection.backwardSteps > 0 { stepped &+= 1 }
        if connection.clockDifference > 0 {
            onTwoClocks &+= 1
            clockDifference = max(clockDifference, connection.clockDifference)
        }
    }

    /// Of several captures.
    package static func + (one: StreamHealth, other: StreamHealth) -> StreamHealth {
        var sum = one
        sum.duplicates &+= other.duplicates
        sum.missing &+= other.missing
        sum.notCaptured &+= other.notCaptured
        sum.neverSeen &+= other.neverSeen
        sum.oneDirectionSessions &+= other.oneDirectionSessions
        sum.startedBefore &+= other.startedBefore
        sum.stillOpen &+= other.stillOpen
        sum.withoutChecksums &+= other.withoutChecksums
        sum.overlong &+= other.overlong
        sum.largestSegment = max(sum.largestSegment, other.largestSegment)
        sum.stepped &+= other.stepped
        sum.onTwoClocks &+= other.onTwoClocks
        sum.clockDifference = max(sum.clockDifference, other.clockDifference)
        return sum
    }

    /// Somebody could still have spoken when the capture ended (RFC 5321 §4.5.3.2.7: 5 minutes of patience).
    private func isOpen(_ session: Session, _ connection: ConnectionFacts) -> Bool {
        guard connection.firstClose == nil, !connection.isOneDirection else { return false }
        let hasSpoken = connection.established != nil || connection.client.hasData || connection.server.hasData
        return hasSpoken && session.captureEnd.seconds(since: connection.last.time) < Self.patience
    }

    private static let patience = 300.0
}

extension ConnectionFacts {
    /// The largest segment, where it is larger than its receiver said that it takes: no wire carried it so.
    package var overlongSegment: Int? {
        let sizes = [(client, server), (server, client)].compactMap { sender, receiver -> Int? in
            let limit = receiver.opening?.options.maximumSegmentSize.map(Int.init) ?? Self.largestFrame
            return sender.largestSegment > limit ? sender.largestSegment : nil
        }
        return sizes.max()
    }

    /// No Ethernet in use carries more than a jumbo frame.
    private static let largestFrame = 9_216
}
