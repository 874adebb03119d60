extension PlainYAML {
    mutating func flow() -> RuleTree? {
        skipToToken()
        let start = (line: line, column: column)
        switch byte {
        case UInt8(ascii: "["):
            at += 1
            var entries: [RuleTree] = []
            while true {
                skipToToken()
                if byte == UInt8(ascii: "]") { break }
                guard let entry = flow() else { return nil }
                entries.append(entry)
                guard separated(from: UInt8(ascii: "]")) else { return nil }
            }
            at += 1
            return tree(.list(entries), start)
        case UInt8(ascii: "{"):
            at += 1
            var pairs: [RuleTree.Pair] = []
            while true {
                skipToToken()
                if byte == UInt8(ascii: "}") { break }
                let place = (line: line, column: column)
                guard let key = text(inFlow: true), byte == Self.colon, Self.endsWord(next) else { return nil }
                at += 1
                guard let value = flow() else { return nil }
                pairs.append(RuleTree.Pair(key: tree(.text(key), place), value: value))
                guard separated(from: UInt8(ascii: "}")) else { return nil }
            }
            at += 1
            return tree(.pairs(pairs), start)
        default:
            guard let text = text(inFlow: true) else { return nil }
            return tree(.text(text), start)
        }
    }

    /// Past the comma after an entry; true also before the end of the list.
    private mutating func separated(from end: UInt8) -> Bool {
        skipToToken()
        if byte == Self.comma {
            at += 1
            return true
        }
        return byte == end
    }

    // MARK: - Texts

    mutating func text(inFlow: Bool) -> String? {
        if byte == Self.quote { return quoted() }
        guard let first = byte, !Self.special.contains(first) else { return nil }
        let from = at
        var end = at
        while let byte, byte != Self.newline {
            if byte == Self.colon, Self.endsWord(next) { break }
            if byte == Self.hash, at > from, bytes[at - 1] == Self.space { break }
            if inFlow, byte == Self.comma || Self.brackets.contains(byte) { break }
            at += 1
            if byte != Self.space { end = at }
        }
        guard end > from else { return nil }
        return String(decoding: bytes[from..<end], as: UTF8.self)
    }

    /// What a plain text does not begin with here.
    private static let special = Array("[]{},&*!|>'%@`#?\t".utf8)
    private static let brackets = Array("[]{}".utf8)

    private mutating func quoted() -> String? {
        at += 1
        var text: [UInt8] = []
        while let byte, byte != Self.quote {
            switch byte {
            case UInt8(ascii: "\\"):
                guard let next, next == Self.quote || next == byte else { return nil }
                text.append(next)
                at += 2
            case Self.newline:
                while text.last == Self.space { text.removeLast() }
                passNewline()
                skipSpaces()
                guard self.byte != Self.newline else { return nil }
                text.append(Self.space)
            default:
                text.append(byte)
                at += 1
            }
        }
        guard byte == Self.quote else { return nil }
        at += 1
        return String(decoding: text, as: UTF8.self)
    }
}
