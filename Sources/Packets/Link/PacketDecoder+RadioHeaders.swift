import Bytes

/// What receivers put before an 802.11 frame.
extension PacketDecoder {
    /// Radiotap, little-endian: version (1), padding (1), length (2), one or more words of present fields, the fields.
    /// Only the flags matter here; before them is at most the TSFT (8, aligned to 8).
    static func radiotap(
        _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .radiotap)
        let length = Int(bytes.uint16(offset + 2).byteSwapped)
        guard bytes.uint8(offset) == 0, length >= 8 else {
            throw DecodeStop(.radiotap, at: offset, .malformed(claim: "radiotap version and length"))
        }
        try need(length, bytes, at: offset, end: wireLength, .radiotap)
        let present = bytes.uint32(offset + 4).byteSwapped
        var fields = 8
        var word = present
        while word & 0x8000_0000 != 0, fields + 4 <= length {
            word = bytes.uint32(offset + fields).byteSwapped
            fields += 4
        }
        if present & 1 != 0 { fields = ((fields + 7) & ~7) + 8 }
        let flags = present & 2 != 0 && fields < length ? bytes.uint8(offset + fields) : 0
        // 0x10: the check sequence is captured; 0x20: the body is aligned.
        try ieee80211(
            bytes, at: offset + length, wireLength: wireLength - (flags & 0x10 != 0 ? 4 : 0),
            bodyPadding: flags & 0x20 != 0, &packet)
    }

    /// Prism: message (4), length (4) in the byte order of the machine that captured. AVS, which drivers put in its
    /// place: magic (4), length (4), big-endian.
    static func prism(_ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(8, bytes, at: offset, end: wireLength, .radiotap)
        let word = bytes.uint32(offset + 4)
        let isAVS = bytes.uint32(offset) & 0xffff_f000 == 0x8021_1000
        let length = Int(isAVS ? word : min(word, word.byteSwapped))
        guard length >= 8, length <= maximumRadioHeader else {
            throw DecodeStop(.radiotap, at: offset, .malformed(claim: "Prism header length \(length)"))
        }
        try ieee80211(bytes, at: offset + length, wireLength: wireLength, &packet)
    }

    /// Per-Packet Information, little-endian: version (1), flags (1), length (2), link type (4), fields.
    static func ppi(_ bytes: RawSpan, wireLength: Int, _ packet: inout Packet) throws(DecodeStop) {
        try need(8, bytes, at: 0, .radiotap)
        let length = Int(bytes.uint16(2).byteSwapped)
        guard length >= 8 else {
            throw DecodeStop(.radiotap, at: 0, .malformed(claim: "PPI length \(length)"))
        }
        let type = bytes.uint32(4).byteSwapped
        switch type {
        case 1: try ethernet(bytes, at: length, wireLength: wireLength, &packet)
        case 105: try ieee80211(bytes, at: length, wireLength: wireLength, &packet)
        default: throw DecodeStop(.link, at: 0, .unknownLinkType(type))
        }
    }

    /// Prism has 144 octets, AVS 64.
    static let maximumRadioHeader = 512
}
