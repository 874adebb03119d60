/// The last masked lines, so that a server that echoes one (`500 unrecognized: "c2VjcmV0"`) does not give it away.
/// They never leave the parser.
struct Secrets {
    /// Lines remembered, and octets of each: a LOGIN needs two.
    private static let kept = 8
    private static let keptOctets = 512
    /// So many octets in a row count as an echo.
    private static let tellingOctets = 8

    private var lines: [[UInt8]] = []

    mutating func remember(_ octets: ArraySlice<UInt8>) {
        // Clear words of fewer octets than this appear in texts by chance.
        guard octets.count >= 4 else { return }
        if lines.count == Secrets.kept { lines.removeFirst() }
        lines.append(octets.prefix(Secrets.keptOctets).map(Ascii.upper))
    }

    /// The text with every echo replaced.
    func removed(from text: String) -> String {
        guard !lines.isEmpty else { return text }
        var octets = Array(text.utf8)
        var isChanged = false
        for secret in lines {
            let key = secret.prefix(Secrets.tellingOctets)
            var start = 0
            while let found = Secrets.find(key, in: octets, from: start) {
                var end = found
                var index = 0
                while end < octets.count, index < secret.count, Ascii.upper(octets[end]) == secret[index] {
                    end += 1
                    index += 1
                }
                let mask = Array(Mask.masked(end - found).utf8)
                octets.replaceSubrange(found..<end, with: mask)
                start = found + mask.count
                isChanged = true
            }
        }
        return isChanged ? String(decoding: octets, as: UTF8.self) : text
    }

    private static func find(_ key: ArraySlice<UInt8>, in octets: [UInt8], from start: Int) -> Int? {
        guard octets.count >= key.count, start <= octets.count - key.count else { return nil }
        return (start...(octets.count - key.count)).first { offset in
            zip(key, octets[offset...]).allSatisfy { $0 == Ascii.upper($1) }
        }
    }
}
