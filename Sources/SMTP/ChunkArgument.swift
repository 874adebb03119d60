/// The argument of BDAT (RFC 3030 §2): `chunk-size [ SP "LAST" ]`.
struct ChunkArgument: Equatable {
    let size: Int
    let isLast: Bool

    /// nil where the server cannot know a size either: no octets follow such a command.
    init?(_ argument: ArraySlice<UInt8>) {
        let words = argument.split(whereSeparator: Ascii.isBlank)
        guard let number = words.first, words.count <= 2, number.allSatisfy(Ascii.isDigit) else { return nil }
        guard let size = Int(String(decoding: number, as: UTF8.self)) else { return nil }
        if let word = words.dropFirst().first {
            guard word.map(Ascii.upper).elementsEqual("LAST".utf8) else { return nil }
        }
        self.size = size
        isLast = words.count == 2
    }
}
