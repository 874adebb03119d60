import Capture
package import Packets

/// A TCP connection, or an attempt at one, as the capture shows it.
package struct ConnectionFacts: Sendable {
    package var clientAddress: SocketAddress
    package var serverAddress: SocketAddress
    package var client = DirectionFacts()
    package var server = DirectionFacts()
    package var first: Origin
    package var last: Origin
    package var packets = 0
    /// Copies that the mirror made, removed before anything else was judged.
    package var duplicates = 0
    /// Frames whose payload the snap length cut.
    package var truncatedPackets = 0
    /// The client's ACK that completed the handshake.
    package var established: Origin?
    /// No SYN was captured: the capture started later, or lost it.
    package var startsMidStream = false
    /// VLAN ids that it was seen under, as in `LinkHeader.vlans`.
    package var vlans: [UInt32] = []
    /// Packets earlier than the packet before them: a clock that was set, packets out of time order, or two clocks.
    /// Copies do not count.
    package var backwardSteps = 0
    /// The first of them, with the seconds that each goes back.
    package var keptBackwardSteps: [(origin: Origin, seconds: Double)] = []
    /// How far the clock of another capture point went beside this one's, at most: of a copy, after its first. Zero
    /// where no other point, or one with the same clock, shows the connection.
    package var clockDifference = 0.0
    /// ICMP errors that quote it.
    package var icmp: [ICMPFact] = []
    /// Which came first in the capture: a FIN or a reset, and whose.
    package var firstClose: (side: Side, origin: Origin, isReset: Bool)?
    /// One letter an event, as Zeek's `history` has them: upper case for the client.
    package var history = ""
    /// Every segment, up to `StreamLimits.tracedSegments`.
    package var segments: [TracedSegment] = []

    package init(client: SocketAddress, server: SocketAddress, first: Origin) {
        clientAddress = client
        serverAddress = server
        self.first = first
        last = first
    }

    package subscript(side: Side) -> DirectionFacts {
        get { side == .client ? client : server }
        set { if side == .client { client = newValue } else { server = newValue } }
        _modify {
            if side == .client { yield &client } else { yield &server }
        }
    }

    package func address(of side: Side) -> SocketAddress { side == .client ? clientAddress : serverAddress }

    /// Seconds from the first SYN that was answered to its SYN-ACK.
    package var handshakeSeconds: Double? {
        guard let syn = client.opening, let synAck = server.opening else { return nil }
        let sent = synAck.first.time.seconds(since: syn.last.time) >= 0 ? syn.last : syn.first
        return max(0, synAck.first.time.seconds(since: sent.time))
    }

    /// Only one end's packets were captured, although the other end's acknowledgements or replies must exist.
    package var isOneDirection: Bool {
        (client.packets == 0) != (server.packets == 0) && (client.hasData || server.hasData || established != nil)
    }
}

/// An ICMP error about a connection.
package struct ICMPFact: Sendable {
    package var origin: Origin
    package var sender: IPAddress
    package var message: ICMPHeader
    package var ttl: UInt8
    /// The end whose packet it quotes.
    package var about: Side

    package init(origin: Origin, sender: IPAddress, message: ICMPHeader, ttl: UInt8, about: Side) {
        self.origin = origin
        self.sender = sender
        self.message = message
        self.ttl = ttl
        self.about = about
    }
}
