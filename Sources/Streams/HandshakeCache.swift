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

    private var slots: [Slot?]

    init(capacity: Int) { slots = Array(repeating: nil, count: max(1, capacity)) }

    mutating func remember(_ key: FlowKey, _ frame: Frame, _ packet: Packet, isAnswer: Bool) {
        let index = Int(truncatingIfNeeded: UInt(bitPattern: key.hashValue) % UInt(slots.count))
        if slots[index]?.key != key || !isAnswer { slots[index] = Slot(key: key) }
        let opening = Opening(frame: frame, packet: packet)
        if isAnswer { slots[index]?.synAck = opening } else { slots[index]?.syn = opening }
    }

    func openings(of key: FlowKey) -> [Opening] {
        let index = Int(truncatingIfNeeded: UInt(bitPattern: key.hashValue) % UInt(slots.count))
        guard let slot = slots[index], slot.key == key else { return [] }
        return [slot.syn, slot.synAck].compactMap(\.self)
    }
}
