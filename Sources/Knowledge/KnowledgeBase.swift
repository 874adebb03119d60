/// What replies, endpoints and codes mean, and what to say about each cause. All of it comes from rule files.
package struct KnowledgeBase: Sendable {
    /// By cause id: those of files that were read at once.
    var wordings: [String: CauseWording] = [:]
    /// Those that are read when they are needed.
    private var book: CauseBook?
    private(set) var rules = ReplyRules([])
    package private(set) var endpoints: [Endpoint] = []
    /// By the key that rule files use.
    var sources: [String: Source] = [:]
    /// First labels of host names that mail servers carry.
    var hostWords: Set<String> = []
    private(set) var endpointIndices: [String: Int] = [:]
    private var lateCodes = LateValue(StatusCodes())
    private var lateIssuers = LateValue(CertificateIssuers())
    private var lateNotes = LateValue<[Note]>([])
    var lateMakers = LateValue<[Maker]>([])
    var latePanelCodes = LateValue<[PanelCode]>([])
    var lateObservations = LateValue<[String: Observation]>([:])
    var lateTopics = LateValue<[Topic]>([])
    /// Whom hardware addresses were assigned to; nil asks the built-in table alone.
    package var hardwareRegistry: HardwareRegistry?

    /// Knows nothing.
    package init() {}

    var codes: StatusCodes {
        get { lateCodes.current }
        set { lateCodes = LateValue(newValue) }
    }

    /// Who signs certificates.
    package internal(set) var issuers: CertificateIssuers {
        get { lateIssuers.current }
        set { lateIssuers = LateValue(newValue) }
    }

    /// What there is to teach, in the order of the files.
    package internal(set) var notes: [Note] {
        get { lateNotes.current }
        set { lateNotes = LateValue(newValue) }
    }

    /// What may be asked about by name, in the order of the files.
    package var topics: [Topic] { lateTopics.current }

    /// In the order of the files; a later rule wins where two are equally specific.
    package var replyRules: [ReplyRule] { rules.all }

    /// The knowledge that comes with the program. All but the endpoints is read when it is needed: most captures need
    /// little of it.
    package static func builtIn() throws(RuleFileError) -> KnowledgeBase {
        var base = KnowledgeBase()
        try base.read(BuiltInRules.sources)
        base.book = CauseBook(BuiltInRules.causeFiles, sources: base.sources)
        try base.read(BuiltInRules.endpoints)
        let reference = base
        base.lateCodes = late([BuiltInRules.codes], on: reference) { $0.codes }
        base.lateIssuers = late([BuiltInRules.certificates], on: reference) { $0.issuers }
        base.lateNotes = late([BuiltInRules.notes], on: reference) { $0.notes }
        base.lateMakers = late([BuiltInRules.makers], on: reference) { $0.makers }
        base.latePanelCodes = late([BuiltInRules.makers, BuiltInRules.panels], on: reference) { $0.panelCodes }
        base.lateObservations = late([BuiltInRules.observations], on: reference) { $0.lateObservations.current }
        base.lateTopics = late([BuiltInRules.topics], on: reference) { $0.topics }
        base.rules = ReplyRules(ReplyBook(BuiltInRules.replyFiles, knowing: reference))
        return base
    }

    /// As ``builtIn()``, but everything is read and checked at once, as a user's file would be: YAML, patterns too.
    package static func checkedBuiltIn() throws(RuleFileError) -> KnowledgeBase {
        var base = KnowledgeBase()
        for file in BuiltInRules.all { try base.add(String(decoding: file.bytes, as: UTF8.self), file: file.name) }
        return base
    }

    /// A part of the knowledge that is read when it is first asked for.
    private static func late<Value: Sendable>(
        _ files: [BuiltInRules.File], on base: KnowledgeBase, _ part: @escaping @Sendable (KnowledgeBase) -> Value
    ) -> LateValue<Value> {
        LateValue(reading: {
            var extended = base
            // The tests read every built-in file with `checkedBuiltIn`, so that none can fail here.
            for file in files { try? extended.read(file) }
            return part(extended)
        })
    }

    private mutating func read(_ file: BuiltInRules.File) throws(RuleFileError) {
        var reader = RuleFile(name: file.name, checksPatterns: false, knowing: self)
        if let tree = PlainYAML.read(file.bytes) {
            try reader.read(tree, into: &self)
        } else {
            try reader.read(String(decoding: file.bytes, as: UTF8.self), into: &self)
        }
    }

    /// Adds a rule file's entries; an entry with a known id replaces the old one. Nothing changes when this throws.
    /// `today` is a day, `yyyy-mm-dd`, after which no source can have been read.
    package mutating func add(_ text: String, file: String, today: String? = nil) throws(RuleFileError) {
        var extended = self
        var reader = RuleFile(name: file, checksPatterns: true, knowing: self)
        reader.today = today
        try reader.read(text, into: &extended)
        self = extended
    }

    /// The ids of every cause that has a wording, sorted.
    package var causes: [String] { causeIDs.sorted() }

    var causeIDs: Set<String> { wordings.isEmpty ? book?.ids ?? [] : (book?.ids ?? []).union(wordings.keys) }

    var endpointIDs: Set<String> { Set(endpointIndices.keys) }

    package func wording(of cause: String) -> CauseWording? { wordings[cause] ?? book?.wording(of: cause) }

    package func meaning(ofCode code: Int) -> String? { codes.meaning(ofCode: code) }

    package func meaning(ofEnhanced code: String) -> String? { codes.meaning(ofEnhanced: code) }

    /// The causes for which servers give the question's enhanced code, or its code where it has none. An entry for the
    /// very code comes before one for any class.
    package func shared(by question: ReplyQuestion) -> [SharedCode] {
        guard let enhanced = question.enhanced else { return codes.shared["\(question.code)"] ?? [] }
        return codes.shared[enhanced]
            ?? codes.shared["x." + enhanced.split(separator: ".").dropFirst().joined(separator: ".")] ?? []
    }

    /// What a program's words mean, and which words they are; nil where they are none that programs are known to write.
    package func programError(in text: String) -> (words: String, error: ProgramError)? {
        let text = SearchedText(text)
        for error in codes.programs {
            if let found = error.words.first(where: text.contains) { return (found.string, error) }
        }
        return nil
    }

    /// Which reply rules its stage and code leave.
    func candidates(for question: ReplyQuestion) -> [Int] {
        rules.candidates(stage: question.stage, code: question.code)
    }

    /// A rule with a known id replaces the old one in its place.
    mutating func put(_ fresh: [ReplyRule]) {
        guard !fresh.isEmpty else { return }
        var all = replyRules
        var indices: [String: Int] = [:]
        for (index, rule) in all.enumerated() { indices[rule.id] = index }
        for rule in fresh {
            if let index = indices[rule.id] {
                all[index] = rule
            } else {
                indices[rule.id] = all.count
                all.append(rule)
            }
        }
        rules = ReplyRules(all)
    }

    mutating func put(_ note: Note) {
        if let index = notes.firstIndex(where: { $0.id == note.id }) { notes[index] = note } else { notes.append(note) }
    }

    mutating func put(_ endpoint: Endpoint) {
        if let index = endpointIndices[endpoint.id] {
            endpoints[index] = endpoint
        } else {
            endpointIndices[endpoint.id] = endpoints.count
            endpoints.append(endpoint)
        }
    }
}
