import Bytes

extension PacketDecoder {
    /// IEEE 802.11 §9.2.4, little-endian: frame control (2), duration (2), three addresses (6 each), sequence control
    /// (2), a fourth address between two access points (6), QoS control (2), HT control (4). Of an A-MSDU only the
    /// first subframe is decoded. `bodyPadding`: the driver has aligned the body to 4 octets.
    static func ieee80211(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, bodyPadding: Bool = false, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(2, bytes, at: offset, end: wireLength, .ieee80211)
        let control = bytes.uint16(offset).byteSwapped
        guard control & 0x0003 == 0 else {
            throw DecodeStop(.ieee80211, at: offset, .malformed(claim: "802.11 version"))
        }
        // Type 2 is data; its subtype bit 2 says that there is none.
        guard control & 0x000c == 0x0008, control & 0x0040 == 0 else {
            throw DecodeStop(.ieee80211, at: offset, .notIP)
        }
        let toDS = control & 0x0100 != 0
        let fromDS = control & 0x0200 != 0
        let isQoS = control & 0x0080 != 0
        var length = 24
        if toDS && fromDS { length += 6 }
        let qosControl = length
        if isQoS { length += 2 }
        if isQoS && control & 0x8000 != 0 { length += 4 }
        try need(length, bytes, at: offset, end: wireLength, .ieee80211)

        let first = MACAddress(bytes.uint64(offset + 4) >> 16)
        let second = MACAddress(bytes.uint64(offset + 10) >> 16)
        let third = MACAddress(bytes.uint64(offset + 16) >> 16)
        packet.link.destination = toDS ? third : first
        packet.link.source = fromDS ? (toDS ? MACAddress(bytes.uint64(offset + 22)) : third) : second
        guard bytes.uint8(offset + 22) & 0x0f == 0 else { throw DecodeStop(.ieee80211, at: offset, .fragment) }
        guard control & 0x4000 == 0 else { throw DecodeStop(.ieee80211, at: offset, .encrypted("WPA/WEP")) }

        let isAggregate = isQoS && bytes.uint8(offset + qosControl) & 0x80 != 0
        let body = offset + (bodyPadding ? (length + 3) & ~3 : length)
        guard isAggregate else { return try llc(bytes, at: body, wireLength: wireLength, &packet) }
        // Subframe of an A-MSDU: destination (6), source (6), length (2, big-endian).
        try need(14, bytes, at: body, end: wireLength, .ieee80211)
        packet.link.destination = MACAddress(bytes.uint64(body) >> 16)
        packet.link.source = MACAddress(bytes.uint64(body + 6) >> 16)
        try llc(bytes, at: body + 14, wireLength: min(wireLength, body + 14 + Int(bytes.uint16(body + 12))), &packet)
    }
}
