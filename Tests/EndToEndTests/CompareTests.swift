import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import Streams
import TestSupport
import Testing

/// What a box does to connections, and what it is not to be blamed for.
@Suite struct CompareTests {
    private static let script =
        """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250-mx.example
        S: 250 SIZE 10000000

        """ + refusedRecipient

    static let refusedRecipient = """
        C: MAIL FROM:<scan@contoso.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<boss@contoso.example>
        S: 550 5.7.1 Service unavailable
        C: QUIT
        S: 221 2.0.0 Bye
        close from server
        """

    /// The same on both sides of a translating box; `shift` is added to the client's and the server's first number.
    static func pair(
        _ inner: String, _ outer: String, shift: (client: UInt32, server: UInt32) = (0, 0), clock: Double = 0,
        innerPort: UInt16 = 54_062, outerPort: UInt16 = 40_001, server: String = "198.51.100.25"
    ) throws -> (inside: [TestFrame], outside: [TestFrame]) {
        var inside = TranscriptCapture()
        inside.client.port = innerPort
        var outside = TranscriptCapture()
        outside.client.address = "203.0.113.10"
        outside.client.port = outerPort
        outside.client.ttl = 63
        outside.server.ttl = 53
        outside.client.initialSequence &+= shift.client
        outside.server.initialSequence &+= shift.server
        return (
            try inside.frames(inner), try outside.frames(outer).map { $0.shifted(byNanoseconds: Int64(clock * 1e9)) }
        )
    }

    static func judged(_ inside: [TestFrame], _ outside: [TestFrame]) throws -> [DiagnosedSession] {
        func capture(_ frames: [TestFrame]) throws -> RecordedCapture {
            try RecordedCapture(name: "made", bytes: PcapWriter(resolution: .nanoseconds).file(frames))
        }
        return try RecordedPair(inside: capture(inside), outside: capture(outside)).judged()
    }

    // MARK: - Matching and clocks

    @Test(arguments: [0.0, 1.0, -1.0, 3_600.0]) func translationIsSeenThrough(_ clock: Double) throws {
        let (inside, outside) = try Self.pair(Self.script, Self.script, clock: clock)
        let all = try Self.judged(inside, outside)
        let session = try #require(all.first)
        let comparison = try #require(session.comparison)
        #expect(all.count == 1)
        #expect(comparison.relation == .passed)
        #expect(comparison.signs.contains(.sequenceNumbers))
        #expect(session.session.client.description == "192.168.10.50:54062")
        #expect(session.verdict.cleared.contains { $0.party == .firewall })
        let aligned = try #require(comparison.clock)
        #expect(abs(aligned.offsetSeconds - clock) <= (aligned.errorSeconds ?? 0) + 0.000_001)
        #expect(comparison.changes.isEmpty)
    }

    @Test func replacedSequenceNumbersAreSeenThrough() throws {
        for shift in [(client: UInt32(77_777), server: UInt32(0)), (4_000_000_000, 123_456_789)] {
            let (inside, outside) = try Self.pair(Self.script, Self.script, shift: shift)
            let all = try Self.judged(inside, outside)
            #expect(all.count == 1)
            #expect(all.first?.comparison?.relation == .shifted)
            #expect(all.first?.verdict.candidates.contains(.firewall) == false)
        }
    }

    /// Two devices say the same, and nothing tells whose connection is whose: nobody is blamed for it.
    @Test func whatCouldBeTwoStaysUnmatched() throws {
        let first = try Self.pair(Self.script, Self.script, shift: (11_111, 22_222))
        let second = try Self.pair(
            Self.script, Self.script, shift: (33_333, 44_444), innerPort: 54_099, outerPort: 40_002)
        let all = try Self.judged(
            first.inside.merged(with: second.inside), first.outside.merged(with: second.outside))
        #expect(all.allSatisfy { $0.verdict.responsible != .firewall })
        #expect(
            all.allSatisfy { $0.comparison?.outside == nil || $0.session.client.description.hasPrefix("203.") })
    }

    @Test func theClockIsBoundByCauseAndEffect() {
        func sighting(_ isOutbound: Bool, _ inside: Int64, _ outside: Int64) -> ClockAlignment.Sighting {
            .init(
                isOutbound: isOutbound, inside: Timestamp(nanoseconds: inside),
                outside: Timestamp(nanoseconds: outside))
        }
        let clock = ClockAlignment([sighting(true, 0, 1_300), sighting(true, 50, 1_250), sighting(false, 100, 1_000)])
        #expect(clock?.offset == 1_050)
        #expect(clock?.error == 150)
        #expect(clock?.inner(Timestamp(nanoseconds: 1_050)).nanoseconds == 0)
        #expect(ClockAlignment([sighting(true, 0, 10)])?.error == nil)
        #expect(ClockAlignment([]) == nil)
    }

    // MARK: - What the box does

    private static let unanswered = "syn\nwait 1s\nsyn\nwait 2s\nsyn"

    @Test func aSYNThatNeverLeavesIsTheBoxes() throws {
        let whole = try Self.pair(Self.script, Self.script)
        let lost = try Self.pair(Self.unanswered, Self.unanswered, shift: (9, 9), innerPort: 54_070)
        let syns = lost.inside.map { $0.shifted(byNanoseconds: 20_000_000) }
        // A later connection shows that the outside still ran.
        let after = try Self.pair(
            Self.script, Self.script, shift: (5, 5), innerPort: 54_071, outerPort: 40_002)
        func late(_ frames: [TestFrame]) -> [TestFrame] { frames.map { $0.shifted(byNanoseconds: 10_000_000_000) } }
        let inner = whole.inside.merged(with: syns)
        let all = try Self.judged(inner + late(after.inside), whole.outside + late(after.outside))
        let verdict = try #require(all.first { $0.session.client.port == 54_070 }?.verdict)
        #expect(verdict.cause == "firewall-drops-port")
        #expect(verdict.responsible == .firewall)
        #expect(verdict.cleared.contains { $0.party == .isp })
        // Without it, the outside may have stopped before.
        let cut = try Self.judged(inner, whole.outside)
        let guess = try #require(cut.first { $0.session.client.port == 54_070 }?.verdict)
        #expect(guess.confidence == .possible)
        #expect(!guess.cleared.contains { $0.party == .isp })
    }

    @Test func aSYNThatLeavesClearsTheBox() throws {
        let (inside, outside) = try Self.pair(Self.unanswered, Self.unanswered)
        let verdict = try #require(try Self.judged(inside, outside).first?.verdict)
        #expect(verdict.responsible == .unknown)
        #expect(verdict.candidates == [.isp, .networkPath, .serverFault])
        #expect(verdict.cleared.contains { $0.party == .firewall })
    }

    private static let beforeRCPT = """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250 mx.example
        C: MAIL FROM:<scan@contoso.example>
        S: 250 2.1.0 Ok
        acks off
        C: RCPT TO:<boss@contoso.example>
        """

    /// A reset that passes the box is not the box's, whatever its time to live.
    @Test func aResetFromBeyondIsNotTheBoxes() throws {
        let script = Self.beforeRCPT + "\nwait 25ms\nrst from server"
        let (inside, outside) = try Self.pair(script, script)
        let verdict = try #require(try Self.judged(inside, outside).first?.verdict)
        #expect(verdict.responsible != .firewall)
        #expect(!verdict.candidates.contains(.firewall))
    }

    /// One frame that the outer capture lost proves nothing against the box.
    @Test func aResetThatOneCaptureLostIsNobodys() throws {
        let script = Self.beforeRCPT + "\nack from server\nwait 25ms\nrst from server"
        let (inside, outside) = try Self.pair(script, script)
        let verdict = try #require(try Self.judged(inside, Array(outside.dropLast())).first?.verdict)
        #expect(verdict.responsible != .firewall)
    }

    /// The server answers outside, again and again, and nothing of it comes in.
    @Test func anAnswerThatNeverComesInIsTheBoxes() throws {
        let begin = "S: 220 mx.example ESMTP\nC: EHLO copier\n"
        let inner = begin + "acks off\nwait 3s"
        let outer =
            begin
            + "acks off\nS: 250 mx.example\nwait 300ms\nretransmit from server\nwait 600ms\nretransmit from server"
        let (inside, outside) = try Self.pair(inner, outer)
        // Another connection, later, shows that both captures ran on.
        let next = try Self.pair(Self.script, Self.script, shift: (9, 9), innerPort: 54_070, outerPort: 40_009)
        func later(_ frames: [TestFrame]) -> [TestFrame] { frames.map { $0.shifted(byNanoseconds: 4_000_000_000) } }
        let verdict = try #require(
            try Self.judged(inside + later(next.inside), outside + later(next.outside)).first?.verdict)
        #expect(verdict.cause == "firewall-drops-return-traffic")
        #expect(verdict.responsible == .firewall)
        let alone = try #require(try Self.judged(inside, outside).first?.verdict)
        #expect(alone.responsible != .firewall)
    }

    /// What a box that takes STARTTLS out of the EHLO reply leaves on both its sides.
    static func strippedOffer() throws -> (inside: [TestFrame], outside: [TestFrame]) {
        let inner = """
            S: 220 mx.example ESMTP
            C: EHLO copier
            S: 250-mx.example
            S: 250 SIZE 10000000
            C: QUIT
            S: 221 2.0.0 Bye
            close from server
            """
        let outer = inner.replacing("S: 250 SIZE", with: "S: 250-STARTTLS\nS: 250 SIZE")
        return try pair(inner, outer, shift: (987_654, 456_789), outerPort: 41_000)
    }

    /// A box that takes STARTTLS out of the reply: other numbers, other ports, the same words.
    @Test func aStrippedOfferIsProved() throws {
        let (inside, outside) = try Self.strippedOffer()
        let later = outside.map { $0.shifted(byNanoseconds: 2_000_000) }
        let session = try #require(try Self.judged(inside, later).first)
        #expect(session.verdict.cause == "starttls-stripped")
        #expect(session.verdict.responsible == .firewall)
        #expect(session.comparison?.changes.first?.outside.contains("250-STARTTLS") == true)
    }

    /// The server's own refusal through a proxy stays the server's.
    @Test func aRefusalThatAProxyCarriesIsTheServers() throws {
        let (inside, outside) = try Self.pair(
            Self.script, Self.script, shift: (987_654, 456_789), outerPort: 41_000)
        let alone = try #require(
            try RecordedCapture(
                name: "made", bytes: PcapWriter(resolution: .nanoseconds).file(inside)
            ).judged().first)
        let session = try #require(
            try Self.judged(inside, outside.map { $0.shifted(byNanoseconds: 2_000_000) }).first)
        #expect(session.verdict.cause == alone.verdict.cause)
        #expect(session.verdict.responsible == alone.verdict.responsible)
    }
}
