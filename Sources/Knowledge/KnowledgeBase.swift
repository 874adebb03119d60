/// What replies, endpoints and codes mean, and what to say about each cause. All of it comes from rule files.
package struct KnowledgeBase: Sendable {
    /// By cause id: those of files that were read at once.
    var wordings: [String: CauseWording] = [:]
    /// Those that are read when they are needed.
    private var book: CauseBook?
    private var rules = ReplyRules([])
    package private(set) var endpoints: [Endpoint] = []
    var codes = StatusCodes()
    /// By the key that rule files use.
    var sources: [String: Source] = [:]
    /// First labels of host names that mail servers carry.
    var hostWords: Set<String> = []
    /// Who signs certificates.
    package var issuers = CertificateIssuers()
    /// What there is to teach, in the order of the files.
    package internal(set) var notes: [Note] = []
    private(set) var endpointIndices: [String: Int] = [:]
    var lateMakers = LateValue<[Maker]>([])
    var latePanelCodes = LateValue<[PanelCode]>([])
    var lateObservations = LateValue<[String: Observation]>([:])
    /// Whom hardware addresses were assigned to; nil asks the built-in table alone.
    package var hardwareRegistry: HardwareRegistry?

    /// Knows nothing.
    package init() {}

    /// In the order of the files; a later rule wins where two are equally specific.
    package var replyRules: [ReplyRule] { rules.all }

    /// The knowledge that comes with the program. Its reply rules are read when they are needed.
    package static func builtIn() throws(RuleFileError) -> KnowledgeBase {
        var base = KnowledgeBase()
        try base.read(BuiltInRules.sources, checksPatterns: false)
        base.book = CauseBook(BuiltInRules.causeFiles, sources: base.sources)
        for file in BuiltInRules.referenceFiles { try base.read(file, checksPatterns: false) }
        let reference = base
        base.rules = ReplyRules {
            // The tests read every built-in file with `checkedBuiltIn`, so that none can fail here.
            var extended = reference
            for file in BuiltInRules.replyFiles { try? extended.read(file, checksPatterns: false) }
            return extended.replyRules
        }
        base.readDevicesLate(reference)
        return base
    }

    /// As ``builtIn()``, but everything is read and checked at once, patterns too.
    package static func checkedBuiltIn() throws(RuleFileError) -> KnowledgeBase {
        var base = KnowledgeBase()
        let files =
            [BuiltInRules.sources] + BuiltInRules.causeFiles + BuiltInRules.referenceFiles + BuiltInRules.replyFiles
            + [BuiltInRules.makers, BuiltInRules.panels, BuiltInRules.observations]
        for file in files { try base.read(file, checksPatterns: true) }
        return base
    }

    /// What only some reports ask for.
    private mutating func readDevicesLate(_ reference: KnowledgeBase) {
        @Sendable func read(_ files: [BuiltInRules.File]) -> KnowledgeBase {
            var extended = reference
            for file in files { try? extended.read(file, checksPatterns: false) }
            return extended
        }
        lateMakers = LateValue(reading: { read([BuiltInRules.makers]).makers })
        latePanelCodes = LateValue(reading: { read([BuiltInRules.makers, BuiltInRules.panels]).panelCodes })
        lateObservations = LateValue(reading: { read([BuiltInRules.observations]).lateObservations.current })
    }

    private mutating func read(_ file: BuiltInRules.File, checksPatterns: Bool) throws(RuleFileError) {
        var reader = RuleFile(name: file.name, checksPatterns: checksPatterns, knowing: self)
        try reader.read(String(decoding: file.bytes, as: UTF8.self), into: &self)
    }

    /// Adds a rule file's entries; an entry with a known id replaces the old one. Nothing changes when this throws.
    package mutating func add(_ text: String, file: String) throws(RuleFileError) {
        var extended = self
        var reader = RuleFile(name: file, checksPatterns: true, knowing: self)
        try reader.read(text, into: &extended)
        self = extended
    }

    /// The ids of every cause that has a wording, sorted.
    package var causes: [String] { Set(wordings.keys).union(book?.ids ?? []).sorted() }

    package func wording(of cause: String) -> CauseWording? { wordings[cause] ?? book?.wording(of: cause) }

    package func meaning(ofCode code: Int) -> String? { codes.meaning(ofCode: code) }

    package func meaning(ofEnhanced code: String) -> String? { codes.meaning(ofEnhanced: code) }

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
