import Bytes

/// The first bytes of a file that is no capture, as a person can recognise them.
enum FileBeginning {
    /// `50 4b 03 04 14 00 00 00 "PK......"`, or the name of the compression. `note` says what else is known,
    /// `compression` how the file that the bytes come from is compressed.
    static func describe(_ span: RawSpan, note: String? = nil, inside compression: Compression = .none) -> String {
        let shown = span.copied(0..<min(8, span.byteCount))
        let inside = compression == .none ? nil : "inside \(compression)"
        if let note {
            return "\(hexadecimal(shown)) (\(note)\(inside.map { ", " + $0 } ?? ""))"
        }
        if let name = Self.compression(shown) {
            return "\(hexadecimal(shown.prefix(4))) … (\(name)\(inside.map { " " + $0 } ?? ""): decompress it first)"
        }
        let text = shown.map { (0x20..<0x7f).contains($0) ? Character(Unicode.Scalar($0)) : "." }
        return "\(hexadecimal(shown)) \"\(String(text))\"\(inside.map { " (\($0))" } ?? "")"
    }

    /// Compressions that are not read here: unknown ones, and any inside another.
    private static func compression(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x1f, 0x8b]) { return "gzip" }
        if bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return "zstd" }
        if bytes.starts(with: [0x04, 0x22, 0x4d, 0x18]) { return "lz4" }
        if bytes.starts(with: [0x02, 0x21, 0x4c, 0x18]) { return "lz4, legacy frame" }
        if bytes.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a]) { return "xz" }
        if bytes.starts(with: [0x42, 0x5a, 0x68]) { return "bzip2" }
        return nil
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}
