import Bytes
package import Capture
package import Packets
package import SMTP
package import Streams
package import TLS

/// Turns a capture's frames into sessions: decodes each frame, hands TCP to the streams, and keeps what explains them.
package final class SessionAssembler {
    package struct Options {
        package var mailPorts: [UInt16] = MailPorts.standard
        package var streams = StreamLimits()
        package var smtp = SMTPLimits()
        package var fragments = FragmentLimits()
        /// Name look-ups, and ARP questions, remembered at one time; the oldest are forgotten.
        package var lookups = 32_768
        package var neighbours = 4_096
        /// Whether sessions know which of their octets may be shown: only evidence needs it.
        package var keepsDisclosure = true
        /// Keys for what is inside TLS.
        package var keys: TLSKeys?
        /// Sessions whose records are held for keys are told at the end only: keys may stand behind the packets.
        package var waitsForKeys = false
        /// `takeFinished` holds sessions back while packets may come that explain them: for a capture that is read, and
        /// not watched.
        package var waitsForContext = false
        /// Whether a failed look-up of this name is an attempt to send mail.
        package var isMailHostName: (String) -> Bool = { _ in false }

        package init() {}
    }

    /// Frames whose decoding stopped before a transport payload, and the reasons with their counts.
    package private(set) var undecodable = 0
    package private(set) var undecodableReasons: [String: Int] = [:]
    /// What its IP fragments came to; complete after `finish`.
    package var fragments: FragmentCounts { fragmentTable.counts }
    /// Sessions that were followed under a limit and ended early.
    package var evicted: Int { table.evicted }
    package var otherSegments: Int { table.otherSegments }
    /// All look-ups that are remembered, whatever came of them.
    package var lookups: [NameLookup] { names.lookups }

    let options: Options
    /// As the option says, until something else shows.
    package var waitsForKeys: Bool
    var names: NameBook
    var neighbours: NeighbourBook
    var reach: ReachBook
    var leases: LeaseBook
    private var hosts: HostBook
    var finished: [Session] = []
    var firstTime: Timestamp?
    var lastTime = Timestamp(nanoseconds: 0)
    private let collected = Collected()
    private var chains: Set<[[UInt8]]> = []
    let table: ConnectionTable
    private var fragmentTable: FragmentTable
    /// Sessions handed out before the end, and what the latest of them tell of others.
    var handedOut = 0
    var recent: [AttemptTrace] = []
    var lastLookupCheck: Timestamp?

    /// Connections as they end; a class, so that the table's hook and the assembler share it.
    private final class Collected {
        var connections: [Connection] = []
        /// Those that wait for keys.
        var waiting: [Connection] = []
    }

    package init(_ options: Options = Options()) {
        self.options = options
        waitsForKeys = options.waitsForKeys
        fragmentTable = FragmentTable(options.fragments)
        names = NameBook(capacity: options.lookups)
        neighbours = NeighbourBook(capacity: options.neighbours)
        reach = ReachBook(capacity: options.neighbours)
        leases = LeaseBook(capacity: options.neighbours)
        hosts = HostBook(capacity: options.neighbours)
        let collected = collected
        let limits = options.smtp
        let keys = options.keys
        table = ConnectionTable(
            mailPorts: options.mailPorts, limits: options.streams,
            hooks: ConnectionTable.Hooks(
                signature: MailSignature.of,
                consumer: { _, isMailPort in MailConversation(isMailPort: isMailPort, limits: limits, keys: keys) },
                finished: { collected.connections.append($0) }))
    }

    /// Takes one frame; the octets are borrowed for the call.
    package func process(_ frame: borrowing Frame, _ bytes: RawSpan) {
        let packet = PacketDecoder.decode(frame, bytes)
        if firstTime == nil { firstTime = frame.timestamp }
        lastTime = max(lastTime, frame.timestamp)
        if let datagram = take(packet, frame, bytes) { reassembled(datagram, frame) }
    }

    /// Returns the datagram that it completes, where the packet is a fragment.
    private func take(_ packet: Packet, _ frame: borrowing Frame, _ bytes: RawSpan) -> ReassembledDatagram? {
        switch packet.transport {
        case .tcp(let tcp):
            guard let ip = packet.ip else { return nil }
            if tcp.flags.isSuperset(of: [.syn, .ack]) {
                reach.note(
                    ip.source, .port(tcp.sourcePort), ttl: ip.ttl,
                    at: Origin(frame: frame.number, time: frame.timestamp))
                reach.note(answerFrom: ip.source, for: ip.destination)
            }
            table.process(frame, packet, ip, tcp, bytes)
            if !collected.connections.isEmpty { collect() }
        case .udp(let udp):
            if udp.sourcePort == 53 || udp.destinationPort == 53 { note(udp, packet, bytes, frame) }
            if udp.sourcePort == 67 || udp.destinationPort == 67, let message = DHCPMessage(bytes, in: udp.payload) {
                leases.note(message, at: Origin(frame: frame.number, time: frame.timestamp))
                hosts.note(message, at: Origin(frame: frame.number, time: frame.timestamp))
            }
        case .icmp(let icmp):
            if icmp.quoted != nil { note(icmp, packet, frame) } else { noteReply(icmp, packet, frame) }
        case .arp(let arp):
            neighbours.note(arp, at: Origin(frame: frame.number, time: frame.timestamp))
        case .none:
            guard let stop = packet.stop else { return nil }
            if stop.reason == .fragment, packet.ip?.isFragment == true {
                return fragmentTable.add(packet, bytes, frame: frame.number, at: frame.timestamp)
            }
            note(stop)
        }
        return nil
    }

    /// The datagram counts as seen in the frame of its last fragment. Inside a tunnel it may be a fragment again.
    private func reassembled(_ datagram: ReassembledDatagram, _ frame: borrowing Frame) {
        var next: ReassembledDatagram? = datagram
        for _ in 0..<PacketDecoder.maximumDepth {
            guard let datagram = next else { return }
            next = take(PacketDecoder.decode(datagram), frame, datagram.octets.rawSpan)
        }
    }

    /// The capture itself tells that it was watched in this time, also where no packet came. More than a day beyond
    /// the packets is not believed.
    package func noteWatched(from start: Timestamp?, until end: Timestamp?) {
        guard let first = firstTime else { return }
        let day = 86_400.0
        if let start, start < first, first.seconds(since: start) < day { firstTime = start }
        if let end, end > lastTime, end.seconds(since: lastTime) < day { lastTime = end }
    }

    /// Ends everything and returns all sessions that were not handed out, in the order of their first frames.
    /// `marksOpen` marks those whose connections nobody has closed.
    package func finish(marksOpen: Bool = false) -> [Session] {
        collect()
        table.finish()
        fragmentTable.finish()
        collected.connections = collected.waiting + collected.connections
        collected.waiting = []
        collect(marksOpen: marksOpen, isLast: true)
        mergeCopies()
        let all = finished
        finished = []
        finished = settled(all)
        finished += failedLookups(names.lookups, mayBeOnlyStory: handedOut == 0)
        if finished.isEmpty, handedOut == 0 { finished += unansweredNeighbours() }
        finished.sort { $0.first.frame < $1.first.frame }
        defer { finished = [] }
        return finished
    }

    /// With what is known of every session once it is over.
    func settled(_ sessions: [Session]) -> [Session] {
        var sessions = sessions
        for index in sessions.indices {
            sessions[index].captureEnd = lastTime
            sessions[index].captureStart = firstTime ?? lastTime
        }
        RelatedAttempts.link(&sessions) { self.attempts(of: $0) }
        for index in sessions.indices {
            guard let facts = sessions[index].connection, facts.established == nil else { continue }
            sessions[index].reach = reach.answers(of: facts.serverAddress.address, besides: facts.serverAddress.port)
        }
        return sessions
    }

    /// What is known of these clients' connections that are over and wait for their keys.
    func connectionsWaiting(of clients: Set<IPAddress>) -> [ConnectionFacts] {
        collected.waiting.lazy.map(\.facts).filter { clients.contains($0.clientAddress.address) }
    }

    func mergeCopies() {
        finished = TranslatedSessions.merged(finished, within: options.streams.copySeconds)
    }

    // MARK: -

    private func note(_ udp: UDPHeader, _ packet: borrowing Packet, _ bytes: RawSpan, _ frame: borrowing Frame) {
        guard let ip = packet.ip, let message = DNSMessage(bytes, in: udp.payload) else { return }
        let origin = Origin(frame: frame.number, time: frame.timestamp)
        names.note(
            message, from: ip.source, to: ip.destination, ttl: ip.ttl, mac: packet.link.source,
            nextHop: packet.link.destination, at: origin)
    }

    private func note(_ icmp: ICMPHeader, _ packet: borrowing Packet, _ frame: borrowing Frame) {
        guard let ip = packet.ip, let quoted = icmp.quoted, icmp.tellsLoss else { return }
        if quoted.transportProtocol == 17, quoted.destinationPort == 53 {
            let origin = Origin(frame: frame.number, time: frame.timestamp)
            names.note(
                ICMPFact(origin: origin, sender: ip.source, message: icmp, ttl: ip.ttl, about: .client),
                about: quoted.source, resolver: quoted.destination)
            return
        }
        guard let connection = table.connection(quotedBy: quoted) else { return }
        let isClient = connection.facts.clientAddress == SocketAddress(quoted.source, quoted.sourcePort)
        connection.note(
            ICMPFact(
                origin: Origin(frame: frame.number, time: frame.timestamp), sender: ip.source, message: icmp,
                ttl: ip.ttl,
                about: isClient ? .client : .server))
    }

    /// An echo reply (RFC 792, RFC 4443): the host is there.
    private func noteReply(_ icmp: ICMPHeader, _ packet: borrowing Packet, _ frame: borrowing Frame) {
        guard let ip = packet.ip, icmp.type == (icmp.isV6 ? 129 : 0) else { return }
        reach.note(ip.source, .echo, ttl: ip.ttl, at: Origin(frame: frame.number, time: frame.timestamp))
    }

    private func note(_ stop: DecodeStop) {
        if case .unknownProtocol = stop.reason { return }
        if case .notIP = stop.reason { return }
        if case .unknownPPPProtocol = stop.reason { return }
        if case .unknownEtherType(let type) = stop.reason {
            // Other protocols than IP are no damage.
            count("EtherType 0x" + String(type, radix: 16))
            return
        }
        undecodable += 1
        if case .encrypted(let by) = stop.reason {
            count("encrypted by \(by)")
        } else if case .unknownLinkType(let type) = stop.reason {
            count("link type \(LinkType(rawValue: type).name)")
        } else {
            count("\(stop.layer.rawValue) header")
        }
    }

    private func count(_ reason: String) {
        guard undecodableReasons.count < Self.reasons || undecodableReasons[reason] != nil else { return }
        undecodableReasons[reason, default: 0] += 1
    }

    /// Reasons that are told apart.
    private static let reasons = 64

    func collect(marksOpen: Bool = false, isLast: Bool = false) {
        for connection in collected.connections {
            guard let conversation = connection.consumer as? MailConversation else { continue }
            if waitsForKeys, !isLast, conversation.waitsForKeys {
                collected.waiting.append(connection)
                continue
            }
            add(connection, conversation, marksOpen: marksOpen)
        }
        collected.connections.removeAll(keepingCapacity: true)
        guard options.waitsForContext else { return }
        let excess = collected.waiting.count - Self.mostWaitingForKeys
        guard excess > 0 else { return }
        for connection in collected.waiting.prefix(excess) {
            guard let conversation = connection.consumer as? MailConversation else { continue }
            add(connection, conversation, marksOpen: false)
        }
        collected.waiting.removeFirst(excess)
    }

    /// Sessions that wait for keys, where they are handed out before the end.
    private static let mostWaitingForKeys = 256

    private func add(_ connection: Connection, _ conversation: MailConversation, marksOpen: Bool) {
        let (dialogue, tls) = conversation.finish()
        guard var session = session(connection.facts, dialogue, tls, conversation) else { return }
        session.isOpen = marksOpen && connection.closed == nil
        if options.keepsDisclosure { session.disclosure = conversation.disclosure }
        finished.append(session)
    }

    /// What other protocols tell of the client.
    func identify(_ session: inout Session) {
        session.clientMACOwner = session.clientMAC.flatMap(neighbours.address)
        session.host = hosts.host(session.client.address, session.clientMAC)
    }

    /// Nil where the connection is no attempt to send mail.
    func session(
        _ facts: ConnectionFacts, _ dialogue: Dialogue, _ tls: TLSFacts?, _ conversation: MailConversation
    ) -> Session? {
        guard conversation.isMailPort || (conversation.isWanted && dialogue.isMail) else { return nil }
        var session = Session(
            client: facts.clientAddress, server: facts.serverAddress, first: facts.first, last: facts.last,
            captureStart: firstTime ?? facts.first.time, captureEnd: lastTime)
        session.connection = facts
        session.clientMAC = facts.client.mac
        session.lease = leases.lease(of: facts.clientAddress.address)
        session.nextHop = facts.client.nextHopMAC.flatMap(neighbours.address)
        identify(&session)
        session.dialogue = dialogue.compacted()
        session.dialogue.disclosure = Disclosure()
        session.tls = tls
        if let chain = tls?.serverCertificates, !chain.isEmpty { session.tls?.serverCertificates = shared(chain) }
        session.isMailPort = conversation.isMailPort
        session.lookup = names.lookup(
            of: facts.serverAddress.address, by: facts.clientAddress.address, before: facts.first.time)
        return session
    }

    /// Sessions with the same server share its certificates.
    private func shared(_ chain: [[UInt8]]) -> [[UInt8]] {
        guard chains.count < Self.sharedChains else { return chain }
        return chains.insert(chain).memberAfterInsert
    }

    private static let sharedChains = 1_024
}
