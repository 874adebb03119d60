import Bytes

/// The header of a snoop file (RFC 1761), as Solaris writes it. Everything in it is big-endian.
///
///     0  "snoop" and three zeros  8 bytes
///     8  version                  4, here 2
///    12  datalink type            4
struct SnoopHeader {
    static let length = 16
    private static let magic: UInt64 = 0x736e_6f6f_7000_0000

    let version: UInt32
    /// The number in the file, from RFC 1761 or later additions of Solaris.
    let datalink: UInt32

    /// nil when the span does not begin as a snoop file does, or is shorter than the header.
    init?(_ span: RawSpan) {
        guard span.byteCount >= Self.length, span.uint64(0) == Self.magic else { return nil }
        version = span.uint32(8)
        datalink = span.uint32(12)
    }

    /// nil for a datalink type that has no counterpart in the tcpdump group's registry.
    var linkType: LinkType? {
        switch datalink {
        // IEEE 802.3, and Ethernet: snoop tells two names of one header.
        case 0, 4: .ethernet
        case 2: LinkType(rawValue: 6)
        case 5: LinkType(rawValue: 104)
        case 8: LinkType(rawValue: 10)
        // Solaris's loopback and zones: a header of their own (DL_IPNET).
        case 26: LinkType(rawValue: 226)
        default: nil
        }
    }

    /// The registry's first type for private use: what nobody can decode.
    static let unknownLinkType = LinkType(rawValue: 147)
}
