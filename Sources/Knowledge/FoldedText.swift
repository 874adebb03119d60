/// Text made ready for searching: ASCII letters in lower case, runs of white space as one space.
/// Servers wrap the same sentence differently over the lines of a reply.
struct FoldedText: Sendable, Hashable {
    /// No more of a reply is searched: a reply of a hundred full lines is longer than any rule needs.
    static let maximumBytes = 8_192

    let bytes: [UInt8]

    init(_ text: String) {
        var folded: [UInt8] = []
        folded.reserveCapacity(min(text.utf8.count, Self.maximumBytes))
        var pendingSpace = false
        for byte in text.utf8.prefix(Self.maximumBytes) {
            switch byte {
            case 0x09, 0x0A, 0x0D, 0x20:
                pendingSpace = !folded.isEmpty
            default:
                if pendingSpace { folded.append(0x20) }
                pendingSpace = false
                folded.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
        }
        bytes = folded
    }

    func contains(_ other: FoldedText) -> Bool {
        guard let first = other.bytes.first else { return true }
        let length = other.bytes.count
        guard length <= bytes.count else { return false }
        return bytes.withUnsafeBufferPointer { haystack in
            other.bytes.withUnsafeBufferPointer { needle in
                for start in 0...(haystack.count - length) where haystack[start] == first {
                    var index = 1
                    while index < length, haystack[start + index] == needle[index] { index += 1 }
                    if index == length { return true }
                }
                return false
            }
        }
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }
}
