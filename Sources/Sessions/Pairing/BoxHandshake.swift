package import Streams

/// Whether the one that answered the client is as near as a box beside it: its packets come from the next hop, or its
/// answer is much quicker than the one that the server gives outside.
package enum BoxHandshake {
    /// Systems begin at 64, 128 or 255; a router in between takes one.
    private static let near: Set<UInt8> = [63, 64, 127, 128, 254, 255]
    /// An answer that is so many times quicker did not come from the same place.
    private static let quicker = 2.0

    static func isNear(_ inside: Session, than outside: Session) -> Bool {
        // A reset alone completes nothing.
        guard let inner = inside.connection, inner.server.ttlHighest > 0 else { return false }
        if isNear(inner) { return true }
        guard let mine = inner.handshakeSeconds, let theirs = outside.connection?.handshakeSeconds else { return false }
        return mine * quicker < theirs
    }

    /// By the distance alone.
    package static func isNear(_ facts: ConnectionFacts) -> Bool {
        facts.server.ttlHighest > 0 && near.contains(facts.server.ttlHighest)
    }
}
