import Knowledge
import Reports
import Testing

@Suite("explain")
struct ExplainTests {
    private let knowledge: KnowledgeBase

    init() throws {
        var base = KnowledgeBase()
        try base.add(
            """
            reply_codes:
              550: the mailbox is unavailable
            enhanced_codes:
              7.1: delivery not authorised
            causes:
              - id: too-bad
                stage: rcpt
                responsible: recipient
                headline: "RCPT: {recipient} is not wanted"
                explanation: Because.
                who: The recipient.
                advice: ["Ask."]
                sourced: no
            replies:
              - id: bad-words
                when: {text: "too bad"}
                cause: too-bad
                confidence: likely
                sourced: no
            """, file: "test.yaml")
        knowledge = base
    }

    private func text(_ subject: String) -> String? {
        ExplainText(knowledge, options: TextOptions()).text(about: subject)
    }

    @Test("a cause")
    func cause() throws {
        let long = try #require(text("too-bad"))
        #expect(long.contains("RCPT: the recipient is not wanted") && long.contains("Do      Ask."))
    }

    @Test("codes")
    func codes() {
        #expect(text("550")?.contains("the mailbox is unavailable") == true)
        #expect(text("550 5.7.1")?.contains("delivery not authorised") == true)
    }

    @Test("a reply's text, with or without its codes")
    func reply() {
        #expect(text("550 5.7.1 that is too bad")?.contains("too-bad, likely (rule bad-words)") == true)
        #expect(text("Too Bad")?.contains("too-bad") == true)
    }

    @Test("what nobody knows, with what is near")
    func nothing() {
        #expect(text("fine weather") == nil)
        #expect(ExplainText(knowledge, options: TextOptions()).suggestions(for: "bad luck") == ["too-bad"])
    }
}
