import Bytes

extension PacketDecoder {
    /// RFC 7348 §5: flags (1), reserved (3), VNI (3), reserved (1). Mirrored traffic of AWS comes so, too.
    static func vxlan(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .vxlan)
        let flags = bytes.uint8(offset)
        // I says that the VNI is valid; G adds a group policy.
        guard flags & 0x08 != 0, flags & 0x77 == 0 else {
            throw DecodeStop(.vxlan, at: offset, .malformed(claim: "VXLAN flags"))
        }
        let identifier = bytes.uint32(offset + 4) >> 8
        try innerEthernet(identifier, bytes, at: offset + 8, wireLength: wireLength, &packet)
    }

    /// draft-ietf-nvo3-vxlan-gpe §3: flags (1), reserved (2), next protocol (1) where flag P says so, VNI (3), reserved
    /// (1).
    static func vxlanGPE(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .vxlan)
        let flags = bytes.uint8(offset)
        guard flags & 0x08 != 0, flags & 0xc0 == 0 else {
            throw DecodeStop(.vxlan, at: offset, .malformed(claim: "VXLAN-GPE flags"))
        }
        let identifier = bytes.uint32(offset + 4) >> 8
        let at = offset + 8
        switch flags & 0x04 != 0 ? bytes.uint8(offset + 3) : 3 {
        case 1, 2: try innerIP(identifier, bytes, at: at, wireLength: wireLength, &packet)
        case 3: try innerEthernet(identifier, bytes, at: at, wireLength: wireLength, &packet)
        case 5:
            try openTunnel(identifier, at: at, &packet)
            try mpls(bytes, at: at, wireLength: wireLength, &packet)
        default: throw DecodeStop(.vxlan, at: offset, .notIP)
        }
    }
}
