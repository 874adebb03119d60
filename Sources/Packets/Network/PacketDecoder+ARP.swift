import Bytes

extension PacketDecoder {
    /// RFC 826 for Ethernet and IPv4: types (4), lengths (2), operation (2), sender (6 + 4), target (6 + 4).
    static func arp(_ bytes: RawSpan, at offset: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(28, bytes, at: offset, .arp)
        guard bytes.uint16(offset + 2) == 0x0800, bytes.uint16(offset + 4) == 0x0604 else {
            throw DecodeStop(.arp, at: offset, .malformed(claim: "ARP for something else than IPv4 over Ethernet"))
        }
        packet.transport = .arp(
            ARPHeader(
                isReply: bytes.uint16(offset + 6) == 2, sender: MACAddress(bytes.uint64(offset + 8) >> 16),
                senderAddress: IPAddress(v4: bytes.uint32(offset + 14)),
                targetAddress: IPAddress(v4: bytes.uint32(offset + 24))))
    }
}
