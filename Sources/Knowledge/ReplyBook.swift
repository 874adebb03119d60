import Synchronization

/// The reply rules that come with the program. A refusal has a stage and a code, and few of the rules speak of both: of
/// those only `when` is read, and a whole rule only once it claims a reply.
final class ReplyBook: Sendable {
    private let files: [BuiltInEntries]
    private let places: [(file: Int, entry: Int)]
    private let reader: RuleFile
    private let read: Mutex<Read>

    private struct Read {
        var conditions: [ReplyCondition?]
        var rules: [ReplyRule?]
    }

    private static let when = Array("    when:".utf8)

    init(_ files: [BuiltInRules.File], knowing base: KnowledgeBase) {
        self.files = files.map(BuiltInEntries.init)
        reader = RuleFile(name: "", checksPatterns: false, knowing: base)
        places = self.files.enumerated().flatMap { number, file in file.entries.indices.map { (number, $0) } }
        read = Mutex(
            Read(
                conditions: Array(repeating: nil, count: places.count),
                rules: Array(repeating: nil, count: places.count)))
    }

    var indices: Range<Int> { places.indices }

    /// False only where `when`, as it is written, asks for another stage or code.
    func mayClaim(_ index: Int, stage: String, code: Int) -> Bool {
        guard let when = whenText(index) else { return true }
        if !stage.isEmpty, let stages = WrittenWords(of: "stage", in: when), !stages.contains(stage) { return false }
        if code != 0, let codes = WrittenWords(of: "code", in: when), !codes.allow(code: code) { return false }
        return true
    }

    // The tests read every entry, so that none can fail in what follows.

    func claims(_ index: Int, stage: String, code: Int) -> Bool {
        withCondition(index) { $0?.mayClaim(stage: stage, code: code) } ?? false
    }

    func match(_ index: Int, _ question: PreparedQuestion, ofAnySession: Bool) -> Specificity? {
        withCondition(index) { $0?.match(question, ofAnySession: ofAnySession) } ?? nil
    }

    /// In its place: to copy a condition costs more than to match it.
    private func withCondition<Value: Sendable>(
        _ index: Int, _ use: (ReplyCondition?) -> Value
    ) -> Value {
        read.withLock { read in
            if read.conditions[index] == nil {
                read.conditions[index] = whenText(index).flatMap { PlainYAML.read(Array($0)) }.flatMap { tree in
                    try? reader(of: index).onlyCondition(tree)
                }
            }
            return use(read.conditions[index])
        }
    }

    func rule(_ index: Int) -> ReplyRule? {
        read.withLock { read in
            if let known = read.rules[index] { return known }
            let file = files[places[index].file]
            let entry = file.entries[places[index].entry]
            var rule = PlainYAML.read(file.text(of: entry)).flatMap { tree in
                try? reader(of: index).onlyReplies(tree).first
            }
            rule?.line = entry.line
            read.rules[index] = rule
            return rule
        }
    }

    private func reader(of index: Int) -> RuleFile {
        var reader = reader
        reader.name = files[places[index].file].file.name
        return reader
    }

    private func whenText(_ index: Int) -> ArraySlice<UInt8>? {
        let file = files[places[index].file]
        return file.field(Self.when, of: file.entries[places[index].entry])
    }
}

/// The bare words of one key in a condition as it is written: `stage: [rcpt, data]` or `code: 550`.
struct WrittenWords {
    private var words: [ArraySlice<UInt8>] = []

    /// nil where the key is not there.
    init?(of key: String, in text: ArraySlice<UInt8>) {
        let mark = Array((key + ": ").utf8)
        guard
            let start = text.indices.first(where: { at in
                text[at] == mark[0] && text[at...].starts(with: mark)
                    && (at == text.startIndex || text[at - 1] == PlainYAML.space || text[at - 1] == UInt8(ascii: "{"))
            })
        else { return nil }
        let value = text[(start + mark.count)...]
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
}
