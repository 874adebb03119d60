/// The bare words of one key in a condition as it is written: `stage: [rcpt, data]` or `code: 550`.
struct WrittenWords {
    private var words: [ArraySlice<UInt8>] = []

    /// nil where the key is not there.
    init?(of key: String, in text: ArraySlice<UInt8>) {
        guard let value = Self.value(of: key, in: text) else { return nil }
        let isList = value.first == UInt8(ascii: "[")
        let end = value.firstIndex {
            $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "}") || $0 == PlainYAML.newline
                || !isList && $0 == PlainYAML.comma
        }
        words = value[..<(end ?? value.endIndex)].dropFirst(isList ? 1 : 0).split {
            $0 == PlainYAML.comma || $0 == PlainYAML.space
        }
    }

    func contains(_ word: String) -> Bool { words.contains { $0.elementsEqual(word.utf8) } }

    /// As ``CodePattern``.
    func allow(code: Int) -> Bool {
        let digits = Array(String(code).utf8)
        return words.contains { word in
            word.count == digits.count
                && zip(word, digits).allSatisfy { $0 == $1 || $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }
        }
    }

    /// What stands behind the key.
    fileprivate static func value(of key: String, in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let mark = Array((key + ": ").utf8)
        let start = text.indices.first { at in
            text[at] == mark[0] && text[at...].starts(with: mark)
                && (at == text.startIndex || text[at - 1] == PlainYAML.space || text[at - 1] == UInt8(ascii: "{"))
        }
        return start.map { text[($0 + mark.count)...] }
    }
}

/// The texts of one key in a condition as it is written: `text: ["user unknown", unrouteable]`.
struct WrittenTexts {
    private(set) var texts: [FoldedText] = []

    /// nil where the key is not there, or is written in a way that needs a reader of YAML.
    init?(of key: String, in text: ArraySlice<UInt8>) {
        guard var rest = WrittenWords.value(of: key, in: text), let first = rest.first else { return nil }
        let isList = first == UInt8(ascii: "[")
        if isList { rest = rest.dropFirst() }
        while true {
            rest = rest.drop { $0 == PlainYAML.space || $0 == PlainYAML.newline || $0 == PlainYAML.comma }
            guard let byte = rest.first else { return nil }
            if isList, byte == UInt8(ascii: "]") { return }
            let isQuoted = byte == PlainYAML.quote
            if isQuoted { rest = rest.dropFirst() }
            let word = rest.prefix { byte in
                isQuoted
                    ? byte != PlainYAML.quote
                    : byte != PlainYAML.comma && byte != UInt8(ascii: "]") && byte != UInt8(ascii: "}")
            }
            guard !word.isEmpty, !word.contains(UInt8(ascii: "\\")) else { return nil }
            texts.append(FoldedText(String(decoding: word, as: UTF8.self)))
            rest = rest.dropFirst(word.count + (isQuoted ? 1 : 0))
            if !isList { return }
        }
    }
}
