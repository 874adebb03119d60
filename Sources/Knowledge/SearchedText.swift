/// A folded text that many others are looked for in. It knows which pairs of bytes occur in it, so that most of those
/// that do not occur are ruled out without a search.
struct SearchedText: Sendable {
    let folded: FoldedText
    /// One bit for each possible pair.
    private let pairs: [UInt64]

    init(_ text: String) {
        folded = FoldedText(text)
        var pairs = [UInt64](repeating: 0, count: 1024)
        for (first, second) in zip(folded.bytes, folded.bytes.dropFirst()) {
            let pair = Int(first) << 8 | Int(second)
            pairs[pair >> 6] |= 1 << UInt64(pair & 63)
        }
        self.pairs = pairs
    }

    func contains(_ needle: FoldedText) -> Bool {
        let bytes = needle.bytes
        var index = 1
        while index < bytes.count {
            let pair = Int(bytes[index - 1]) << 8 | Int(bytes[index])
            guard pairs[pair >> 6] & (1 << UInt64(pair & 63)) != 0 else { return false }
            index += 1
        }
        return folded.contains(needle)
    }
}
