package import Capture
package import Packets
package import Streams

/// Tells which frames of a capture belong to one of its sessions, in a further reading of the same capture. Frames are
/// given in the order of the first reading.
package struct SessionFrames: Sendable {
    /// What a frame is to the session.
    package enum Part: Equatable, Sendable {
        /// A segment of the connection that this side sent, copies and retransmissions included.
        case segment(Side)
        /// An ICMP error that quotes a packet of this side, or a query for the server's name.
        case quote(Side)
        case lookup
        case neighbour
    }

    private let session: Session
    /// On either side of an address translation.
    private let clients: Set<SocketAddress>
    private let servers: Set<SocketAddress>
    /// Frames of the connection, and of its look-up.
    private let frames: ClosedRange<Int>
    private let quotes: ClosedRange<Int>
    private let lookup: ClosedRange<Int>?

    /// The same connection behind address translation begins and ends this much earlier or later, in seconds.
    private static let translationSeconds = 2.0
    /// ARP this long before the session explains where its packets went, in seconds.
    private static let neighbourSeconds = 60.0

    package init(_ session: Session) {
        self.session = session
        clients = Set([session.client] + session.otherClients)
        servers = Set([session.server].compactMap(\.self) + session.otherServers)
        let last = max(session.first.frame, session.last.frame)
        frames = session.first.frame...last
        let lastQuote = session.connection?.icmp.last?.origin.frame ?? last
        quotes = session.first.frame...max(last, lastQuote)
        lookup = session.lookup.map { lookup in
            let end = max(lookup.last.frame, lookup.answered?.frame ?? 0, lookup.first.frame)
            return lookup.first.frame...end
        }
    }

    /// nil for a frame of others. The octets, of which the packet was decoded, are borrowed for the call. Fragments
    /// belong to nobody: `WholeDatagrams` puts them together first.
    package func part(_ frame: borrowing Frame, _ packet: borrowing Packet, _ bytes: RawSpan) -> Part? {
        switch packet.transport {
        case .tcp(let tcp):
            guard let ip = packet.ip, let side = side(ip, tcp), isInTime(frame.number, frame.timestamp, ip) else {
                return nil
            }
            return .segment(side)
        case .udp(let udp):
            guard let ip = packet.ip, isLookup(frame.number, ip, udp, bytes) else { return nil }
            return .lookup
        case .icmp(let icmp): return quote(frame.number, icmp)
        case .arp(let arp): return isNeighbour(frame.number, frame.timestamp, arp) ? .neighbour : nil
        case .none: return nil
        }
    }

    // MARK: -

    private func side(_ ip: IPHeader, _ tcp: TCPHeader) -> Side? {
        side(SocketAddress(ip.source, tcp.sourcePort), SocketAddress(ip.destination, tcp.destinationPort))
    }

    private func side(_ source: SocketAddress, _ destination: SocketAddress) -> Side? {
        guard session.connection != nil else { return nil }
        if clients.contains(source), servers.contains(destination) { return .client }
        if clients.contains(destination), servers.contains(source) { return .server }
        return nil
    }

    /// Copies behind address translation have times, the session's own packets have frame numbers.
    private func isInTime(_ frame: Int, _ time: Timestamp, _ ip: IPHeader) -> Bool {
        if frames.contains(frame) { return true }
        let own = [session.client.address, session.server?.address]
        guard !own.contains(ip.source) || !own.contains(ip.destination) else { return false }
        return time.seconds(since: session.first.time) >= -Self.translationSeconds
            && time.seconds(since: session.last.time) <= Self.translationSeconds
    }

    private func isLookup(_ frame: Int, _ ip: IPHeader, _ udp: UDPHeader, _ bytes: RawSpan) -> Bool {
        guard let known = session.lookup, lookup?.contains(frame) == true,
            udp.sourcePort == 53 || udp.destinationPort == 53,
            ip.source == known.client || ip.destination == known.client
        else { return false }
        return DNSMessage(bytes, in: udp.payload)?.name == known.name
    }

    private func quote(_ frame: Int, _ icmp: ICMPHeader) -> Part? {
        guard icmp.isError, let quoted = icmp.quoted else { return nil }
        if quoted.transportProtocol == 17 {
            guard let known = session.lookup, lookup?.contains(frame) == true, quoted.source == known.client,
                quoted.destinationPort == 53
            else { return nil }
            return .quote(.client)
        }
        guard quoted.transportProtocol == 6, quotes.contains(frame) else { return nil }
        return side(
            SocketAddress(quoted.source, quoted.sourcePort), SocketAddress(quoted.destination, quoted.destinationPort)
        ).map(Part.quote)
    }

    private func isNeighbour(_ frame: Int, _ time: Timestamp, _ arp: ARPHeader) -> Bool {
        let pair = [arp.senderAddress, arp.targetAddress]
        if let request = session.neighbour {
            return frame >= request.first.frame && frame <= request.last.frame
                && pair.contains(request.sender) && pair.contains(request.target)
        }
        let start = session.lookup.map { min($0.first.time, session.first.time) } ?? session.first.time
        guard pair.contains(session.client.address), frame <= frames.upperBound,
            start.seconds(since: time) <= Self.neighbourSeconds
        else { return false }
        return [session.nextHop, session.server?.address].contains { $0.map(pair.contains) ?? false }
    }
}
