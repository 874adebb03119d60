import Knowledge
import Testing

/// One reply as a server gives it, and what it means.
struct ReplyExample: Sendable, CustomTestStringConvertible {
    var stage: String
    var code: Int
    var enhanced: String?
    var text: String
    var facts: Set<Fact> = []
    var endpoint: Endpoint.ID?
    var cause: String
    var responsible: String

    var testDescription: String { "\(stage) \(code) \(enhanced ?? "") \(text.prefix(60))" }

    var question: ReplyQuestion {
        ReplyQuestion(stage: stage, code: code, enhanced: enhanced, text: text, endpoint: endpoint, facts: facts)
    }
}

@Suite struct ProviderReplyTests {
    static let base = (try? KnowledgeBase.builtIn()) ?? KnowledgeBase()

    @Test(arguments: ReplyExample.all)
    func replyMeans(_ example: ReplyExample) throws {
        let rule = try #require(Self.base.rule(for: example.question))
        #expect(rule.cause == example.cause, "by \(rule.id)")
        #expect(rule.responsible == example.responsible, "by \(rule.id)")
    }

    @Test(arguments: ReplyExample.all)
    func noOtherRuleOfTheSameSpecificityDisagrees(_ example: ReplyExample) throws {
        let matches = Self.base.matches(for: example.question)
        let best = try #require(matches.first)
        for match in matches where match.specificity == best.specificity {
            #expect(match.rule.cause == best.rule.cause, "\(match.rule.id) against \(best.rule.id)")
        }
    }

    @Test func candidatesComeWithTheRule() throws {
        let base = Self.base
        let relay = base.rule(
            for: ReplyQuestion(stage: "rcpt", code: 554, enhanced: "5.7.1", text: "<a@b.example>: Relay access denied"))
        #expect(relay?.candidates == ["device-config"])
        let attribution = base.rule(
            for: ReplyQuestion(
                stage: "rcpt", code: 550, enhanced: "5.7.64", text: "TenantAttribution; Relay Access Denied"))
        #expect(attribution?.candidates == ["tenant-config"])
    }

    @Test func aPositiveReplyIsClaimedByNoRule() throws {
        let base = Self.base
        #expect(base.rule(for: ReplyQuestion(stage: "rcpt", code: 250, enhanced: "2.1.5", text: "Recipient OK")) == nil)
        #expect(base.rule(for: ReplyQuestion(stage: "data", code: 354, text: "Start mail input")) == nil)
    }

    @Test func aTextAloneIsEnough() throws {
        let rule = Self.base.rule(
            for: ReplyQuestion(stage: "", code: 0, text: "Client host [192.0.2.1] blocked using zen.spamhaus.org"))
        #expect(rule?.cause == "ip-blocklisted")
    }
}
