/// Caps of the streams room.
package struct StreamLimits: Sendable {
    /// Connections followed at one time; the longest idle are ended first.
    package var connections = 65_536
    /// Octets held for one connection while a hole may still be filled.
    package var heldOctets = 1 << 20
    /// Octets held for all connections together.
    package var heldOctetsInAll = 32 << 20
    /// Packets of a connection, and seconds, that may pass before an acknowledged hole is called a gap.
    package var reorderPackets = 64
    package var reorderSeconds = 2.0
    /// A segment that fills a hole this soon was reordered on its way; later ones are retransmissions, as Wireshark
    /// has it.
    package var outOfOrderSeconds = 0.003
    /// Recent handshakes on ports that are no SMTP ports, for conversations found by their content.
    package var handshakes = 4_096
    /// Unacknowledged segments remembered for one direction.
    package var outstandingSegments = 512
    /// Resets kept for one direction.
    package var resets = 4
    /// Segments of a direction whose checksum is examined.
    package var checkedChecksums = 16
    /// Delivered octets kept to compare retransmissions with.
    package var comparedOctets = 4_096
    /// A closed connection waits this long for stragglers.
    package var lingerSeconds = 10.0
    /// A closed connection is handed out after this long, and only takes in stragglers from then on. Not below
    /// `lingerSeconds`: handed out when it leaves the table.
    package var settleSeconds = 10.0
    /// Seconds without a packet after which `ConnectionTable.advance` ends a connection. RFC 5321 §4.5.3.2.6 gives the
    /// slowest reply, the one to the end of the message, 10 minutes.
    package var idleSeconds = 900.0
    /// The same for an attempt that nobody has answered: Linux's longest pause between two SYNs is 64 s.
    package var unansweredSeconds = 130.0
    /// Closed connections that wait at one time; the first ones closed are ended first.
    package var lingeringConnections = 512
    /// The same packet again within this time is a copy of the mirror, not a retransmission: no sender's timer is
    /// that short (RFC 6298 §2.4 asks for a second, Linux takes 200 ms).
    package var duplicateSeconds = 0.05
    /// The same packet again at another capture point, whose clock may differ, within this time is a copy.
    package var copySeconds = 3.0
    /// How far two clocks may differ where only a SYN can tell: below the second after which it is sent again
    /// (RFC 6298 §2.1).
    package var clockSkewSeconds = 0.5
    /// Packets of a connection remembered to find their copies at another capture point, and how many once one shows.
    package var rememberedPackets = 128
    package var rememberedOfSeveralPoints = 4_096

    /// Segments of a connection that are kept for a comparison with another capture of it; 0 keeps none.
    package var tracedSegments = 0

    package init() {}
}
