/// One rule file, read section by section. What earlier files defined (sources, causes, endpoints) may be named.
struct RuleFile {
    /// A rule file is written by people; a larger one is refused before it is parsed.
    static let maximumBytes = 4 << 20

    var name: String
    /// The day on which the file's sources were last read; entries may say otherwise.
    var checkedOn: String?
    /// What entries may refer to.
    var sources: [String: Source]
    var causes: Set<String>
    var endpoints: Set<String>
    /// Whether patterns are compiled at once to find bad ones. Tests do it for the built-in files.
    var checksPatterns: Bool

    /// `yyyy-mm-dd`, where it is known: sources were read before it.
    var today: String?

    /// Whose words the file's replies are, as endpoints name it; empty where they are nobody's own.
    var provider = ""
    /// The file's replies go by codes and words that all servers share.
    var isGeneral = false

    /// The sections, in the order in which they are read: what is named comes before what names it.
    private static let sections = [
        "checked_on", "checked", "provider", "general", "sources", "reply_codes", "enhanced_codes", "host_words",
        "causes", "shared_codes",
        "program_errors",
        "endpoints", "notes", "replies", "inspection", "public_authorities", "service_issuers",
        "makers", "panel_codes", "observations", "topics",
    ]

    init(name: String, checksPatterns: Bool, knowing base: KnowledgeBase) {
        self.name = name
        self.checksPatterns = checksPatterns
        sources = base.sources
        causes = base.causeIDs
        endpoints = base.endpointIDs
    }

    /// For entries that refer to nothing but sources.
    init(name: String, sources: [String: Source]) {
        self.name = name
        self.sources = sources
        checksPatterns = false
        causes = []
        endpoints = []
    }

    /// One entry of a file's `causes`, with what stands before the first of them.
    func onlyCause(_ text: [UInt8]) throws(RuleFileError) -> CauseWording? {
        guard let tree = PlainYAML.read(text) else { return nil }
        let fields = try RuleNode(tree: tree, file: name).fields(Self.sections)
        var reader = self
        reader.checkedOn = try fields.checkedOn()
        guard let first = fields["causes"]?.list().first else { return nil }
        return try reader.cause(first)
    }

    /// The condition of a reply rule, given with its key alone.
    func onlyCondition(_ tree: RuleTree) throws(RuleFileError) -> ReplyCondition {
        try condition(try RuleNode(tree: tree, file: name).fields(["when"]).required("when"))
    }

    /// The rules of a file that holds nothing else.
    func onlyReplies(_ tree: RuleTree) throws(RuleFileError) -> [ReplyRule] {
        let fields = try RuleNode(tree: tree, file: name).fields(Self.sections)
        var reader = self
        try reader.readHead(fields)
        var rules: [ReplyRule] = []
        for entry in fields["replies"]?.list() ?? [] { rules.append(try reader.reply(entry)) }
        return rules
    }

    /// Reads the text and puts its entries into the base. The base is left half changed when this throws.
    mutating func read(_ text: String, into base: inout KnowledgeBase) throws(RuleFileError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw RuleFileError(file: name, reason: "larger than \(Self.maximumBytes) bytes")
        }
        guard let tree = try RuleTree.read(text, file: name) else {
            throw RuleFileError(file: name, reason: "the file is empty")
        }
        try read(tree, into: &base)
    }

    /// As ``read(_:into:)`` of the text that this tree was made of.
    mutating func read(_ tree: RuleTree, into base: inout KnowledgeBase) throws(RuleFileError) {
        let fields = try RuleNode(tree: tree, file: name).fields(Self.sections)
        try readHead(fields)
        for pair in try fields["sources"]?.pairs() ?? [] {
            sources[try pair.key.text()] = try source(spelt: pair.value)
        }
        base.sources = sources
        if let node = fields["reply_codes"] { base.codes.basic.merge(try replyCodes(node)) { $1 } }
        if let node = fields["enhanced_codes"] { base.codes.enhanced.merge(try enhancedCodes(node)) { $1 } }
        base.hostWords.formUnion(try fields.texts("host_words"))
        try readIssuers(fields, into: &base)
        var seen: [String: Int] = [:]
        for entry in fields["causes"]?.list() ?? [] {
            let wording = try cause(entry)
            try note("cause " + wording.cause, of: entry, in: &seen)
            base.wordings[wording.cause] = wording
            causes.insert(wording.cause)
        }
        for entry in fields["program_errors"]?.list() ?? [] { base.codes.programs.append(try programError(entry)) }
        if let node = fields["shared_codes"] { base.codes.shared.merge(try sharedCodes(node)) { $1 } }
        for entry in fields["endpoints"]?.list() ?? [] {
            let endpoint = try endpoint(entry)
            try note("endpoint " + endpoint.id, of: entry, in: &seen)
            base.put(endpoint)
            endpoints.insert(endpoint.id)
        }
        for entry in fields["notes"]?.list() ?? [] {
            let note = try self.note(entry)
            try self.note("note " + note.id, of: entry, in: &seen)
            base.put(note)
        }
        var rules: [ReplyRule] = []
        for entry in fields["replies"]?.list() ?? [] {
            let rule = try reply(entry)
            try note("rule " + rule.id, of: entry, in: &seen)
            rules.append(rule)
        }
        base.put(rules)
        try readDevices(fields, into: &base, &seen)
        var topics: [Topic] = []
        for entry in fields["topics"]?.list() ?? [] {
            let topic = try topic(entry)
            try note("topic " + topic.id, of: entry, in: &seen)
            topics.append(topic)
        }
        base.put(topics)
    }

    /// What holds for all entries of the file.
    private mutating func readHead(_ fields: RuleFields) throws(RuleFileError) {
        checkedOn = try pastDay(fields)
        provider = try fields["provider"]?.text() ?? ""
        isGeneral = try fields["general"]?.flag() ?? false
    }

    private func readDevices(
        _ fields: RuleFields, into base: inout KnowledgeBase, _ seen: inout [String: Int]
    ) throws(RuleFileError) {
        var makers: [Maker] = []
        for entry in fields["makers"]?.list() ?? [] {
            let maker = try maker(entry)
            try note("maker " + maker.id, of: entry, in: &seen)
            makers.append(maker)
        }
        base.put(makers)
        if let node = fields["panel_codes"] {
            let known = Set(base.makers.map(\.id))
            var codes: [PanelCode] = []
            for entry in node.list() { codes.append(try panelCode(entry, makers: known)) }
            base.put(codes)
        }
        var observations: [Observation] = []
        for entry in fields["observations"]?.list() ?? [] {
            let observation = try observation(entry)
            try note("observation " + observation.id, of: entry, in: &seen)
            observations.append(observation)
        }
        base.put(observations)
    }

    /// An id may replace one of an earlier file, but not one of the same file.
    private func note(_ id: String, of entry: RuleNode, in seen: inout [String: Int]) throws(RuleFileError) {
        if let line = seen[id] { throw entry.error("\(id) is already defined in line \(line)") }
        seen[id] = entry.line
    }
}
