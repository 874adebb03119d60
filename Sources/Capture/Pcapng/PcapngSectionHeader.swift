import Bytes

/// The section header block: byte order, version, a section length that is not used (it may be unknown), options.
enum PcapngSectionHeader {
    /// What the byte-order magic, 8 bytes into the block, says; nil when it is none.
    static func byteOrder(_ span: RawSpan, at offset: Int) -> ByteOrder? {
        guard span.byteCount &- offset >= 12 else { return nil }
        switch span.uint32(offset &+ 8) {
        case 0x1a2b_3c4d: return .big
        case 0x4d3c_2b1a: return .little
        default: return nil
        }
    }

    /// Whether a file begins with one.
    static func isAtBeginning(of span: RawSpan) -> Bool {
        span.byteCount >= 12 && span.uint32(0) == PcapngBlockType.sectionHeader.rawValue
            && byteOrder(span, at: 0) != nil
    }
}
