import Testing

@testable import Knowledge

/// What is read piece by piece is what a reader of whole files reads.
@Suite struct ReplyBookTests {
    static let whole = ((try? KnowledgeBase.checkedBuiltIn()) ?? KnowledgeBase()).replyRules
    static let base = (try? KnowledgeBase.builtIn()) ?? KnowledgeBase()
    static let book = ReplyBook(BuiltInRules.replyFiles, knowing: base)

    @Test func everyRuleIsTheSame() {
        #expect(Self.whole.count > 300)
        #expect(Self.book.indices.count == Self.whole.count)
        for (index, rule) in Self.whole.enumerated() {
            let fresh = Self.book.rule(index)
            #expect(fresh?.when.facts == rule.when.facts && fresh?.quietWhen == rule.quietWhen, "\(rule.id)")
            #expect(fresh.map(Self.words) == Self.words(rule), "\(rule.id)")
        }
    }

    /// All of a rule but its sets, whose order is by chance.
    private static func words(_ rule: ReplyRule) -> String {
        var rule = rule
        (rule.when.facts, rule.when.absentFacts) = ([], [])
        return String(describing: rule)
    }

    @Test(arguments: ["", "greeting", "ehlo", "auth", "mail", "rcpt", "data", "message"])
    func aRuleIsPassedOverOnlyWhereItsConditionDoesSo(_ stage: String) {
        for code in [0, 220, 250, 334, 421, 450, 454, 500, 535, 550, 554, 571] {
            for (index, rule) in Self.whole.enumerated() {
                let claims = rule.when.mayClaim(stage: stage, code: code)
                if claims { #expect(Self.book.mayClaim(index, stage: stage, code: code), "\(rule.id), \(code)") }
            }
        }
    }

    /// Passed over unread, or read and matched: the answer is that of the whole rule.
    @Test func everyReplyMatchesTheSameRules() {
        let fresh = ReplyBook(BuiltInRules.replyFiles, knowing: Self.base)
        var matched = 0
        for row in WireRow.all {
            let prepared = PreparedQuestion(row.question, kind: nil)
            for (index, rule) in Self.whole.enumerated() {
                let expected = rule.when.match(prepared)
                if expected != nil { matched += 1 }
                #expect(fresh.match(index, prepared, ofAnySession: false) == expected, "\(rule.id): \(row.line)")
            }
        }
        #expect(matched > WireRow.all.count)
    }

    @Test func textsOfAConditionAsItIsWritten() {
        func texts(_ text: String) -> [String]? {
            WrittenTexts(of: "text", in: Array(text.utf8)[...])?.texts.map(\.string)
        }
        #expect(
            texts("{code: 550, text: [\"User Unknown\", plain words, \"a, b\"], facts: [tls]}") == [
                "user unknown", "plain words", "a, b",
            ])
        #expect(texts("{text: \"one\", code: 550}") == ["one"])
        #expect(texts("{text: one, code: 550}") == ["one"])
        #expect(texts("{code: 550}") == nil)
        // Escapes need a reader of YAML.
        #expect(texts(#"{text: ["say \"no\""]}"#) == nil)
    }

    /// Most rules are passed over by how they are written, without being read.
    @Test func fewRulesAreReadForOneReply() {
        let read = Self.book.indices.count { Self.book.mayClaim($0, stage: "auth", code: 535) }
        #expect(read * 2 < Self.book.indices.count)
    }

    @Test func wordsOfAConditionAsItIsWritten() {
        func words(_ key: String, _ text: String) -> WrittenWords? { WrittenWords(of: key, in: Array(text.utf8)[...]) }
        let condition = "    when: {stage: [rcpt, data], code: [4xx, 550], text: [\"no code: 535\"]}"
        #expect(words("stage", condition)?.contains("data") == true)
        #expect(words("stage", condition)?.contains("mail") == false)
        #expect(words("code", condition)?.allow(code: 451) == true)
        #expect(words("code", condition)?.allow(code: 550) == true)
        #expect(words("code", condition)?.allow(code: 535) == false)
        #expect(words("verb", condition) == nil)
        #expect(words("code", "{code: 535, stage: auth}")?.allow(code: 535) == true)
        #expect(words("stage", "{code: 535, stage: auth}")?.contains("auth") == true)
    }
}
