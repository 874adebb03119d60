/// A reply that a server may give: its words, with names where their length varies.
package struct CandidateReply: Sendable {
    /// What has to be so for it to be given at all.
    package enum Condition: String, Sendable, CaseIterable {
        case authenticated
        case notAuthenticated = "not-authenticated"
        case loginRefused = "login-refused"
        case notLoginRefused = "not-login-refused"
        /// The client has said EHLO since TLS began, or has not.
        case ehlo
        case noEHLO = "no-ehlo"
        /// TLS 1.0 or 1.1.
        case oldTLS = "old-tls"
        /// Every recipient of the transaction was refused.
        case recipientsRefused = "recipients-refused"
    }

    /// A line each, with code and separator.
    package var lines: [String]
    package var weight: Double
    package var conditions: [Condition]
    /// The words are not known, only that a server may say something here.
    package var isUnknown: Bool
    /// Octets of what does not vary, line ends included.
    package let fixedLength: Int
    /// Names of the parts that vary, each as often as it occurs.
    package let variables: [String]
    /// How long it is without the parts whose length the session tells.
    package private(set) var ownLength = LengthDistribution(exactly: 0)
    /// Those parts, and how often each occurs.
    package private(set) var sessionParts: [(name: String, count: Int)] = []

    package init(_ text: String, weight: Double = 1, conditions: [Condition] = [], isUnknown: Bool = false) {
        lines = text.split(separator: "~").map(String.init)
        self.weight = weight
        self.conditions = conditions
        self.isUnknown = isUnknown
        var fixed = 0
        var names: [String] = []
        for line in lines {
            fixed += 2
            var rest = line[...]
            while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                fixed += rest[..<open].utf8.count
                names.append(String(rest[rest.index(after: open)..<close]))
                rest = rest[rest.index(after: close)...]
            }
            fixed += rest.utf8.count
        }
        fixedLength = fixed
        variables = names
    }

    private init(whole lines: [String], weight: Double, and rest: LengthDistribution) {
        self.lines = lines
        self.weight = weight
        conditions = []
        isUnknown = false
        fixedLength = lines.reduce(0) { $0 + $1.utf8.count + 2 }
        variables = []
        ownLength = rest.shifted(by: fixedLength)
    }

    /// Lines that are known word for word, with a part of other length in one of them.
    package static func whole(
        _ lines: [String], weight: Double, and rest: LengthDistribution = LengthDistribution(exactly: 0)
    ) -> CandidateReply {
        CandidateReply(whole: lines, weight: weight, and: rest)
    }

    /// What varies from reply to reply is added up once.
    mutating func prepare(_ table: [String: LengthVariable]) {
        var length = LengthDistribution(exactly: fixedLength)
        var parts: [(name: String, count: Int)] = []
        for name in variables {
            guard let variable = table[name] else { continue }
            if !variable.isOfSession {
                length = length.adding(variable.lengths)
            } else if let index = parts.firstIndex(where: { $0.name == name }) {
                parts[index].count += 1
            } else {
                parts.append((name, 1))
            }
        }
        ownLength = length
        sessionParts = parts
    }

    package var code: Int { Int(lines.last?.prefix(3) ?? "") ?? 0 }

    /// The words with what is known in its places; `…` stands for the rest.
    package func filled(_ values: [String: String]) -> [String] {
        lines.map { line in
            var text = ""
            var rest = line[...]
            while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                text += rest[..<open]
                text += values[String(rest[rest.index(after: open)..<close])] ?? "…"
                rest = rest[rest.index(after: close)...]
            }
            return text + rest
        }
    }
}
