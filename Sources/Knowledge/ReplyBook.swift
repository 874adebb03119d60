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
        /// How often each was passed over unread.
        var passes: [UInt8]
    }

    private static let when = Array("    when:".utf8)

    init(_ files: [BuiltInRules.File], knowing base: KnowledgeBase) {
        self.files = files.map(BuiltInEntries.init)
        reader = RuleFile(name: "", checksPatterns: false, knowing: base)
        places = self.files.enumerated().flatMap { number, file in file.entries.indices.map { (number, $0) } }
        read = Mutex(
            Read(
                conditions: Array(repeating: nil, count: places.count),
                rules: Array(repeating: nil, count: places.count), passes: Array(repeating: 0, count: places.count)))
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

    func match(_ index: Int, _ question: PreparedQuestion, ofAnySession: Bool) -> Specificity? {
        read.withLock { read in
            if read.conditions[index] == nil {
                guard let when = whenText(index) else { return nil }
                // What it asks for in words is not there: to look for them costs less than to read it. Not again and again.
                if read.passes[index] < Self.patience, !Self.mayHold(when, question.text) {
                    read.passes[index] += 1
                    return nil
                }
                read.conditions[index] = PlainYAML.read(Array(when)).flatMap { tree in
                    try? reader(of: index).onlyCondition(tree)
                }
            }
            // In its place: to copy a condition costs more than to match it.
            return read.conditions[index]?.match(question, ofAnySession: ofAnySession)
        }
    }

    private static let patience = 4

    private static func mayHold(_ when: ArraySlice<UInt8>, _ text: SearchedText) -> Bool {
        if let any = WrittenTexts(of: "text", in: when), !any.texts.contains(where: text.contains) { return false }
        if let all = WrittenTexts(of: "all", in: when), !all.texts.allSatisfy(text.contains) { return false }
        return true
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
