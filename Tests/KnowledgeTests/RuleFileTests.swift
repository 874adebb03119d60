import Testing

@testable import Knowledge

/// Rule files given by the user: what is refused, and where.
@Suite struct RuleFileTests {
    static let base = (try? KnowledgeBase.builtIn()) ?? KnowledgeBase()

    /// A rule whose `when` and further lines are given.
    private func rule(_ when: String, _ more: String = "cause: relay-denied") -> String {
        "replies:\n  - id: mine\n    when: \(when)\n    \(more)\n    sourced: no\n"
    }

    private func refusal(_ text: String) -> RuleFileError? {
        var base = Self.base
        do throws(RuleFileError) {
            try base.add(text, file: "mine.yaml")
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        ("{code: 550, colour: red}", 3, 23, "unknown key 'colour'"),
        ("{stage: lunch}", 3, 19, "unknown stage 'lunch'"),
        ("{stage: [rcpt, lunch]}", 3, 26, "unknown stage 'lunch'"),
        ("{code: 5x0}", 3, 18, "a code is"), ("{code: 999}", 3, 18, "a code is"),
        ("{enhanced: 5.7}", 3, 22, "an enhanced code is"), ("{enhanced: 5.7.9-2}", 3, 22, "an enhanced code is"),
        ("{pattern: 'a(b'}", 3, 21, "'a(b' is no regular expression"),
        ("{facts: sunny}", 3, 19, "unknown fact 'sunny'"), ("{endpoint: nowhere}", 3, 22, "unknown endpoint"),
        ("{not: [tls]}", 3, 11, "this claims every reply"), ("{}", 3, 11, "this claims every reply"),
        ("550", 3, 11, "keys and values"), ("{text: ''}", 3, 18, "empty"), ("{text: [[a]]}", 3, 19, "a text"),
        ("{code: 550, code: 551}", 3, 12, "a key is given twice"),
        ("{priority: 12, code: 550}", 3, 22, "a number from"),
        ("{verb: RCPTX}", 3, 18, "unknown verb 'RCPTX'"),
        ("{code: 550, enhanced: 4.7.1}", 3, 33, "no reply has this enhanced code"),
        ("{code: [4xx, 550], enhanced: 2.1.0}", 3, 40, "no reply has this enhanced code"),
        ("{facts: [tls], code: 550, not: [tls]}", 3, 42, "never holds"),
    ])
    func conditionIsRefused(_ when: String, _ line: Int, _ column: Int, _ reason: String) throws {
        let error = try #require(refusal(rule(when)))
        #expect(error.file == "mine.yaml")
        #expect(error.line == line)
        #expect(error.reason.contains(reason), "\(error)")
        if !reason.contains("twice") { #expect(error.column == column, "\(error)") }
    }

    @Test(arguments: [
        ("cause: sunspots", "unknown cause 'sunspots'"),
        ("responsible: me\n    cause: relay-denied", "unknown party 'me'"),
        ("cause: relay-denied\n    confidence: sure", "unknown confidence"),
        ("cause: relay-denied\n    headline: '{weather} is bad'", "unknown placeholder '{weather}'"),
        ("cause: relay-denied\n    advice: ['Ask {whom}']", "unknown placeholder '{whom}'"),
        ("cause: relay-denied\n    valid_from: 2026-13-01", "a date"), ("responsible: isp", "'cause' is missing"),
        ("cause: relay-denied\n    candidates: firewall, isp", "unknown party"),
    ])
    func entryIsRefused(_ more: String, _ reason: String) throws {
        let error = try #require(refusal(rule("{code: 550}", more)))
        #expect(error.line >= 2 && error.line <= 5)
        #expect(error.reason.contains(reason), "\(error)")
    }

    @Test(arguments: [
        ("", 0, "empty"), ("- a\n", 1, "keys and values"), ("rules: []\n", 1, "unknown key 'rules'"),
        ("replies:\n  - id: a\n   when: b\n", 3, ""), ("replies: [\n", 2, ""), ("checked: yesterday\n", 1, "a date"),
        ("endpoints:\n  - {id: a, title: b, kind: door, names: a.b, sourced: no}\n", 2, "unknown kind"),
        ("endpoints:\n  - {id: a, title: b, kind: mx, sourced: no}\n", 2, "one of 'names'"),
        ("endpoints:\n  - {id: a, title: b, kind: mx, names: 'a*.b', sourced: no}\n", 2, "a host name"),
        ("endpoints:\n  - {id: a, title: b, kind: mx, networks: 10.0.0.0/33, sourced: no}\n", 2, "an IPv4 network"),
        ("endpoints:\n  - {id: a, title: b, kind: mx, names: a.b, ports: 70000, sourced: no}\n", 2, "a number"),
        ("causes:\n  - {id: a, stage: any}\n", 2, "neither 'sources' nor"),
        ("reply_codes: {abc: d}\n", 1, "a number"), ("enhanced_codes: {1.2.3: d}\n", 1, "subject and detail"),
        ("shared_codes:\n  - {codes: 7.1, causes: [{cause: relay-denied, sign: a}]}\n", 2, "a code like 550"),
        ("topics:\n  - {id: a, names: '!', headline: b, text: c, sourced: no}\n", 2, "a name has letters"),
        ("topics:\n  - {id: a, names: b, headline: c, text: d}\n", 2, "neither 'sources' nor"),
        ("topics:\n  - {id: a, names: b, headline: c, text: d, causes: sunspots, sourced: no}\n", 2, "unknown cause"),
    ])
    func fileIsRefused(_ text: String, _ line: Int, _ reason: String) throws {
        let error = try #require(refusal(text))
        #expect(error.line == line, "\(error)")
        #expect(error.reason.contains(reason), "\(error)")
        #expect(error.description.hasPrefix("mine.yaml:"))
    }

    @Test func aSourceMustBeKnownAndEveryEntrySaysWhetherItIsSourced() {
        let entry = "replies:\n  - {id: a, when: {code: 550}, cause: relay-denied"
        #expect(refusal(entry + "}\n")?.reason == "neither 'sources' nor 'sourced: no'")
        #expect(refusal(entry + ", sources: [gossip]}\n")?.reason == "unknown source 'gossip'")
        #expect(refusal(entry + ", sourced: yes}\n")?.reason == "'sourced: yes', but 'sources' is missing")
        #expect(refusal(entry + ", sources: [rfc5321], sourced: no}\n")?.reason == "'sourced: no' beside 'sources'")
        #expect(refusal(entry + ", sources: [rfc5321], sourced: yes, checked_on: 2026-11-21}\n") == nil)
        #expect(refusal(entry + ", sources: [{title: Gossip, address: 'https://example.com/'}]}\n") == nil)
        #expect(refusal(entry + ", sources: [{address: 'https://example.com/'}]}\n")?.reason == "'title' is missing")
        #expect(refusal(entry + ", sourced: no, confidence: proven}\n")?.reason == "'proven' needs a source")
        #expect(
            refusal(entry + ", sourced: no, valid_from: 2026-12-01, valid_until: 2026-11-30}\n")?.reason
                == "the rule ends before it begins")
        #expect(refusal(entry + ", sourced: no, checked: 2026-11-21, checked_on: 2026-11-21}\n") != nil)
        #expect(refusal("sources: {gossip: {title: Gossip}}\n" + entry + ", sources: [gossip]}\n") == nil)
    }

    @Test(arguments: ["delivered", "auth-test-only", "capture-ends-mid-session"])
    func aRefusalHasACauseOfItsOwn(_ cause: String) {
        #expect(refusal(rule("{code: 550}", "cause: \(cause)"))?.reason == "'\(cause)' is no cause of a refusal")
    }

    @Test(arguments: ["2026-02-30", "2026-04-31", "2025-02-29", "2026-00-10", "2026-01-00"])
    func aDayThatIsNoneIsRefused(_ day: String) {
        #expect(
            refusal(rule("{code: 550}", "cause: relay-denied\n    valid_from: \(day)"))?.reason.contains("a date")
                == true)
    }

    @Test func sourcesWereReadInThePast() {
        func reason(_ text: String) -> String? {
            var base = Self.base
            do throws(RuleFileError) {
                try base.add(text, file: "mine.yaml", today: "2026-11-26")
                return nil
            } catch { return error.reason }
        }
        let entry = rule("{code: 550}")
        #expect(reason("checked_on: 2031-01-01\n" + entry) == "2031-01-01 is a day to come")
        #expect(reason(entry + "    checked_on: 2026-11-27\n") == "2026-11-27 is a day to come")
        #expect(reason("checked_on: 2026-11-26\n" + entry) == nil)
        #expect(reason(rule("{code: 550}", "cause: relay-denied\n    valid_from: 2031-01-01")) == nil)
    }

    /// On a tie the later file wins, whatever the built-in rule's conditions.
    @Test(arguments: ["postfix-relay", "m365-relay", "rfc-535", "rfc-452", "rfc-blocklist-client", "exchange-relay"])
    func aRuleWithTheConditionsOfABuiltInOneWins(_ id: String) throws {
        let whole = try KnowledgeBase.checkedBuiltIn()
        let built = try #require(whole.replyRules.first { $0.id == id })
        var mine = built
        mine.id = "mine"
        mine.cause = "refused-by-policy"
        var base = try KnowledgeBase.builtIn()
        base.put([mine])
        let code: [String: Int] = ["rfc-535": 535, "rfc-452": 452]
        let text: [String: String] = [
            "postfix-relay": "relay access denied", "m365-relay": "TenantAttribution; Relay Access Denied",
            "rfc-blocklist-client": "203.0.113.7 is blacklisted", "exchange-relay": "unable to relay",
        ]
        let question = ReplyQuestion(
            stage: id == "rfc-535" ? "auth" : "rcpt", code: code[id] ?? 550,
            enhanced: id == "m365-relay" ? "5.7.64" : nil, text: text[id] ?? "")
        #expect(base.rule(for: question)?.id == "mine")
        #expect(base.rules(for: question).first?.id == "mine")
    }

    @Test func anIdTwiceInOneFileIsRefused() {
        let entry = "  - {id: a, when: {code: 550}, cause: relay-denied, sourced: no}\n"
        #expect(refusal("replies:\n" + entry + entry)?.line == 3)
    }

    @Test func aTooLargeFileIsRefusedUnread() {
        #expect(refusal(String(repeating: "#", count: 5 << 20))?.reason.contains("larger than") == true)
    }

    @Test func nothingChangesWhenAFileIsRefused() throws {
        var base = Self.base
        let before = base.replyRules.count
        #expect(throws: RuleFileError.self) {
            try base.add(rule("{code: 550}") + "  - id: second\n", file: "mine.yaml")
        }
        #expect(base.replyRules.count == before)
    }
}
