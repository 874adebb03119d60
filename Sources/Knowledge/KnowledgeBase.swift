/// What replies, endpoints and codes mean, and what to say about each cause. All of it comes from rule files.
package struct KnowledgeBase: Sendable {
    /// By cause id.
    var wordings: [String: CauseWording] = [:]
    /// In the order of the files; a later rule wins where two are equally specific.
    package private(set) var replyRules: [ReplyRule] = []
    package private(set) var endpoints: [Endpoint] = []
    var codes = StatusCodes()
    /// By the key that rule files use.
    var sources: [String: Source] = [:]
    /// First labels of host names that mail servers carry.
    var hostWords: Set<String> = []
    private var ruleIndices: [String: Int] = [:]
    private var endpointIndices: [String: Int] = [:]

    /// Knows nothing.
    package init() {}

    /// The knowledge that comes with the program.
    package static func builtIn() throws(RuleFileError) -> KnowledgeBase {
        try builtIn(checksPatterns: false)
    }

    /// As above; compiling every pattern at once finds a bad one at the price of time.
    package static func builtIn(checksPatterns: Bool) throws(RuleFileError) -> KnowledgeBase {
        var base = KnowledgeBase()
        for file in BuiltInRules.files {
            var reader = RuleFile(name: file.name, checksPatterns: checksPatterns, knowing: base)
            try reader.read(String(decoding: file.bytes, as: UTF8.self), into: &base)
        }
        return base
    }

    /// Adds a rule file's entries; an entry with a known id replaces the old one. Nothing changes when this throws.
    package mutating func add(_ text: String, file: String) throws(RuleFileError) {
        var extended = self
        var reader = RuleFile(name: file, checksPatterns: true, knowing: self)
        try reader.read(text, into: &extended)
        self = extended
    }

    /// The ids of every cause that has a wording, sorted.
    package var causes: [String] { wordings.keys.sorted() }

    package func wording(of cause: String) -> CauseWording? { wordings[cause] }

    package func meaning(ofCode code: Int) -> String? { codes.meaning(ofCode: code) }

    package func meaning(ofEnhanced code: String) -> String? { codes.meaning(ofEnhanced: code) }

    mutating func put(_ rule: ReplyRule) {
        if let index = ruleIndices[rule.id] {
            replyRules[index] = rule
        } else {
            ruleIndices[rule.id] = replyRules.count
            replyRules.append(rule)
        }
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
