import Diagnosis
import Knowledge
import SMTP
import Sessions
import TLS
import Testing

/// What was said under TLS, concluded from the lengths of records.
@Suite struct InferenceTests {
    private let dark = Dark()

    private func attempt(_ port: UInt16 = 587) -> Attempt { Attempt(port: port) }

    private func inferred(
        _ script: String, port: UInt16 = 587, _ outcome: Outcome, at stage: Stage?, _ responsible: Responsible,
        _ cause: String, _ confidence: Confidence = .likely, location: SourceLocation = #_sourceLocation
    ) throws {
        let session = try attempt(port).expect(
            script, outcome, at: stage, responsible, cause, confidence, location: location)
        let inference = try #require(session.inference, sourceLocation: location)
        #expect(inference.isUsed, sourceLocation: location)
        #expect(inference.probability >= (confidence == .likely ? 0.9 : 0.6), sourceLocation: location)
        #expect(session.session.dialogue.isInferred, sourceLocation: location)
        #expect(session.ladder.contains { $0.isInferred }, sourceLocation: location)
    }

    private func expectDark(_ script: String, location: SourceLocation = #_sourceLocation) throws {
        let session = try attempt().expect(
            script, .unknown, at: nil, .unknown, "encrypted-after-tls", location: location)
        #expect(!session.session.dialogue.isInferred, sourceLocation: location)
        #expect(!(session.inference?.isUsed ?? false), sourceLocation: location)
    }

    // MARK: - Microsoft 365

    @Test(arguments: [
        (202, "smtp-auth-disabled-tenant", Responsible.tenantConfig),
        (203, "smtp-auth-disabled-mailbox", .tenantConfig), (124, "bad-credentials", .credentials),
        (84, "bad-credentials", .credentials), (187, "conditional-access", .tenantConfig),
        (179, "security-defaults", .tenantConfig),
    ])
    func refusedLogins(_ words: Int, _ cause: String, _ responsible: Responsible) throws {
        let (opening, ehlo) = dark.microsoft365
        let session = try attempt().session(
            dark.session(opening, dark.login(ehlo) + " S\(words + dark.host.utf8.count) C6 S48"))
        #expect(session.verdict.cause == cause)
        #expect(session.verdict.responsible == responsible)
        #expect(session.verdict.stoppedAt == .auth)
        #expect(session.verdict.endedBy == .client)
        #expect(session.verdict.confidence != .proven)
    }

    @Test(arguments: [Dark.Cipher.gcm, .tls13])
    func delivered(_ cipher: Dark.Cipher) throws {
        var dark = dark
        dark.cipher = cipher
        let (opening, ehlo) = dark.microsoft365
        // TLS 1.3 sends its tickets before the server's first word.
        let login = cipher == .tls13 ? "S233 S233 " + dark.login(ehlo) : dark.login(ehlo)
        try inferred(
            dark.session(opening, login + " S37 C34 S21 C33 S24 C6 S46 C5000 C3 S198 C6 S48"), .delivered, at: nil,
            .none, "delivered")
    }

    /// The second ticket may come after the client's EHLO.
    @Test func ticketsAroundTheFirstCommand() throws {
        var dark = dark
        dark.cipher = .tls13
        let (opening, ehlo) = dark.microsoft365
        let rest = dark.login(ehlo).split(separator: " ", maxSplits: 1).map(String.init)
        try inferred(
            dark.session(opening, "S233 \(rest[0]) S233 \(rest[1]) S\(187 + 35) C6 S48"), .refused, at: .auth,
            .tenantConfig, "conditional-access")
    }

    @Test func noLoginTried() throws {
        let (opening, ehlo) = dark.microsoft365
        try inferred(
            dark.session(opening, "C22 S\(ehlo + 10) C34 S\(96 + 35) C6 S48"), .refused, at: .mail, .deviceConfig,
            "auth-missing")
    }

    @Test func loginWorkedAndNothingMore() throws {
        let (opening, ehlo) = dark.microsoft365
        try inferred(
            dark.session(opening, dark.login(ehlo) + " S37 C6 S48"), .testOnly, at: .mail, .none, "auth-test-only")
    }

    @Test func noEHLOAfterTLS() throws {
        let (opening, _) = dark.microsoft365
        try inferred(
            dark.session(opening, "C12 S\("503 5.5.2 Send hello first ".utf8.count + 46 + 35) C6 S48"), .refused,
            at: .auth, .deviceCapability, "no-ehlo-after-starttls")
    }

    @Test func sendAsDenied() throws {
        let (opening, ehlo) = dark.microsoft365
        try inferred(
            dark.session(opening, dark.login(ehlo) + " S37 C34 S21 C33 S24 C6 S46 C5003 S1240 C6 S48"), .refused,
            at: .accepted, .deviceConfig, "send-as-denied")
    }

    /// Tenant or mailbox: the words differ by one octet, and so may the name in the trace. The party is the same.
    @Test func oneOctetIsNotEnough() throws {
        let (opening, ehlo) = dark.microsoft365
        let session = try attempt().session(dark.session(opening, dark.login(ehlo) + " S\(202 + 38) C6 S48"))
        #expect(session.verdict.responsible == .tenantConfig)
        #expect(session.verdict.confidence == .possible)
        #expect(session.inference?.alternatives.contains { $0.cause == "smtp-auth-disabled-mailbox" } ?? false)
    }

    // MARK: - Records that hold more, or less, than a line

    /// RCPT and DATA without waiting; both replies in one record.
    @Test func pipelinedAndCoalesced() throws {
        let (opening, ehlo) = dark.microsoft365
        try inferred(
            dark.session(opening, dark.login(ehlo) + " S37 C34 S21 C33 C6 S70 C5003 S198 C6 S48"), .delivered,
            at: nil, .none, "delivered")
    }

    @Test func messageInManyRecords() throws {
        let (opening, ehlo) = dark.microsoft365
        let message = [String](repeating: "C78", count: 60).joined(separator: " ")
        try inferred(
            dark.session(opening, dark.login(ehlo) + " S37 C34 S21 C33 S24 C6 S46 \(message) C3 S198 C6 S48"),
            .delivered, at: nil, .none, "delivered")
    }

    /// Beyond the first of a long row only the sum of their lengths is kept.
    @Test func messageInHundredsOfRecords() throws {
        let (opening, ehlo) = dark.microsoft365
        let message = [String](repeating: "C78", count: 300).joined(separator: " ")
        let session = try attempt().session(
            dark.session(opening, dark.login(ehlo) + " S37 C34 S21 C33 S24 C6 S46 \(message) C3 S198 C6 S48"))
        #expect(session.verdict.cause == "delivered")
        #expect(session.session.dialogue.transactions.last?.message?.size == 300 * 78)
        #expect((session.session.tls?.records.count ?? 999) < 150)
    }

    @Test func replySplitIntoRecords() throws {
        let (opening, ehlo) = dark.microsoft365
        let login = "C22 S60 S\(ehlo + 10 - 60) C12 S18 C30 S18 C18"
        try inferred(
            dark.session(opening, login + " S\(187 + 35) C6 S48"), .refused, at: .auth, .tenantConfig,
            "conditional-access")
    }

    // MARK: - Other servers

    @Test func postfixRefusesToRelay() throws {
        let (opening, ehlo) = dark.postfix
        try inferred(
            dark.session(opening, "C22 S\(ehlo - 14) C33 S14 C28 S\(35 + 16) C6 S15"), port: 25, .refused, at: .rcpt,
            .serverPolicy, "relay-denied")
    }

    @Test func postfixDelivers() throws {
        let (opening, ehlo) = dark.postfix
        try inferred(
            dark.session(opening, "C22 S\(ehlo - 14) C33 S14 C28 S14 C6 S37 C3003 S\(26 + 10) C6 S15"), port: 25,
            .delivered, at: nil, .none, "delivered")
    }

    // MARK: - CBC: lengths to within a block

    @Test func blocksStillTellSuccessFromRefusal() throws {
        var dark = dark
        dark.cipher = .cbc
        let (opening, ehlo) = dark.microsoft365
        let session = try attempt().session(
            dark.session(opening, dark.login(ehlo) + " S\(124 + 35) C6 S48"))
        #expect(session.verdict.outcome == .refused)
        #expect(session.verdict.stoppedAt == .auth)
        #expect(session.verdict.confidence != .proven)
        let other = try attempt().session(
            dark.session(opening, dark.login(ehlo) + " S37 C34 S21 C33 S24 C6 S46 C5000 C3 S198 C6 S48"))
        #expect(other.verdict.outcome == .delivered)
    }

    // MARK: - What says nothing

    @Test(arguments: [
        "C60 S80 C30", "C400 S1200 C90 S2400 C90 S2400", "C64 S256 C64 S64 C64 S64 C64 S64 C64 S256 C64 S64",
        "C200", "C17 S9 C17 S9 C1200 S9 S9 S9",
    ])
    func otherProtocolsAndPadding(_ records: String) throws {
        try expectDark(dark.session(dark.microsoft365.script, records))
    }

    /// The server's words are nobody's: that it refused may be said, not which party has to act.
    @Test func unknownWordsNameNobody() throws {
        let (opening, ehlo) = dark.microsoft365
        let session = try attempt().session(dark.session(opening, dark.login(ehlo) + " S77 C6 S48"))
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.confidence != .proven)
    }

    @Test func evidenceSaysWhatItRestsOn() throws {
        let (opening, ehlo) = dark.microsoft365
        let session = try attempt().session(
            dark.session(opening, dark.login(ehlo) + " S37 C34 S21 C33 S24 C6 S46 C5000 C3 S198 C6 S48"))
        let texts = session.verdict.evidence.map(\.text)
        #expect(
            texts.contains(
                "a reply of 37 octets after two prompts of 18 octets is `235 2.7.0 Authentication successful`"))
        #expect(texts.contains { $0.contains("10 more than in the clear") })
        #expect(session.verdict.evidence.allSatisfy { !$0.frames.isEmpty })
    }
}
