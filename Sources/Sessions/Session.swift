package import Capture
package import Packets
package import SMTP
package import Streams
package import TLS

/// One attempt of a client to hand mail to a server: everything that the capture knows about it.
package struct Session: Sendable {
    package var client: SocketAddress
    /// Nil where no address was ever known.
    package var server: SocketAddress?
    package var clientMAC: MACAddress?
    /// The address that `clientMAC` answered for, where ARP tells it: the client's, or a router's.
    package var clientMACOwner: IPAddress?
    /// How the client called itself to DHCP.
    package var host: HostAnnouncement?
    package var first: Origin
    package var last: Origin
    /// The TCP connection, or the attempt at one; nil when it never came to a SYN.
    package var connection: ConnectionFacts?
    package var dialogue = Dialogue()
    package var tls: TLSFacts?
    /// The look-up that gave the server's address, or that failed.
    package var lookup: NameLookup?
    /// An ARP question that nobody answered.
    package var neighbour: NeighbourRequest?
    /// The address of the client's next hop, where ARP tells it: a router, or the server itself.
    package var nextHop: IPAddress?
    /// What else answered under the server's address; looked for where this connection did not come about.
    package var reach: [HostAnswer] = []
    /// Other attempts of the same client at the same server, by name or address, around the same time.
    package var attempts: [RelatedAttempt] = []
    /// What DHCP gave the client, where that was captured.
    package var lease: Lease?
    /// The server's name in the capture file's own list of names (pcapng name resolution).
    package var recordedName: String?
    /// Which octets of the connection hold nothing private.
    package var disclosure = Disclosure()
    package var isMailPort = true
    /// The connection was not closed when this was told: more may follow.
    package var isOpen = false
    /// The client's addresses behind address translation, where one capture shows both sides of it.
    package var otherClients: [SocketAddress] = []
    /// The same for the server's.
    package var otherServers: [SocketAddress] = []
    /// The last packet of the whole capture: what came after the session's end was watched until then.
    package var captureEnd: Timestamp
    package var captureStart: Timestamp

    package init(
        client: SocketAddress, server: SocketAddress?, first: Origin, last: Origin, captureStart: Timestamp,
        captureEnd: Timestamp
    ) {
        self.client = client
        self.server = server
        self.first = first
        self.last = last
        self.captureStart = captureStart
        self.captureEnd = captureEnd
    }
}
