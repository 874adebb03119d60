import Capture
import Packets

/// Recent handshakes on ports that are no SMTP ports: when the content of such a connection turns out to be SMTP, its
/// beginning is here. A newer handshake takes an older one's place; nothing is allocated for a packet.
struct HandshakeCache {
    struct Opening {
        var frame: Frame
        var packet: Packet
    }

    private struct Slot {
        var key: FlowKey
        var syn: Opening?
        var synAck: Opening?
    }

    private let capacity: Int
    /// Made for the first handshake: many captures have none on other ports.
    private var slots: [Slot?] = []

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func remember(_ key: FlowKey, _ frame: Frame, _ packet: Packet, isAnswer: Bool) {
        if slots.isEmpty { slots = Array(repeating: nil, count: capacity) }
        let index = Int(truncatingIfNeeded: UInt(bitPattern: key.hashValue) % UInt(slots.count))
        if slots[index]?.key != key || !isAnswer { slots[index] = Slot(key: key) }
        let opening = Opening(frame: frame, packet: Self.withoutOctets(packet))
        if isAnswer { slots[index]?.synAck = opening } else { slots[index]?.syn = opening }
    }

    /// The frame is not kept: what its payload and options would be read from.
    private static func withoutOctets(_ packet: Packet) -> Packet {
        guard case .tcp(var tcp) = packet.transport else { return packet }
        tcp.payload = 0..<0
        tcp.payloadLength = 0
        tcp.options = 0..<0
        var bare = packet
        bare.transport = .tcp(tcp)
        return bare
    }

    func openings(of key: FlowKey) -> [Opening] {
        guard !slots.isEmpty else { return [] }
        let index = Int(truncatingIfNeeded: UInt(bitPattern: key.hashValue) % UInt(slots.count))
        guard let slot = slots[index], slot.key == key else { return [] }
        return [slot.syn, slot.synAck].compactMap(\.self)
    }
}
