import Bytes

/// The header of a pcap file (draft-ietf-opsawg-pcap, section 4), and the variants that its magic number tells apart.
///
///     0  magic number            4 bytes, in the byte order of the writer
///     4  major, minor version    2 + 2
///     8  time zone, accuracy     4 + 4, unused
///    16  snap length             4
///    20  link type               4; FCS length in the upper bits
struct PcapHeader: Equatable, Sendable {
    static let length = 24

    var order: ByteOrder
    /// Nanoseconds of one unit of a record's fraction of a second: 1 or 1,000.
    var nanosecondsPerUnit: Int64
    /// Bytes before each frame: 16, or more in modified libpcaps.
    var recordHeaderLength = 16
    /// Bytes of this header in the file: IXIA's has four more, the length of all records.
    var length = Self.length
    var major: UInt16 = 2
    var minor: UInt16 = 4
    /// 0 where the writer gave none.
    var snapLength = 65_535
    var linkType = LinkType.ethernet
    private var isAIX = false
    /// IXIA's hardware is said to write nanoseconds, and Wireshark 4.0 reads microseconds: the records decide.
    private(set) var mayBeMicroseconds = false

    /// nil when the span does not begin with a magic number of pcap.
    init?(magicOf span: RawSpan) {
        guard span.byteCount >= 4 else { return nil }
        let magic = span.uint32(0)
        switch magic {
        case 0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34, 0xa12b_3c4d, 0x1c00_01ac, 0x1c00_01ab: order = .big
        case 0xd4c3_b2a1, 0x4d3c_b2a1, 0x34cd_b2a1, 0x4d3c_2ba1, 0xac01_001c, 0xab01_001c: order = .little
        default: return nil
        }
        switch order == .big ? magic : magic.byteSwapped {
        // Nanoseconds, and Navtel's, which has the same layout.
        case 0xa1b2_3c4d, 0xa12b_3c4d: nanosecondsPerUnit = 1
        // Alexey Kuznetzov's: 8 more bytes in a record's header (interface index, protocol, packet type).
        case 0xa1b2_cd34: (nanosecondsPerUnit, recordHeaderLength) = (1_000, 24)
        // IXIA's lcap, by hardware and by software.
        case 0x1c00_01ac: (nanosecondsPerUnit, length, mayBeMicroseconds) = (1, Self.length &+ 4, true)
        case 0x1c00_01ab: (nanosecondsPerUnit, length) = (1_000, Self.length &+ 4)
        default: nanosecondsPerUnit = 1_000
        }
    }

    /// The rest of the header; the span holds all of it.
    mutating func readFields(_ span: RawSpan) {
        major = span.uint16(4, order)
        minor = span.uint16(6, order)
        snapLength = Int(clamping: span.uint32(16, order))
        // Bits 26 and 28 to 31 hold the length of the frame check sequence, which stays a trailer of the frame.
        linkType = LinkType(rawValue: span.uint32(20, order) & 0x03ff_ffff)
        if major == 2, minor == 2, let known = Self.linkTypesOfAIX[linkType.rawValue] {
            linkType = LinkType(rawValue: known)
            isAIX = true
            nanosecondsPerUnit = 1
        }
    }

    /// AIX writes version 2.2, nanoseconds, and the interface types of RFC 1573 in place of link types: Ethernet, token
    /// ring, FDDI, loopback.
    private static let linkTypesOfAIX: [UInt32: UInt32] = [6: 1, 9: 6, 15: 10, 24: 0]

    /// Whether the span begins with a whole header that is beyond doubt: a magic number, a known version and the two
    /// unused fields. Two files, one appended to the other, have a second one in the middle.
    static func isAtBeginning(of span: RawSpan) -> Bool {
        guard span.byteCount >= length, var header = PcapHeader(magicOf: span) else { return false }
        header.readFields(span)
        return span.uint64(8) == 0 && header.major == 2 && header.minor <= 4
    }

    /// The two lengths of a record change places before version 2.3, and in some files of 2.3 (those where the captured
    /// length would be the larger one).
    var lengthsAreSwapped: Bool { !isAIX && (major < 2 || major == 543 || (major == 2 && minor < 3)) }
    var lengthsMayBeSwapped: Bool { isAIX || (major == 2 && minor == 3) }

    /// 543.0 was written by tcpdump of some old systems.
    var isKnownVersion: Bool { major == 2 || major == 543 }
}
