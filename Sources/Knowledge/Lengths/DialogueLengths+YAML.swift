extension DialogueLengths {
    init(yaml: String, file: String) throws(RuleFileError) {
        guard let tree = try RuleTree.read(yaml, file: file) else {
            throw RuleFileError(file: file, reason: "the file is empty")
        }
        try self.init(RuleNode(tree: tree, file: file))
    }

    init(_ root: RuleNode) throws(RuleFileError) {
        self.init()
        let fields = try root.fields([
            "checked", "sharpness", "variables", "clients", "habits", "outcomes", "logins", "dialects",
        ])
        _ = try fields.day("checked")
        if let node = fields["sharpness"] { sharpness = try node.number() }
        for pair in try fields.required("variables").pairs() {
            variables[try pair.key.text()] = try Self.variable(pair.value)
        }
        for pair in try fields.required("clients").pairs() {
            clients[try pair.key.text()] = try Self.variable(pair.value).lengths
        }
        for pair in try fields.required("habits").pairs() {
            habits[try pair.key.text()] = try Self.shares(pair.value).map { ($0.name, $0.share) }
        }
        for pair in try fields.required("outcomes").pairs() {
            outcomes[try pair.key.text()] = try Self.shares(pair.value).map { ($0.name, $0.share) }
        }
        for entry in try fields.required("dialects").list() { dialects.append(try dialect(entry)) }
    }

    private static func variable(_ node: RuleNode) throws(RuleFileError) -> LengthVariable {
        let fields = try node.fields(["range", "usual", "like", "share", "session"])
        let range = try fields.required("range").range()
        var shares = [Double](repeating: 0, count: range.count)
        var left = 1.0
        for pair in try fields["usual"]?.pairs() ?? [] {
            let length = try pair.key.integer(in: range)
            let share = try pair.value.number()
            shares[length - range.lowerBound] += share
            left -= share
        }
        guard left >= -1e-9 else { throw node.error("the shares are more than the whole") }
        for index in shares.indices { shares[index] += max(0, left) / Double(range.count) }
        var variable = LengthVariable(lengths: LengthDistribution(low: range.lowerBound, shares: shares))
        variable.isOfSession = try fields["session"]?.flag() ?? false
        if let like = fields["like"] {
            variable.like = (try like.text(), try fields.required("share").number())
        }
        return variable
    }

    /// Names with their shares of the whole.
    private static func shares(_ node: RuleNode) throws(RuleFileError) -> [(name: String, share: Double)] {
        var pairs: [(name: String, share: Double)] = []
        for pair in try node.pairs() { pairs.append((try pair.key.text(), try pair.value.number())) }
        let total = pairs.reduce(0) { $0 + $1.share }
        guard total > 0 else { throw node.error("no shares") }
        return pairs.map { ($0.name, $0.share / total) }
    }

    private func dialect(_ entry: RuleNode) throws(RuleFileError) -> ServerDialect {
        let fields = try entry.fields([
            "id", "builds_on", "weight", "endpoints", "greeting", "logins", "replies",
        ])
        var dialect = ServerDialect(
            id: try fields.required("id").text(), weight: 1, endpoints: [], greetings: [], logins: [], replies: [:])
        if let base = fields["builds_on"] {
            let name = try base.text()
            guard let known = dialects.first(where: { $0.id == name }) else { throw base.error("unknown dialect") }
            dialect.replies = known.replies
            dialect.logins = known.logins
        }
        dialect.weight = try fields["weight"]?.number() ?? 1
        dialect.endpoints = try fields.texts("endpoints")
        // White space at the ends counts here.
        dialect.greetings = fields["greeting"]?.list().compactMap { $0.rawText?.lowercased() } ?? []
        if let node = fields["logins"] { dialect.logins = try replies(node) }
        for pair in try fields.required("replies").pairs() {
            dialect.replies[try pair.key.text()] = try replies(pair.value)
        }
        return dialect
    }

    private func replies(_ node: RuleNode) throws(RuleFileError) -> [CandidateReply] {
        var replies: [CandidateReply] = []
        for entry in node.list() {
            if let text = entry.rawText {
                replies.append(CandidateReply(text))
                continue
            }
            let fields = try entry.fields(["text", "weight", "when", "unknown"])
            // White space at the end counts here.
            guard let text = try fields.required("text").rawText else { throw entry.error("no text") }
            var conditions: [CandidateReply.Condition] = []
            for word in fields["when"]?.list() ?? [] {
                guard let condition = CandidateReply.Condition(rawValue: try word.text()) else {
                    throw word.error("unknown condition")
                }
                conditions.append(condition)
            }
            replies.append(
                CandidateReply(
                    text, weight: try fields["weight"]?.number() ?? 1, conditions: conditions,
                    isUnknown: try fields["unknown"]?.flag() ?? false))
        }
        for reply in replies {
            if let name = reply.variables.first(where: { variables[$0] == nil }) {
                throw node.error("unknown variable '\(name)'")
            }
        }
        for index in replies.indices { replies[index].prepare(variables) }
        return replies
    }
}

extension RuleNode {
    fileprivate func number() throws(RuleFileError) -> Double {
        guard let value = Double(try text()), value >= 0, value.isFinite else {
            throw error("a number is expected here")
        }
        return value
    }

    /// `10-20`.
    fileprivate func range() throws(RuleFileError) -> ClosedRange<Int> {
        let parts = try text().split(separator: "-").map { Int($0) }
        guard parts.count == 2, let low = parts[0], let high = parts[1], low <= high, (0...4096).contains(low),
            high <= 4096
        else { throw error("a range like 10-20 is expected here") }
        return low...high
    }
}
