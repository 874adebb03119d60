import Bytes
package import Capture
import DequeModule
package import Packets

/// Follows the connections that may carry mail; everything else costs two bit tests and a look at four octets.
package final class ConnectionTable {
    /// What the first octets of a segment say about the side that sent them.
    package enum Signature: Sendable { case none, client, server }

    package struct Hooks {
        /// Whether these octets look like the start, or the middle, of a mail dialogue.
        package var signature: (RawSpan, Range<Int>) -> Signature
        package var consumer: (FlowKey, _ isMailPort: Bool) -> any StreamConsumer
        /// A connection ended, was replaced, or had to make room.
        package var finished: (Connection) -> Void

        package init(
            signature: @escaping (RawSpan, Range<Int>) -> Signature,
            consumer: @escaping (FlowKey, Bool) -> any StreamConsumer, finished: @escaping (Connection) -> Void
        ) {
            self.signature = signature
            self.consumer = consumer
            self.finished = finished
        }
    }

    let limits: StreamLimits
    private let hooks: Hooks
    private let mailPorts: PortSet
    /// Mail ports, and the ports of connections that were found by their content.
    private var portsInPlay: PortSet
    private(set) var connections: [FlowKey: Connection] = [:]
    /// Closed connections in the order of their closing: all of them, and those that are not handed out yet.
    private var closed: Deque<FlowKey> = []
    private var settling: Deque<FlowKey> = []
    /// When connections were last looked through for idle ones.
    private var lastIdleCheck: Timestamp?
    private var handshakes: HandshakeCache
    private var lastHandedOut: (key: FlowKey, connection: Connection)?

    /// TCP segments that belonged to no connection of interest.
    package private(set) var otherSegments = 0
    /// Connections ended early because the table was full.
    package private(set) var evicted = 0

    package init(mailPorts: [UInt16], limits: StreamLimits = StreamLimits(), hooks: Hooks) {
        self.limits = limits
        self.hooks = hooks
        self.mailPorts = PortSet(mailPorts)
        portsInPlay = self.mailPorts
        handshakes = HandshakeCache(capacity: limits.handshakes)
    }

    /// Takes one TCP segment.
    package func process(
        _ frame: borrowing Frame, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan
    ) {
        if portsInPlay.contains(tcp.sourcePort) || portsInPlay.contains(tcp.destinationPort) {
            follow(frame, packet, ip, tcp, bytes)
            return
        }
        if tcp.payload.count >= 4 {
            let signature = hooks.signature(bytes, tcp.payload)
            if signature != .none {
                open(frame, packet, ip, tcp, bytes, as: signature, isMailPort: false)
                return
            }
        } else if tcp.flags.contains(.syn) {
            handshakes.remember(key(ip, tcp), copy frame, copy packet, isAnswer: tcp.flags.contains(.ack))
        }
        otherSegments &+= 1
    }

    /// The connection that an ICMP error quotes.
    package func connection(quotedBy quoted: ICMPHeader.Quoted) -> Connection? {
        guard quoted.transportProtocol == 6 else { return nil }
        return connections[
            FlowKey(
                SocketAddress(quoted.source, quoted.sourcePort),
                SocketAddress(quoted.destination, quoted.destinationPort))]
    }

    /// Ends everything that is still open, in the order in which it began.
    package func finish() {
        lastHandedOut = nil
        for connection in connections.values.sorted(by: { $0.facts.first.frame < $1.facts.first.frame }) {
            end(connection)
        }
        connections.removeAll()
        closed.removeAll()
        settling.removeAll()
    }

    /// Ends connections that were closed long enough before this time.
    package func endClosed(at now: Timestamp) { sweep(now) }

    /// Tells the time where no packet does. Connections that were closed, or silent, for long enough end.
    package func advance(to now: Timestamp) {
        sweep(now)
        // A clock that was set back starts anew.
        if let last = lastIdleCheck, (0..<1).contains(now.seconds(since: last)) { return }
        lastIdleCheck = now
        let idle = connections.values.filter { isIdle($0, now) }
        for connection in idle.sorted(by: { $0.facts.first.frame < $1.facts.first.frame }) { remove(connection) }
    }

    /// Connections that are not closed.
    package var openConnections: Int { connections.values.count { $0.closed == nil } }

    /// Octets that all connections hold back together.
    package private(set) var heldOctets = 0

    // MARK: -

    private func key(_ ip: IPHeader, _ tcp: TCPHeader) -> FlowKey {
        FlowKey(SocketAddress(ip.source, tcp.sourcePort), SocketAddress(ip.destination, tcp.destinationPort))
    }

    private func follow(
        _ frame: borrowing Frame, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan
    ) {
        let key = key(ip, tcp)
        if let connection = find(key) {
            let source = SocketAddress(ip.source, tcp.sourcePort)
            let side: Side = source == connection.facts.clientAddress ? .client : .server
            if !connection.isReplaced(by: tcp, from: side) {
                hand(frame, packet, ip, tcp, bytes, to: connection)
                return
            }
            remove(connection)
        }
        let isMailPort = isMailPort(tcp, key)
        var signature = Signature.none
        if !isMailPort {
            // A port that is in play for another connection: this one has to show its own sign.
            signature = tcp.payload.count >= 4 ? hooks.signature(bytes, tcp.payload) : .none
            guard signature != .none else {
                if tcp.flags.contains(.syn) {
                    handshakes.remember(key, copy frame, copy packet, isAnswer: tcp.flags.contains(.ack))
                }
                otherSegments &+= 1
                return
            }
        }
        // A lone ACK, FIN or reset of a connection that was over, or never seen, tells no story.
        guard tcp.payloadLength > 0 || tcp.flags.contains(.syn) else {
            otherSegments &+= 1
            return
        }
        open(frame, packet, ip, tcp, bytes, as: signature, isMailPort: isMailPort)
    }

    /// Whether the server's port is a mail port: 2525 may as well be a client's. Where no SYN tells, 2525 beside a port
    /// below 1024 is one.
    private func isMailPort(_ tcp: TCPHeader, _ key: FlowKey) -> Bool {
        let (from, to) = (mailPorts.contains(tcp.sourcePort), mailPorts.contains(tcp.destinationPort))
        guard from != to else { return from }
        if tcp.flags.contains(.syn) { return tcp.flags.contains(.ack) ? from : to }
        let (mail, other) = from ? (tcp.sourcePort, tcp.destinationPort) : (tcp.destinationPort, tcp.sourcePort)
        if mail >= 1024, other < 1024 { return false }
        // A handshake is remembered only where it was no mail server's.
        return handshakes.openings(of: key).isEmpty
    }

    private func find(_ key: FlowKey) -> Connection? {
        if let last = lastHandedOut, last.key == key { return last.connection }
        guard let connection = connections[key] else { return nil }
        lastHandedOut = (key, connection)
        return connection
    }

    private func open(
        _ frame: borrowing Frame, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan,
        as signature: Signature, isMailPort: Bool
    ) {
        let key = key(ip, tcp)
        makeRoom(frame.timestamp)
        let source = SocketAddress(ip.source, tcp.sourcePort)
        let destination = SocketAddress(ip.destination, tcp.destinationPort)
        let openings = isMailPort ? [] : handshakes.openings(of: key)
        let fromClient: Bool
        if let first = openings.first, case .tcp(let header) = first.packet.transport, let firstIP = first.packet.ip {
            let opener = SocketAddress(firstIP.source, header.sourcePort)
            fromClient = (opener == source) != header.flags.contains(.ack)
        } else {
            fromClient = isFromClient(source, destination, tcp, isMailPort ? .none : signature, bytes)
        }
        var first = Origin(frame: frame.number, time: frame.timestamp)
        if let earlier = openings.first?.frame { first = Origin(frame: earlier.number, time: earlier.timestamp) }
        let connection = Connection(
            key: key, client: fromClient ? source : destination, server: fromClient ? destination : source,
            first: first, consumer: hooks.consumer(key, isMailPort),
            limits: limits)
        connections[key] = connection
        if !isMailPort { portsInPlay.insert(max(source.port, destination.port)) }
        for opening in openings {
            guard case .tcp(let header) = opening.packet.transport, let header6 = opening.packet.ip else { continue }
            connection.process(opening.frame, opening.packet, header6, header, RawSpan())
        }
        hand(frame, packet, ip, tcp, bytes, to: connection)
    }

    private func isFromClient(
        _ source: SocketAddress, _ destination: SocketAddress, _ tcp: TCPHeader, _ signature: Signature,
        _ bytes: RawSpan
    ) -> Bool {
        if tcp.flags.contains(.syn) { return !tcp.flags.contains(.ack) }
        let toMailPort = mailPorts.contains(destination.port)
        let fromMailPort = mailPorts.contains(source.port)
        if signature == .none, toMailPort != fromMailPort { return toMailPort }
        let seen = signature == .none && tcp.payload.count >= 4 ? hooks.signature(bytes, tcp.payload) : signature
        return switch seen {
        case .client: true
        case .server: false
        case .none: destination.port < source.port
        }
    }

    private func hand(
        _ frame: borrowing Frame, _ packet: borrowing Packet, _ ip: IPHeader, _ tcp: TCPHeader, _ bytes: RawSpan,
        to connection: Connection
    ) {
        guard !connection.isOver else {
            connection.absorb(Origin(frame: frame.number, time: frame.timestamp))
            return
        }
        guard connection.consumer.isWanted else { return }
        let wasClosed = connection.closed != nil
        let held = connection.heldOctets
        connection.process(frame, packet, ip, tcp, bytes)
        if !connection.consumer.isWanted { connection.releaseHeld() }
        heldOctets += connection.heldOctets - held
        if heldOctets > limits.heldOctetsInAll { releaseHeld() }
        if !wasClosed, connection.closed != nil {
            closed.append(connection.key)
            if limits.settleSeconds < limits.lingerSeconds { settling.append(connection.key) }
        }
        sweep(frame.timestamp)
    }

    /// Those that hold most wait no longer, until half of what may be held is free.
    private func releaseHeld() {
        for connection in connections.values.sorted(by: { $0.heldOctets > $1.heldOctets }) {
            guard heldOctets > limits.heldOctetsInAll / 2 else { return }
            heldOctets -= connection.heldOctets
            connection.releaseHeld()
            heldOctets += connection.heldOctets
        }
    }

    /// Ends connections that were closed a while ago, and the first ones where too many wait.
    private func sweep(_ now: Timestamp) {
        settle(now)
        while let key = closed.first {
            if let connection = connections[key], connection.closed != nil {
                let isOver = now.seconds(since: connection.facts.last.time) > limits.lingerSeconds
                guard isOver || closed.count > limits.lingeringConnections else { return }
                remove(connection)
            }
            closed.removeFirst()
        }
    }

    /// Hands out connections that were closed a moment ago. They stay in the table to take in stragglers.
    private func settle(_ now: Timestamp) {
        while let key = settling.first {
            if let connection = connections[key], let closing = connection.closed, !connection.isOver {
                guard now.seconds(since: closing.time) > limits.settleSeconds else { return }
                end(connection)
            }
            settling.removeFirst()
        }
    }

    private func isIdle(_ connection: Connection, _ now: Timestamp) -> Bool {
        guard connection.closed == nil else { return false }
        if !connection.consumer.isWanted { return true }
        let isAnswered = connection.facts.server.packets > 0 && connection.facts.client.packets > 0
        let limit = isAnswered ? limits.idleSeconds : limits.unansweredSeconds
        return now.seconds(since: connection.facts.last.time) > limit
    }

    private func makeRoom(_ now: Timestamp) {
        guard connections.count >= limits.connections else { return }
        let oldest = connections.values.sorted { $0.facts.last.time < $1.facts.last.time }
        for connection in oldest.prefix(max(1, limits.connections / 8)) {
            evicted += 1
            remove(connection)
        }
    }

    private func remove(_ connection: Connection) {
        if lastHandedOut?.key == connection.key { lastHandedOut = nil }
        connections[connection.key] = nil
        end(connection)
    }

    private func end(_ connection: Connection) {
        guard !connection.isOver else { return }
        heldOctets -= connection.heldOctets
        connection.finish()
        hooks.finished(connection)
    }
}
