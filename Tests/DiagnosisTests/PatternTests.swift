import Diagnosis
import Knowledge
import TestSupport
import Testing

/// What several sessions of one device show together.
@Suite struct PatternTests {
    static let refusal = Script.mail + "C: RCPT TO:<office@example.net>\nS: 550 5.7.1 Relaying denied\n" + Script.quit
    static let delivery = Script.accepted + Script.quit
    static let test = Script.ehlo + Script.quit
    static let later =
        Script.mail
        + "C: RCPT TO:<office@example.net>\nS: 451 4.7.500 Server busy. Please try again later\n" + Script.quit
    static let login =
        Script.submission + "C: AUTH PLAIN AHNjYW4AcGFzcw==\nS: 535 5.7.3 Authentication unsuccessful\n"
        + Script.quit

    private func ids(_ story: DeviceStory) -> [String] { story.patterns.map(\.id) }

    @Test func aPassedTestAndARefusedDelivery() throws {
        var history = History()
        try history.add(Self.test)
        try history.add(Self.refusal)
        let story = try history.story()
        let pattern = try #require(story.pattern("test-passes-delivery-fails"))
        #expect(pattern.text.contains("as far as EHLO"))
        #expect(pattern.text.contains("session 2") && pattern.text.contains("RCPT (550 5.7.1)"), "\(pattern.text)")
        #expect(pattern.signs.map(\.session) == [1, 2])
        #expect(pattern.meaning?.meaning.contains("RCPT") == true)
        #expect(story.habit("test-depth") != nil)
    }

    @Test func aPassedTestAndADelivery() throws {
        var history = History()
        try history.add(Self.test)
        try history.add(Self.refusal)
        try history.add(Self.delivery)
        #expect(try history.story().pattern("test-passes-delivery-fails") == nil)
    }

    @Test func aTestOfAnotherPortSaysNothing() throws {
        var history = History()
        try history.add(Script.submission + Script.quit, port: 587)
        try history.add(Self.refusal)
        #expect(try history.story().pattern("test-passes-delivery-fails") == nil)
    }

    @Test func refusedWithALoginAndTriedAgainWithout() throws {
        var history = History()
        try history.add(Self.login, port: 587)
        try history.add(
            Script.submission + "C: MAIL FROM:<scan@example.org>\nS: 530 5.7.57 Client not authenticated\n"
                + Script.quit,
            after: 2, port: 587)
        let pattern = try #require(try history.story().pattern("retries-without-auth"))
        #expect(pattern.text.contains("session 1, 535 5.7.3") && pattern.text.contains("session 2"), "\(pattern.text)")
    }

    @Test func refusedWithALoginAndTriedAgainWithOne() throws {
        var history = History()
        try history.add(Self.login, port: 587)
        try history.add(Self.login, after: 2, port: 587)
        let story = try history.story()
        #expect(ids(story) == ["same-refusal-every-time"])
        #expect(story.patterns[0].text.contains("2 of 2"))
    }

    @Test func otherRefusalsAreNotTheSame() throws {
        var history = History()
        try history.add(Self.refusal)
        try history.add(Self.later)
        #expect(try history.story().pattern("same-refusal-every-time") == nil)
    }

    @Test func aStormOfAttempts() throws {
        var history = History()
        for _ in 0..<5 { try history.add(Self.refusal, after: 3) }
        let story = try history.story()
        #expect(ids(story) == ["same-refusal-every-time", "retry-storm"])
        #expect(story.patterns[1].text.contains("5 times within 12 s"), "\(story.patterns[1].text)")
    }

    @Test func aFewAttemptsAreNoStorm() throws {
        var history = History()
        for _ in 0..<3 { try history.add(Self.refusal, after: 3) }
        try history.add(Self.refusal, after: 600)
        #expect(try history.story().pattern("retry-storm") == nil)
    }

    @Test func throttledAndTriedAgain() throws {
        var history = History()
        for _ in 0..<3 { try history.add(Self.later, after: 5) }
        let pattern = try #require(try history.story().pattern("throttled-retries"))
        #expect(pattern.text.contains("3 times (sessions 1–3"), "\(pattern.text)")
    }

    @Test func greylistedAndThenAccepted() throws {
        var history = History()
        try history.add(
            Script.mail
                + "C: RCPT TO:<office@example.net>\nS: 450 4.2.0 <office@example.net>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.net.html\n"
                + Script.quit)
        try history.add(Self.delivery, after: 400)
        let story = try history.story()
        #expect(ids(story) == ["greylisted-then-accepted"], "\(story.patterns.map(\.text))")
        #expect(story.habit("tries-again-after-temporary-refusal") != nil)
    }

    @Test func theFirstFailureAfterAChange() throws {
        var history = History()
        try history.add(Self.delivery)
        try history.add(Self.delivery)
        try history.add(Self.refusal.replacing("copier.example.org", with: "localhost")) {
            $0.server.address = "198.51.100.26"
        }
        let moved = try #require(try history.story().pattern("first-failure-after-change"))
        #expect(moved.text.contains("the server's address, 198.51.100.25 → 198.51.100.26"), "\(moved.text)")

        history = History()
        try history.add(Self.delivery)
        try history.add(Self.delivery)
        try history.add(
            Self.refusal.replacing("copier.example.org", with: "localhost").replacing("S: 250-PIPELINING\n", with: ""))
        let pattern = try #require(try history.story().pattern("first-failure-after-change"))
        #expect(pattern.text.contains("delivered until session 2"))
        #expect(pattern.text.contains("its EHLO name, copier.example.org → localhost"), "\(pattern.text)")
        #expect(pattern.text.contains("no longer offers PIPELINING"), "\(pattern.text)")
    }

    @Test func nothingThatTheCaptureShowsChanged() throws {
        var history = History()
        try history.add(Self.delivery)
        try history.add(Self.refusal)
        let pattern = try #require(try history.story().pattern("first-failure-after-change"))
        #expect(pattern.text.hasSuffix("the capture shows nothing that changed before it"), "\(pattern.text)")
    }

    /// Two recipients, one of them unknown, are no change.
    @Test func anotherRecipientIsNoChange() throws {
        var history = History()
        try history.add(Self.delivery)
        try history.add(
            Script.mail
                + "C: RCPT TO:<gone@example.net>\nS: 550 5.1.1 <gone@example.net>: Recipient address rejected: User unknown\n"
                + Script.quit)
        #expect(try history.story().pattern("first-failure-after-change") == nil)
    }

    @Test func onlyOnePort() throws {
        var history = History()
        try history.add(Self.refusal)
        try history.add(Self.delivery, port: 587)
        let pattern = try #require(try history.story().pattern("only-one-port"))
        #expect(pattern.text.contains("on port 25") && pattern.text.contains("on port 587"), "\(pattern.text)")
    }

    @Test func onlyLargeMessages() throws {
        func message(_ octets: Int, _ end: String) -> String {
            Script.data + "body \(octets) from client\n\nC: .\nS: \(end)\n" + Script.quit
        }
        var history = History()
        for _ in 0..<2 {
            try history.add(message(900, "250 2.0.0 Ok: queued as 4F00"))
            try history.add(message(20_000, "552 5.3.4 Message size exceeds fixed maximum message size"))
        }
        let pattern = try #require(try history.story().pattern("only-large-messages"))
        #expect(pattern.text.contains("sessions 2, 4") && pattern.text.contains("sessions 1, 3"), "\(pattern.text)")
    }

    @Test func onlyInOnePeriod() throws {
        var history = History()
        for script in [Self.delivery, Self.refusal, Self.refusal, Self.delivery] { try history.add(script) }
        let story = try history.story()
        #expect(ids(story) == ["only-in-one-period"])
    }

    @Test func onlyAtOneHour() throws {
        var history = History()
        for _ in 0..<2 {
            try history.add(Self.refusal, after: 18 * 3_600)
            try history.add(Self.delivery, after: 6 * 3_600)
        }
        let pattern = try #require(try history.story().pattern("only-at-one-hour"))
        #expect(pattern.text.contains("on 2 days"), "\(pattern.text)")
    }

    /// Which of two outcomes comes when says nothing.
    @Test func whatAlternatesHasNoPattern() throws {
        var history = History()
        for script in [Self.delivery, Self.refusal, Self.delivery, Self.refusal, Self.delivery] {
            try history.add(script)
        }
        #expect(ids(try history.story()).isEmpty)
    }

    /// Behind address translation two copiers are two, as long as they call themselves differently.
    @Test func oneAddressMayHideSeveralDevices() throws {
        var history = History()
        for (script, name) in [(Self.test, "copier-a"), (Self.refusal, "copier-b")] {
            try history.add(script.replacing("copier.example.org", with: name)) {
                $0.client.address = "203.0.113.10"
                $0.client.ttl = 63
            }
        }
        let stories = try history.stories()
        #expect(stories.count == 2)
        #expect(stories.allSatisfy { $0.patterns.isEmpty && $0.mayBeSeveral && $0.mac == nil })
    }

    @Test func oneSessionHasNoPatterns() throws {
        var history = History()
        try history.add(Self.refusal)
        #expect(try history.story().patterns.isEmpty)
    }

    // MARK: - What was inferred under TLS

    private static let dark = Dark()

    /// Refused at RCPT by Postfix, by the lengths of its records; a reply of 51 octets is known, one of 78 is not.
    private static func refused(_ reply: Int) -> String {
        let (opening, ehlo) = dark.postfix
        return dark.session(opening, "C22 S\(ehlo - 14) C33 S14 C28 S\(reply) C6 S15")
    }

    private static func delivered() -> String {
        let (opening, ehlo) = dark.postfix
        return dark.session(opening, "C22 S\(ehlo - 14) C33 S14 C28 S14 C6 S37 C3003 S\(26 + 10) C6 S15")
    }

    @Test func aPatternIsNoFirmerThanItsSessions() throws {
        var history = History()
        for _ in 0..<3 { try history.add(Self.refused(51)) }
        let pattern = try #require(try history.story().pattern("same-refusal-every-time"))
        #expect(pattern.inferred == [1, 2, 3])
        #expect(pattern.text.contains("likely, as inferred under TLS in sessions 1–3"), "\(pattern.text)")
    }

    @Test func whatWasReadNeedsNoSuchWord() throws {
        var history = History()
        for _ in 0..<3 { try history.add(Self.refusal) }
        let pattern = try #require(try history.story().pattern("same-refusal-every-time"))
        #expect(pattern.inferred.isEmpty && !pattern.text.contains("likely"))
    }

    /// One read, one inferred: the pattern is as sure as the second.
    @Test func oneInferredSessionIsEnough() throws {
        var history = History()
        try history.add(
            Script.ehlo.replacing("mail.example.net ESMTP ready", with: "mail.example.net ESMTP Postfix") + Script.quit)
        try history.add(Self.refused(51))
        let pattern = try #require(try history.story().pattern("test-passes-delivery-fails"))
        #expect(pattern.inferred == [2])
        #expect(pattern.text.contains("likely, as inferred under TLS in session 2"), "\(pattern.text)")
    }

    /// A guess supports nothing, and is told as left out.
    @Test func aGuessSupportsNoPattern() throws {
        var frames = History()
        for _ in 0..<3 { try frames.add(Self.refused(51)) }
        let stories = try frames.stories { sessions in
            for index in sessions.indices { sessions[index].verdict.confidence = .possible }
        }
        let story = try #require(stories.first)
        #expect(story.patterns.isEmpty, "\(story.patterns.map(\.text))")
        #expect(story.habit("goes-on-after-refusal") == nil && story.habit("auth-mechanisms") == nil)

        let mixed = try frames.stories { $0[2].verdict.confidence = .possible }
        let pattern = try #require(mixed.first?.pattern("same-refusal-every-time"))
        #expect(pattern.text.contains("2 of 2") && pattern.text.contains("session 3 left out"), "\(pattern.text)")
        #expect(pattern.inferred == [1, 2])
    }

    /// The login that a guess speaks of was perhaps never tried.
    @Test func aGuessedLoginIsNoHabit() throws {
        let dark = Self.dark
        let (opening, ehlo) = dark.microsoft365
        var history = History()
        try history.add(dark.session(opening, dark.login(ehlo) + " S\(187 + 35) C6 S48"), port: 587)
        let likely = try #require(try history.story().habit("auth-mechanisms"))
        #expect(likely.inferred == [1] && likely.text.contains("likely, as inferred under TLS"), "\(likely.text)")
        let guessed = try history.stories { $0[0].verdict.confidence = .possible }
        #expect(guessed.first?.habit("auth-mechanisms") == nil)
        // What was said in the clear stays.
        #expect(guessed.first?.habit("ehlo-name")?.text.contains("mfp.example.org") == true)
    }

    /// Nobody read the EHLO reply under TLS: it is no change of what the server offers.
    @Test func inferredKeywordsAreNoChange() throws {
        var history = History()
        try history.add(Self.delivered())
        try history.add(Self.delivered())
        try history.add(Self.refused(51))
        let pattern = try #require(try history.story().pattern("first-failure-after-change"))
        #expect(!pattern.text.contains("offers"), "\(pattern.text)")
        #expect(pattern.text.contains("likely, as inferred"), "\(pattern.text)")
    }
}
