import Bytes

/// The header of an ERF record (Endace Extensible Record Format). All but the time is big-endian.
///
///     0  time           8 bytes, little-endian: seconds since 1970, 32.32 fixed point
///     8  type           1; bit 7: extension headers of 8 bytes follow
///     9  flags          1; bits 0-1 interface, bit 3 truncated
///    10  record length  2, with this header
///    12  loss counter   2, or the colour of the packet in some types
///    14  wire length    2, with the frame check sequence
struct ERFRecord {
    static let headerLength = 16

    let time: Timestamp
    /// Without the bit of the extension headers.
    let type: UInt8
    let hasExtensions: Bool
    let flags: UInt8
    let length: Int
    let wireLength: Int
    /// Packets lost before this one; nil in types that have something else in its place.
    let lost: UInt64?

    /// The span holds the header.
    init(_ span: RawSpan, at offset: Int) {
        let fixed = span.uint64(offset).byteSwapped
        // 32 bits of fraction: 2³² units are a second; both products fit in 63 bits.
        let fraction = ((fixed & 0xffff_ffff) &* 1_000_000_000) &>> 32
        time = Timestamp(nanoseconds: Int64(fixed &>> 32) &* 1_000_000_000 &+ Int64(fraction))
        type = span.uint8(offset &+ 8) & 0x7f
        hasExtensions = span.uint8(offset &+ 8) & 0x80 != 0
        flags = span.uint8(offset &+ 9)
        length = Int(span.uint16(offset &+ 10))
        wireLength = Int(span.uint16(offset &+ 14))
        lost = Self.countsLoss(type) ? UInt64(span.uint16(offset &+ 12)) : nil
    }

    var interface: UInt8 { flags & 3 }
    /// Fills the file up, no packet.
    var isPadding: Bool { type == 48 }
    /// What the card says of itself (provenance), no packet.
    var isMetadata: Bool { type == 27 }

    /// Bytes between the headers and the frame: two of Ethernet's alignment, four of a channel.
    var prefixLength: Int {
        switch type {
        case 2, 11, 16, 20: 2
        case 5, 6, 7, 8, 9, 12, 17, 18: 4
        default: 0
        }
    }

    /// HDLC_POS, ETH, ATM, AAL5, the multi-channel types, AAL2, IPv4 and IPv6.
    private static func countsLoss(_ type: UInt8) -> Bool {
        switch type {
        case 1...9, 12, 18, 22, 23: true
        default: false
        }
    }

    /// Whether the header makes sense by itself: types up to 31 are defined, bits 6 and 7 of the flags are not.
    var isSound: Bool {
        guard (1...31).contains(type) || isPadding, flags & 0xc0 == 0, length >= Self.headerLength else { return false }
        if isPadding || isMetadata { return true }
        // Records are aligned to 8 bytes; extension headers are not in the wire length.
        let extensions = hasExtensions ? 1 << 7 : 0
        return wireLength > 0 && length <= Self.headerLength &+ prefixLength &+ wireLength &+ extensions &+ 16
    }
}
