import Knowledge
import Testing

/// Every refusal that copiers meet is named.
@Suite struct WireTableTests {
    static let base = (try? KnowledgeBase.builtIn()) ?? KnowledgeBase()

    @Test func everyRowIsReadable() {
        #expect(WireRow.lines.filter { WireRow($0) == nil } == [] && WireRow.all.count > 240)
    }

    @Test(arguments: WireRow.all)
    func theReplyIsNamed(_ row: WireRow) throws {
        let found = Self.base.rule(for: row.question)
        let rule = try #require(found)
        #expect(rule.cause == row.cause, "by \(rule.id)")
        if !row.responsible.isEmpty { #expect(rule.responsible == row.responsible, "by \(rule.id)") }
        if let confidence = row.confidence { #expect(rule.confidence == confidence, "by \(rule.id)") }
        #expect(!rule.cause.hasPrefix("refused-at-"))
        #expect(!rule.headline.isEmpty && !rule.explanation.isEmpty && !rule.advice.isEmpty, "\(rule.id)")
    }

    @Test(arguments: WireRow.all)
    func theCodesAreExplained(_ row: WireRow) {
        let base = Self.base
        let code = base.meaning(ofCode: row.question.code)
        #expect(code != nil)
        let enhanced = row.question.enhanced.map { base.meaning(ofEnhanced: $0) ?? "" }
        #expect(enhanced != "")
    }

    /// Without the stage, as `explain` asks, no row falls to a refusal that nobody knows.
    @Test(arguments: WireRow.all)
    func theWordsAloneAreKnown(_ row: WireRow) throws {
        var question = row.question
        question.stage = ""
        let found = Self.base.rule(for: question)
        let rule = try #require(found)
        #expect(!rule.cause.hasPrefix("refused-at-<"), "by \(rule.id)")
    }

    @Test func noTwoBuiltInRulesClaimTheSameReply() throws {
        #expect(try KnowledgeBase.checkedBuiltIn().overlaps().map(\.description) == [])
    }

    /// Rules are held against those with a word in common, and the list ends somewhere.
    @Test func manyRulesAreChecked() throws {
        var base = KnowledgeBase()
        try base.add(
            "causes:\n  - {id: a, stage: any, responsible: isp, headline: b, explanation: C., who: D., advice: [E.], sourced: no}\n",
            file: "a")
        let distinct = (0..<3_000).map {
            "  - {id: r\($0), when: {code: 550, text: [\"word \($0)a\"]}, cause: a, sourced: no}\n"
        }
        try base.add("replies:\n" + distinct.joined(), file: "b")
        #expect(base.overlaps().isEmpty)
        let same = (0..<60).map { "  - {id: s\($0), when: {code: 551, text: [\"word\"]}, cause: a, sourced: no}\n" }
        try base.add("replies:\n" + same.joined(), file: "c")
        #expect(base.overlaps().count == KnowledgeBase.mostOverlaps)
    }

    @Test func rulesThatClaimTheSameReplyAreReported() throws {
        var base = try KnowledgeBase.builtIn()
        try base.add(
            """
            replies:
              - {id: mine, when: {code: [550, 554], text: ["zebra crossing"]}, cause: relay-denied, sourced: no}
              - {id: yours, when: {code: [550, 551], text: ["zebra crossing", "horse"]}, cause: greylisted, sourced: no}
              - {id: other, when: {code: 552, text: ["zebra crossing"]}, cause: greylisted, sourced: no}
            """, file: "mine.yaml")
        let overlaps = base.overlaps()
        #expect(overlaps.map { [$0.first.id, $0.second.id] } == [["mine", "yours"]])
        #expect(overlaps.first?.description.hasPrefix("mine.yaml:3: yours (greylisted)") == true)
        #expect(overlaps.first?.example.code == 550)
    }
}
