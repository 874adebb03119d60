package import Packets

/// One segment of a connection as it passed a capture point. Kept only where two captures of it are compared.
package struct TracedSegment: Sendable {
    package var origin: Origin
    package var side: Side
    package var sequence: UInt32
    /// nil without ACK.
    package var acknowledgement: UInt32?
    package var flags: TCPHeader.Flags
    /// Octets of payload on the wire.
    package var length: Int
    /// FNV-1a of the captured payload; 0 without any.
    package var digest: UInt64
    package var identification: UInt32
    package var ttl: UInt8
    /// TSval (RFC 7323), which address translation leaves alone.
    package var timestamp: UInt32?

    package init(
        origin: Origin, side: Side, sequence: UInt32, acknowledgement: UInt32? = nil, flags: TCPHeader.Flags,
        length: Int, digest: UInt64 = 0, identification: UInt32 = 0, ttl: UInt8 = 64, timestamp: UInt32? = nil
    ) {
        self.origin = origin
        self.side = side
        self.sequence = sequence
        self.acknowledgement = acknowledgement
        self.flags = flags
        self.length = length
        self.digest = digest
        self.identification = identification
        self.ttl = ttl
        self.timestamp = timestamp
    }

    /// The sequence number of its first octet of payload.
    package var firstOctet: UInt32 { flags.contains(.syn) ? sequence &+ 1 : sequence }

    /// An acknowledgement and nothing else.
    package var isBareAcknowledgement: Bool {
        length == 0 && flags.isDisjoint(with: [.syn, .fin, .rst])
    }
}
