/// What people ask about by name and no reply says: a port, a command, a login method, a term.
package struct Topic: Sendable, Identifiable {
    package var id: String
    /// Runs of letters and digits in lower case, one space between them.
    package var names: [String]
    /// It is a command of SMTP: what follows it belongs to it.
    package var isCommand: Bool
    /// Sets of words, all of one of which stand in a sentence that asks about it: `telnet works mail`. A word counts where
    /// the sentence has one that begins with it.
    var asked: [[String]]
    /// One line that stands alone.
    package var headline: String
    /// At most three sentences.
    package var text: String
    package var advice: [Advice]
    /// What a capture is likely to show where it goes wrong.
    package var causes: [String]
    package var sources: [Source]
    /// The day on which the sources were last read, `yyyy-mm-dd`.
    package var checkedOn: String?
}

extension KnowledgeBase {
    /// The topic of this name, whatever its capitals and punctuation.
    package func topic(named name: String) -> Topic? {
        let name = Self.topicName(name)
        guard !name.isEmpty else { return nil }
        return topics.first { $0.names.contains(name) }
    }

    /// The command with which this line begins, as in `EHLO scanner` or `MAIL FROM:<a@example.com>`.
    package func command(in line: String) -> Topic? {
        let line = Self.topicName(line) + " "
        var best: (length: Int, topic: Topic)?
        for topic in topics where topic.isCommand {
            for name in topic.names where line.hasPrefix(name + " ") && name.utf8.count > best?.length ?? 0 {
                best = (name.utf8.count, topic)
            }
        }
        return best?.topic
    }

    /// The topic that a sentence asks about, by the words in it: the one with the most of them.
    package func topic(askedIn sentence: String) -> Topic? {
        let words = WordPattern.words(of: sentence)
        guard words.count >= 3 else { return nil }
        var best: (count: Int, topic: Topic)?
        for topic in topics {
            for set in topic.asked where set.count > best?.count ?? 0 {
                guard set.allSatisfy({ wanted in words.contains { $0.hasPrefix(wanted) } }) else { continue }
                best = (set.count, topic)
            }
        }
        return best?.topic
    }

    static func topicName(_ text: String) -> String { WordPattern.words(of: text).joined(separator: " ") }

    /// A topic with a known id replaces the old one.
    mutating func put(_ fresh: [Topic]) {
        guard !fresh.isEmpty else { return }
        let ids = Set(fresh.map(\.id))
        lateTopics = LateValue(fresh + topics.filter { !ids.contains($0.id) })
    }
}

extension RuleFile {
    private static let topicKeys = [
        "id", "names", "asked", "command", "headline", "text", "advice", "causes", "sources", "sourced", "checked_on",
        "checked",
    ]

    /// One entry of `topics`.
    func topic(_ node: RuleNode) throws(RuleFileError) -> Topic {
        let fields = try node.fields(Self.topicKeys)
        let sources = try sources(of: fields)
        let namesNode = try fields.required("names")
        var names: [String] = []
        for entry in namesNode.list() {
            let name = KnowledgeBase.topicName(try entry.text())
            guard !name.isEmpty else { throw entry.error("a name has letters or digits") }
            names.append(name)
        }
        var asked: [[String]] = []
        for entry in fields["asked"]?.list() ?? [] {
            let words = WordPattern.words(of: try entry.text()).map(String.init)
            guard words.count >= 2 else { throw entry.error("a question is known by two words or more") }
            asked.append(words)
        }
        return Topic(
            id: try fields.required("id").text(), names: names, isCommand: try fields["command"]?.flag() ?? false,
            asked: asked,
            headline: try fields.requiredProse("headline"), text: try fields.requiredProse("text"),
            advice: try advice(fields["advice"]), causes: try fields.words("causes", of: causes, called: "cause"),
            sources: sources, checkedOn: try checkedOn(of: fields, sources))
    }
}
