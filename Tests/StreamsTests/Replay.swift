import Bytes
import Capture
import Packets
import Streams
import TestSupport

/// Frames through the packet decoder and a connection table, and what came of it.
struct Replay {
    struct Followed {
        let facts: ConnectionFacts
        let events: [String]
        let client: [UInt8]
        let server: [UInt8]
    }

    /// In the order in which they ended.
    private(set) var connections: [Followed] = []
    private(set) var otherSegments = 0
    private(set) var evicted = 0
    /// The most octets that one connection held back.
    private(set) var mostHeld = 0

    /// Of the first connection; empty where there is none.
    var events: [String] { connections.first?.events ?? [] }
    var facts: ConnectionFacts {
        connections.first?.facts
            ?? ConnectionFacts(client: Flow.client, server: Flow.server, first: Origin(frame: 0, time: .testStart))
    }

    private final class Ended { var connections: [Connection] = [] }

    init(
        _ frames: [TestFrame], limits: StreamLimits = StreamLimits(), unwantedWord: String? = nil,
        linkType: LinkType = .ethernet, keepsText: Bool = true
    ) {
        let ended = Ended()
        let table = ConnectionTable(
            mailPorts: [25, 587], limits: limits,
            hooks: ConnectionTable.Hooks(
                signature: Self.signature,
                consumer: { _, _ in
                    let recorder = Recorder()
                    recorder.unwantedWord = unwantedWord
                    recorder.keepsText = keepsText
                    return recorder
                },
                finished: { ended.connections.append($0) }))
        for (index, test) in frames.enumerated() {
            let frame = test.described(number: index + 1, linkType: linkType)
            let packet = PacketDecoder.decode(frame, test.bytes.rawSpan)
            guard case .tcp(let tcp) = packet.transport, let ip = packet.ip else { continue }
            table.process(frame, packet, ip, tcp, test.bytes.rawSpan)
            mostHeld = max(mostHeld, table.heldOctets)
        }
        table.finish()
        for connection in ended.connections {
            guard let recorder = connection.consumer as? Recorder else { continue }
            connections.append(
                Followed(
                    facts: connection.facts, events: recorder.events, client: recorder.octets[.client] ?? [],
                    server: recorder.octets[.server] ?? []))
        }
        otherSegments = table.otherSegments
        evicted = table.evicted
    }

    /// `220 ` is a server's, `EHLO` a client's.
    private static func signature(_ bytes: RawSpan, _ payload: Range<Int>) -> ConnectionTable.Signature {
        switch bytes.uint32(payload.lowerBound) {
        case 0x3232_3020: .server
        case 0x4548_4c4f: .client
        default: .none
        }
    }
}
