import Knowledge
import Testing

/// Which of several rules wins, and how rules are replaced.
@Suite struct ReplyMatchingTests {
    /// Two rules for one reply; each is given by its `when`.
    private func winner(_ first: String, _ second: String) throws -> String? {
        var base = try KnowledgeBase.builtIn()
        try base.add(
            """
            replies:
              - {id: first, when: \(first), cause: relay-denied, sourced: no}
              - {id: second, when: \(second), cause: relay-denied, sourced: no}
            """, file: "mine.yaml")
        let question = ReplyQuestion(
            stage: "rcpt", verb: "RCPT", code: 550, enhanced: "5.7.1", text: "Zebra crossing\n closed for repairs",
            endpoint: "postfix", facts: [.tls])
        return base.rules(for: question).first { ["first", "second"].contains($0.id) }?.id
    }

    @Test(arguments: [
        ("{text: zebra}", "{enhanced: 5.7.1, code: 550, endpoint: postfix}"),
        ("{text: zebra, pattern: 'zeb.a'}", "{text: zebra crossing closed for repairs}"),
        ("{all: [zebra, repairs]}", "{text: zebra crossing closed for repairs}"),
        ("{text: zebra crossing}", "{text: zebra}"), ("{enhanced: 5.7.1}", "{endpoint: postfix, code: 550}"),
        ("{enhanced: 5.7.1}", "{enhanced: 5.7.1-9, code: 550}"), ("{enhanced: 5.7.1}", "{enhanced: '5.7.*'}"),
        ("{endpoint: postfix}", "{code: 550, facts: tls}"), ("{code: 550}", "{code: 5xx, facts: tls}"),
        ("{code: 5xx, facts: tls}", "{code: 5xx, stage: rcpt}"),
        ("{code: 550, stage: rcpt, verb: RCPT}", "{code: 550, stage: rcpt}"),
        ("{code: 550, priority: 1}", "{text: zebra}"),
    ])
    func theNarrowerRuleWins(_ narrow: String, _ wide: String) throws {
        #expect(try winner(narrow, wide) == "first")
        #expect(try winner(wide, narrow) == "second")
    }

    @Test(arguments: [
        "{text: horse}", "{all: [zebra, horse]}", "{text: zebra, without: repairs}", "{pattern: 'zebra$'}",
        "{code: 551}",
        "{code: 4xx}", "{enhanced: 5.7.10}", "{enhanced: 4.7.1}", "{enhanced: 5.7.2-9}", "{endpoint: exim}",
        "{stage: mail}",
        "{verb: MAIL}", "{code: 550, facts: auth-tried}", "{code: 550, not: tls}",
    ])
    func aConditionThatDoesNotHoldSilencesTheRule(_ when: String) throws {
        #expect(try winner(when, "{code: 5xx}") == "second")
    }

    @Test func textIsFoundAcrossLinesAndInAnyLetterCase() throws {
        #expect(try winner("{text: 'CROSSING closed'}", "{code: 550}") == "first")
    }

    @Test func aKnownIdReplacesTheRule() throws {
        var base = try KnowledgeBase.builtIn()
        let count = base.replyRules.count
        try base.add(
            """
            replies:
              - id: postfix-relay
                when: {code: 554, text: relay access denied}
                cause: relay-denied
                responsible: tenant-config
                headline: "Ask the post room"
                sourced: no
            """, file: "mine.yaml")
        #expect(base.replyRules.count == count)
        let rule = base.replyRules.first { $0.id == "postfix-relay" }
        #expect(rule?.headline == "Ask the post room" && rule?.file == "mine.yaml" && rule?.line == 2)
        #expect(rule?.confidence == .likely && rule?.isSourced == false)
    }

    @Test func aFileMayBringItsOwnCausesEndpointsAndCodes() throws {
        var base = try KnowledgeBase.builtIn()
        try base.add(
            """
            host_words: [brievenbus]
            reply_codes: {599: "a house rule"}
            causes:
              - {id: house-rule, stage: rcpt, responsible: server-policy, headline: House rule, explanation: Ours., who: We., sourced: no}
            endpoints:
              - {id: house, title: Our relay, kind: relay, names: relay.example.com, sourced: no}
            replies:
              - {id: house, when: {endpoint: house, code: 599}, cause: house-rule, sourced: no}
            """, file: "mine.yaml")
        let id = base.endpoint(for: EndpointQuestion(names: ["relay.example.com"]))?.id
        let rule = base.rule(for: ReplyQuestion(stage: "rcpt", code: 599, endpoint: id))
        #expect(rule?.cause == "house-rule" && rule?.responsible == "server-policy" && rule?.explanation == "Ours.")
        #expect(base.meaning(ofCode: 599) == "a house rule")
        #expect(base.isMailHostName("brievenbus.example.com"))
    }

    @Test func aRuleOutsideItsDaysIsLeftOut() throws {
        var base = try KnowledgeBase.builtIn()
        try base.add(
            """
            replies:
              - {id: dated, when: {text: zebra}, cause: relay-denied, valid_from: 2026-02-01, valid_until: 2026-02-28, sourced: no}
            """, file: "mine.yaml")
        func id(_ day: String?) -> String? {
            base.rule(for: ReplyQuestion(stage: "rcpt", code: 550, text: "zebra", day: day))?.id
        }
        #expect(id(nil) == "dated" && id("2026-02-01") == "dated" && id("2026-02-28") == "dated")
        #expect(id("2026-01-31") != "dated" && id("2026-03-01") != "dated")
    }

    /// Patterns that try for years where they are not bounded; what they would find at once they still find.
    @Test(arguments: ["(z+)+$", "(.*)*!", "(o|oo|ooo)+!", ".*.*.*.*.*.*!"])
    func aPatternThatBacktracksForEverIsGivenUp(_ pattern: String) throws {
        var base = try KnowledgeBase.builtIn()
        try base.add(
            "replies:\n  - {id: slow, when: {pattern: '\(pattern)'}, cause: relay-denied, sourced: no}\n",
            file: "mine.yaml")
        func ids(_ text: String) -> [String] {
            base.rules(for: ReplyQuestion(stage: "rcpt", code: 550, text: text)).map(\.id)
        }
        let letter = pattern.contains("z") ? "z" : "o"
        let clock = ContinuousClock()
        let took = clock.measure { #expect(!ids(String(repeating: letter, count: 8_000) + "?").contains("slow")) }
        #expect(took < .seconds(5))
        #expect(KnowledgeBase.patternsGivenUp.contains(pattern))
        #expect(ids(pattern.contains("z") ? "zz" : "oo!").contains("slow"))
    }

    @Test(arguments: [
        ("^zebra", true), ("repairs$", true), ("^crossing", false), ("(e)b\\1|z(e)b", true), ("cros{2}ing c", true),
    ])
    func aPatternIsFoundAnywhere(_ pattern: String, _ isFound: Bool) throws {
        #expect(try winner("{pattern: '\(pattern)'}", "{code: 550}") == (isFound ? "first" : "second"))
    }

    /// Without a code on the wire nothing is known of a rule that asks for a code alone, and an enhanced code that stands
    /// there wins over it.
    @Test func aRuleByCodeAloneNeedsTheCode() throws {
        var base = try KnowledgeBase.builtIn()
        try base.add(
            """
            replies:
              - {id: by-code, when: {code: 550, stage: rcpt, facts: [tls, same-domain]}, cause: relay-denied, sourced: no}
              - {id: by-enhanced, when: {enhanced: 5.7.199}, cause: relay-denied, sourced: no}
              - {id: by-words, when: {code: 550, text: zebra}, cause: relay-denied, sourced: no}
            """, file: "mine.yaml")
        func ids(_ code: Int, _ enhanced: String?, _ text: String = "") -> [String] {
            let question = ReplyQuestion(
                stage: "rcpt", code: code, enhanced: enhanced, text: text, facts: [.tls, .sameDomain])
            return base.rules(for: question).map(\.id).filter { $0.hasPrefix("by-") }
        }
        #expect(ids(550, nil) == ["by-code"])
        #expect(ids(550, "5.7.199") == ["by-enhanced", "by-code"])
        #expect(ids(0, "5.7.199") == ["by-enhanced"], "no code: the rule by code does not claim it")
        #expect(ids(0, nil, "zebra") == ["by-words"], "words are something to go by")
        #expect(ids(551, "5.7.199") == ["by-enhanced"])
    }

    @Test func hostileTextIsSearchedInBoundedTime() throws {
        let base = try KnowledgeBase.builtIn()
        let text = String(repeating: "relay access denie", count: 100_000)
        #expect(base.rule(for: ReplyQuestion(stage: "rcpt", code: 550, text: text))?.cause == "refused-at-rcpt")
        for enhanced in ["", ".", "..", "5.7", "5.7.99999999999999999999", "a.b.c", "-5.7.1"] {
            _ = base.rule(for: ReplyQuestion(stage: "rcpt", code: -1, enhanced: enhanced, text: "\u{0}\u{FFFD}"))
            _ = base.meaning(ofEnhanced: enhanced)
        }
    }
}
