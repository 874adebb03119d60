import Bytes

extension PacketDecoder {
    /// TaZmen Sniffer Protocol, what MikroTik and others mirror with: version (1), type (1), encapsulated protocol (2),
    /// tagged fields: number (1), length (1), value; 0 is padding and 1 the end, both without a length.
    static func tzsp(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(4, bytes, at: offset, end: wireLength, .tzsp)
        // 0 is a packet that was received, 1 one to be sent.
        guard bytes.uint8(offset) == 1, bytes.uint8(offset + 1) <= 1 else {
            throw DecodeStop(.tzsp, at: offset, .malformed(claim: "TZSP version and type"))
        }
        var at = offset + 4
        var tag: UInt8
        repeat {
            try need(1, bytes, at: at, end: wireLength, .tzsp)
            tag = bytes.uint8(at)
            at += 1
            if tag > 1 {
                try need(1, bytes, at: at, end: wireLength, .tzsp)
                at += 1 + Int(bytes.uint8(at))
            }
        } while tag != 1
        switch bytes.uint16(offset + 2) {
        case 1: try innerEthernet(0, bytes, at: at, wireLength: wireLength, &packet)
        case 18: try innerIEEE80211(0, bytes, at: at, wireLength: wireLength, &packet)
        case 119, 127:
            try openTunnel(0, at: at, &packet)
            packet.link = LinkHeader()
            try prism(bytes, at: at, wireLength: wireLength, &packet)
        default: throw DecodeStop(.tzsp, at: offset, .notIP)
        }
    }
}
