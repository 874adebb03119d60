import Packets

/// What stays the same in a TCP packet on its way through routers and tunnels.
struct PacketPrint: Equatable {
    private var numbers: UInt64
    private var more: UInt64

    init(_ ip: IPHeader, _ tcp: TCPHeader, fromLow: Bool) {
        numbers = UInt64(tcp.sequence) << 32 | UInt64(tcp.acknowledgement)
        more =
            UInt64(tcp.checksum) << 48 | UInt64(tcp.window) << 32
            | UInt64(UInt16(truncatingIfNeeded: ip.identification)) << 16
            | UInt64(tcp.flags.rawValue) << 8 | UInt64(truncatingIfNeeded: tcp.payloadLength & 0x7f) << 1
            | (fromLow ? 1 : 0)
    }
}
