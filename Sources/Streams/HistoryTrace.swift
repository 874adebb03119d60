import Packets

/// Zeek's `history` of a connection: one letter an event at its first occurrence, upper case for the client.
/// s SYN, h SYN-ACK, a pure ACK, d data, f FIN, r RST.
struct HistoryTrace {
    private(set) var text = ""
    private var seen: UInt16 = 0

    private enum Event: UInt16 { case syn, synAck, ack, data, fin, reset }
    private static let letters: [(client: String, server: String)] = [
        ("S", "s"), ("H", "h"), ("A", "a"), ("D", "d"), ("F", "f"), ("R", "r"),
    ]

    mutating func note(_ tcp: TCPHeader, from side: Side) {
        if tcp.flags.contains(.syn) {
            add(tcp.flags.contains(.ack) ? .synAck : .syn, side)
        } else if tcp.flags.contains(.rst) {
            add(.reset, side)
        } else {
            if tcp.payloadLength > 0 { add(.data, side) }
            if tcp.flags.contains(.fin) { add(.fin, side) }
            if tcp.payloadLength == 0, !tcp.flags.contains(.fin) { add(.ack, side) }
        }
    }

    private mutating func add(_ event: Event, _ side: Side) {
        let bit: UInt16 = 1 << (event.rawValue + (side == .client ? 8 : 0))
        guard seen & bit == 0 else { return }
        seen |= bit
        let letter = Self.letters[Int(event.rawValue)]
        text += side == .client ? letter.client : letter.server
    }
}
