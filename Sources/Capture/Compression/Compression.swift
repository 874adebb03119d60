import Bytes

/// How a capture file is compressed, by its first bytes. The raw values are the report's words.
package enum Compression: String, Sendable {
    case none
    /// RFC 1952.
    case gzip
    /// RFC 8878.
    case zstd
    /// The LZ4 frame format.
    case lz4

    /// `none` where the bytes are not the beginning of a member or frame.
    init(magicOf span: RawSpan) {
        self = .none
        if span.byteCount >= 2, span.uint16(0) == 0x1f8b { self = .gzip }
        guard span.byteCount >= 4 else { return }
        switch span.uint32(0) {
        case 0x28b5_2ffd: self = .zstd
        case 0x0422_4d18: self = .lz4
        default: break
        }
    }

    /// A frame without data, that zstd and lz4 have in common: 0x184d2a50 to 0x184d2a5f, little-endian.
    static func isSkippableFrame(_ span: RawSpan) -> Bool {
        span.byteCount >= 4 && span.uint32(0) & 0xf0ff_ffff == 0x502a_4d18
    }
}
