package import Packets

/// What one end sent, as TCP shows it.
package struct DirectionFacts: Sendable {
    package var packets = 0
    /// Octets of payload on the wire, retransmissions left out.
    package var octets = 0
    package var first: Origin?
    package var last: Origin?
    package var opening: OpeningSegment?
    /// The sequence number of the stream's first octet: one past the SYN's, or where the capture lets the stream start.
    package var firstSequence: UInt32?
    package var fin: Origin?
    package var resets: [ResetSegment] = []
    package var resetCount = 0
    /// The first segment with data, and the last one with new data.
    package var firstData: Origin?
    package var lastNewData: Origin?
    /// Segments with octets that had been sent before.
    package var retransmissions = 0
    package var lastRetransmission: Origin?
    /// The peer's acknowledgement of everything sent so far, when it came last.
    package var lastAcknowledged: Origin?
    /// Copies of overlapping octets that differ, and the first frame that shows it.
    package var conflictingOverlaps = 0
    package var conflict: Origin?
    /// The window that this end offers was zero.
    package var zeroWindows = 0
    package var zeroWindowFirst: Origin?
    package var isWindowClosed = false
    /// Time to live of the first packet, and the range over all packets that are no resets.
    package var ttlFirst: UInt8?
    package var ttlLowest: UInt8 = 255
    package var ttlHighest: UInt8 = 0
    /// Times to live, identifications and options of its packets.
    package var trail = PacketTrail()
    /// The shortest time from a segment of the peer to this end's acknowledgement of it; of segments that were sent once
    /// (Karn, RFC 6298 §3). Nobody who answers faster sits where this end sits.
    package var quickestAnswer: Double?
    /// Packets, no resets, that came after this end's first reset, and the first and last of them.
    package var packetsAfterReset = 0
    package var firstAfterReset: Origin?
    package var lastAfterReset: Origin?
    /// The last packet that only acknowledges: no octets, no FIN.
    package var lastBareAcknowledgement: Origin?
    /// Keep-alive probes (RFC 9293 §3.8.4) that no packet of the peer has followed, and the first of them.
    package var openProbes = 0
    package var firstOpenProbe: Origin?
    package var mac: MACAddress?
    /// Of the first segments: how many checksums were examined, and how many were wrong. Wrong ones all along are left
    /// to the hardware of the machine that captured itself.
    package var checkedChecksums = 0
    package var wrongChecksums = 0
    /// Where its first packet was sent to: the next hop, where this end is on the link.
    package var nextHopMAC: MACAddress?
    package var largestSegment = 0
    package var largestAcknowledged = 0
    /// Octets of this stream that are not in the capture, by reason.
    package var notCaptured = 0
    package var truncated = 0
    package var neverSeen = 0
    /// Octets of `notCaptured` between the last ones that are here and this end's own FIN or reset: its last words.
    package var unseenBeforeEnd = 0
    /// At the end: octets sent and not acknowledged, and the oldest such segments.
    package var unacknowledged = 0
    package var outstanding: [OutstandingSegment] = []
    /// A FIN that nobody captured, but the peer acknowledged.
    package var finAcknowledgedUnseen = false

    package init() {}

    /// Checksums and large segments are left to the network card of the machine that captured (offload).
    package var isOffloaded: Bool { checkedChecksums >= 2 && wrongChecksums == checkedChecksums }

    package var missing: Int { notCaptured + truncated }
    package var hasData: Bool { firstData != nil }
}
