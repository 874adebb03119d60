/// Reads the part of YAML that the program's own rule files are written in, many times faster than a reader of all of it:
/// to start the program must not cost more than to judge a capture. Block lists and pairs, flow lists and pairs, plain,
/// double-quoted and folded (`>-`) texts, anchors and aliases, comments. What is none of these is not read (nil). Files of users are read with
/// Yams; a test holds every built-in file's tree against what Yams reads.
struct PlainYAML {
    let bytes: [UInt8]
    var at = 0
    var line = 1
    var lineStart = 0
    private var anchors: [String: RuleTree] = [:]

    static func read(_ bytes: [UInt8]) -> RuleTree? {
        var reader = PlainYAML(bytes)
        guard let tree = reader.node(deeperThan: -1) else { return nil }
        reader.skipToToken()
        return reader.at == bytes.count ? tree : nil
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    // MARK: - Places

    static let newline = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let quote = UInt8(ascii: "\"")
    static let hash = UInt8(ascii: "#")
    private static let dash = UInt8(ascii: "-")

    var byte: UInt8? { at < bytes.count ? bytes[at] : nil }
    var next: UInt8? { at + 1 < bytes.count ? bytes[at + 1] : nil }
    /// From 0.
    var column: Int { at - lineStart }

    static func endsWord(_ byte: UInt8?) -> Bool { byte == nil || byte == space || byte == newline }

    mutating func passNewline() {
        at += 1
        line += 1
        lineStart = at
    }

    mutating func skipSpaces() {
        while byte == Self.space { at += 1 }
    }

    /// Past white space, line ends and comments.
    mutating func skipToToken() {
        while let byte {
            if byte == Self.space {
                at += 1
            } else if byte == Self.newline {
                passNewline()
            } else if byte == Self.hash, at == lineStart || bytes[at - 1] == Self.space {
                while self.byte != nil, self.byte != Self.newline { at += 1 }
            } else {
                return
            }
        }
    }

    // MARK: - Blocks

    private mutating func node(deeperThan parent: Int) -> RuleTree? {
        skipToToken()
        guard let byte, column > parent else { return nil }
        if byte == Self.dash, Self.endsWord(next) { return list() }
        if byte == UInt8(ascii: "*") { return anchors[name()] }
        if byte == UInt8(ascii: "&") {
            let start = (line: line, column: column)
            let name = name()
            guard var tree = node(deeperThan: parent) else { return nil }
            // Yams takes an anchored value to begin at its anchor.
            (tree.line, tree.column) = (start.line, start.column + 1)
            anchors[name] = tree
            return tree
        }
        let start = (line: line, column: column)
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { return flow() }
        if byte == UInt8(ascii: ">") { return folded(deeperThan: parent) }
        guard let text = text(inFlow: false) else { return nil }
        skipSpaces()
        guard self.byte == Self.colon else { return tree(.text(text), start) }
        return pairs(after: tree(.text(text), start))
    }

    /// Of an anchor or an alias, which ends where the word does.
    private mutating func name() -> String {
        at += 1
        let from = at
        while !Self.endsWord(byte) { at += 1 }
        return String(decoding: bytes[from..<at], as: UTF8.self)
    }

    func tree(_ content: RuleTree.Content, _ start: (line: Int, column: Int)) -> RuleTree {
        RuleTree(content: content, line: start.line, column: start.column + 1)
    }

    private mutating func list() -> RuleTree? {
        let start = (line: line, column: column)
        var entries: [RuleTree] = []
        while byte == Self.dash, Self.endsWord(next), column == start.column {
            at += 1
            guard let entry = node(deeperThan: start.column) else { return nil }
            entries.append(entry)
            skipToToken()
        }
        return byte == nil || column < start.column ? tree(.list(entries), start) : nil
    }

    private mutating func pairs(after first: RuleTree) -> RuleTree? {
        let indent = first.column - 1
        var key = first
        var pairs: [RuleTree.Pair] = []
        while true {
            at += 1
            guard Self.endsWord(byte), let value = node(deeperThan: indent) else { return nil }
            pairs.append(RuleTree.Pair(key: key, value: value))
            skipToToken()
            guard byte != nil, column >= indent else { break }
            let start = (line: line, column: column)
            guard column == indent, let text = text(inFlow: false) else { return nil }
            skipSpaces()
            guard byte == Self.colon else { return nil }
            key = tree(.text(text), start)
        }
        return RuleTree(content: .pairs(pairs), line: first.line, column: first.column)
    }

    /// Lines that are one paragraph: each line end is a space.
    private mutating func folded(deeperThan parent: Int) -> RuleTree? {
        let start = (line: line, column: column)
        guard next == Self.dash else { return nil }
        at += 2
        guard byte == Self.newline else { return nil }
        passNewline()
        skipSpaces()
        let indent = column
        guard indent > parent, byte != nil, byte != Self.newline else { return nil }
        var text: [UInt8] = []
        while column == indent, let first = byte, first != Self.newline {
            guard first != Self.space else { return nil }
            if !text.isEmpty { text.append(Self.space) }
            let from = at
            while byte != nil, byte != Self.newline { at += 1 }
            text += bytes[from..<at]
            guard byte != nil else { break }
            passNewline()
            while byte == Self.space, column < indent { at += 1 }
        }
        // A paragraph after an empty line is none that this reader knows; spaces at a line's end are kept by none.
        guard text.last != Self.space else { return nil }
        return tree(.text(String(decoding: text, as: UTF8.self)), start)
    }
}
