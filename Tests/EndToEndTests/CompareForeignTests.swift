import Diagnosis
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// What shows that two connections carry one session, and what does not: words that every session has, and a message
/// that may be sent again.
@Suite struct CompareForeignTests {
    private static let begin = "S: 220 mx.example ESMTP\nC: EHLO copier\nS: 250 mx.example\n"

    private static let envelope = """
        C: MAIL FROM:<scan@contoso.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<boss@contoso.example>
        S: 250 2.1.5 Ok
        C: DATA
        S: 354 Go ahead

        """

    /// As a device without a clock writes it, each time.
    private static let message = """
        C: Message-ID: <1@copier>
        C: Date: Sat, 01 Jan 2000 00:00:00 +0000
        C: Subject: Scan
        C:
        C: A page, scanned for somebody who waits for it at another place.
        C: .

        """

    private static let accepted = begin + envelope + message + "S: 250 2.0.0 Ok\nC: QUIT\nS: 221 bye\nclose from server"
    private static let refused =
        begin + envelope + message + "S: 550 5.7.1 Looks like spam\nC: QUIT\nS: 221 bye\nclose from server"

    /// Two connections, the outer one of a system of its own, `seconds` later.
    private static func proxied(_ inner: String, _ outer: String, after seconds: Double) throws -> [DiagnosedSession] {
        var inside = TranscriptCapture()
        inside.server.ttl = 64
        var outside = TranscriptCapture(from: 40_001, to: 25)
        outside.client.address = "203.0.113.10"
        outside.client.initialSequence = 77_777
        outside.server.initialSequence = 99_999
        var frames = try outside.frames(outer).map { $0.shifted(byNanoseconds: Int64(seconds * 1e9)) }
        frames.setWindowOfOpenings(8_192)
        return try CompareTests.judged(try inside.frames(inner), frames)
    }

    // MARK: - A proxy

    /// At once, by clocks that nothing aligns: likely the same.
    @Test func theSameMessageAtOnceIsLikelyTheSame() throws {
        let session = try #require(try Self.proxied(Self.accepted, Self.refused, after: 0.2).first)
        #expect(session.comparison?.relation == .terminated)
        #expect(session.verdict.cause == "proxy-accepted-server-rejected")
        #expect(session.verdict.confidence <= .likely)
    }

    /// A minute later, or earlier, it may be another try: number and date of the message are no session's own.
    @Test(arguments: [60.0, 1_800, -60]) func theSameMessageAgainIsAnotherSession(_ seconds: Double) throws {
        let session = try #require(try Self.proxied(Self.accepted, Self.refused, after: seconds).first)
        #expect(session.comparison?.outside == nil)
        #expect(session.verdict.cause == "delivered")
    }

    /// A number that the server made comes in from the outside: it is the same session, whatever the clocks say.
    @Test func theServersNumberIsTheSessionsOwn() throws {
        let script = Self.accepted.replacing("250 2.0.0 Ok", with: "250 2.0.0 Ok: queued as 4F2A1B77C09E1")
        let session = try #require(
            try Self.proxied(script, script.replacing("EHLO copier", with: "EHLO gateway"), after: 900).first)
        #expect(session.comparison?.relation == .terminated)
    }

    @Test func aMessageForSomebodyElseIsAnother() throws {
        let other = Self.refused.replacing("boss@", with: "office@")
        let session = try #require(try Self.proxied(Self.accepted, other, after: 0.2).first)
        #expect(session.comparison?.outside == nil)
        #expect(session.verdict.cause == "delivered")
    }

    /// One server greets each with another number.
    @Test func anotherNumberInTheGreetingIsAnotherSession() throws {
        func greeted(_ script: String, _ number: String) -> String {
            script.replacing("mx.example ESMTP", with: "mx.example ESMTP \(number) - ready")
        }
        let (first, second) = ("5b1f17b1804b1-43adf0", "ffacd0b85a97d-42ab11")
        let foreign = try Self.proxied(greeted(Self.accepted, first), greeted(Self.refused, second), after: 0.2)
        #expect(foreign.first?.comparison?.outside == nil)
        let same = try Self.proxied(greeted(Self.accepted, first), greeted(Self.refused, first), after: 900)
        #expect(same.first?.comparison?.relation == .terminated)
    }

    // MARK: - A box that replaces sequence numbers

    private static let lost = begin + envelope + "acks off\n" + message + "wait 1s\nretransmit from client"

    /// Another try of the same message, of which the outer capture has the second half.
    @Test(arguments: [68.0, -68]) func whatTwoTriesHaveInCommonIsNoConnection(_ seconds: Double) throws {
        let whole = "midstream\n" + Self.message + "S: 250 2.0.0 Ok\nC: QUIT\nS: 221 bye\nclose from server"
        let (inside, outside) = try CompareTests.pair(Self.lost, whole, shift: (987_654, 456_789), clock: seconds)
        let session = try #require(try CompareTests.judged(inside, outside).first)
        #expect(session.comparison?.outside == nil)
        #expect(session.verdict.responsible == .unknown)
    }

    /// The greeting, the keywords and the usual replies are those of every session of the service.
    @Test func standingWordsAreNoConnection() throws {
        let (inside, outside) = try CompareTests.pair(
            Self.lost, Self.accepted, shift: (987_654, 456_789), clock: 600)
        let session = try #require(try CompareTests.judged(inside, outside).first)
        #expect(session.comparison?.outside == nil)
        #expect(session.verdict.responsible == .unknown)
    }

    /// With a word of its own it is one, by any clock.
    @Test func aQueueNumberIsAConnections() throws {
        let script = Self.accepted.replacing("250 2.0.0 Ok", with: "250 2.0.0 Ok: queued as 4F2A1B77C09E1")
        let (inside, outside) = try CompareTests.pair(script, script, shift: (987_654, 456_789), clock: 7_200)
        let all = try CompareTests.judged(inside, outside)
        #expect(all.count == 1)
        #expect(all.first?.comparison?.relation == .shifted)
    }

    // MARK: - Lanes

    /// What no match shows is told as the capture has it.
    @Test func lanesOfAnUnmatchedSessionAccuseNoBox() throws {
        let session = try #require(try Self.proxied(Self.accepted, Self.refused, after: 600).first)
        let lanes = try #require(session.comparison?.lanes)
        #expect(!lanes.isEmpty)
        #expect(lanes.allSatisfy { $0.fate == .own })
    }

    // MARK: - One place, and nothing outside

    /// One look-up, or one question on the link, and no connection: a copy is a copy.
    @Test func aCopyOfALookupIsOnePlace() throws {
        for count in 1...2 {
            let queries = (0..<count).map { LookupFrames(identifier: 0x4242).query(second: Double($0) * 5) }
            let session = try #require(try CompareTests.judged(queries, queries).first)
            #expect(session.comparison?.isSamePlace == true)
            #expect(session.verdict.cleared.allSatisfy { $0.party != .firewall })
        }
    }

    /// The outer capture lost the answer that led to a connection: that is no second session.
    @Test func aLostAnswerIsNoSession() throws {
        let syns = try CompareTests.pair("syn\nrst from server", "syn\nrst from server")
        let inside = LookupFrames(identifier: 0x1234).frames + syns.inside
        let outer = LookupFrames(identifier: 0x1234, client: "203.0.113.10")
        for rest in [[], syns.outside] {
            let all = try CompareTests.judged(inside, [outer.query(second: -0.09)] + rest)
            #expect(all.count == 1)
            #expect(all.first?.session.connection != nil)
        }
        let lost = try CompareTests.judged(
            [LookupFrames(identifier: 0x1234).query(second: -0.1)] + syns.inside, outer.frames + syns.outside)
        #expect(lost.count == 1)
    }

    /// An outer look-up of the same name, near in time by clocks that one name aligned: no proof.
    @Test func aNameThatBothAskProvesLittle() throws {
        let queries = [0.0, 5, 10].map { LookupFrames(identifier: 9_999).query(second: $0) }
        let outer = LookupFrames(identifier: 9_999, client: "203.0.113.10")
        let session = try #require(
            try CompareTests.judged(queries, [outer.query(second: 0.001), outer.answer(second: 0.02)]).first)
        #expect(session.verdict.cause == "firewall-drops-dns")
        #expect(session.verdict.confidence <= .likely)
    }

    @Test func anEmptyOutsideCoversNothing() throws {
        let queries = [0.0, 5, 10].map { LookupFrames(identifier: 9).query(second: $0) }
        let syns = try CompareTests.pair("syn\nwait 1s\nsyn\nwait 2s\nsyn", "syn").inside
        for frames in [queries, syns] {
            let verdict = try #require(try CompareTests.judged(frames, []).first?.verdict)
            #expect(verdict.headline.contains("the outside capture does not cover it"))
            #expect(verdict.confidence == .possible || verdict.responsible == .unknown)
        }
    }

    // MARK: - Captures that did not run all the time

    /// Whichever capture began late or was stopped early, and at whatever packet: what it lacks, the box did not take.
    @Test(arguments: [refused, accepted, begin + envelope + "acks off\nwait 30ms\nrst from server"])
    func aCaptureThatWasStoppedBlamesNoBox(_ script: String) throws {
        let (inside, outside) = try CompareTests.pair(script, script)
        func check(_ mine: some Sequence<TestFrame>, _ others: some Sequence<TestFrame>, _ how: String) throws {
            for session in try CompareTests.judged(Array(mine), Array(others)) {
                #expect(session.verdict.responsible != .firewall, "\(how): \(session.verdict.cause)")
            }
        }
        for count in 4..<inside.count {
            try check(inside, outside.prefix(count), "the outside until frame \(count)")
            try check(inside, outside.dropFirst(count), "the outside from frame \(count + 1)")
            try check(inside.prefix(count), outside, "the inside until frame \(count)")
            try check(inside.dropFirst(count), outside, "the inside from frame \(count + 1)")
        }
    }

    // MARK: - Lines that the box changed

    /// A command that arrives as another one, and is refused for it.
    @Test func anOverwrittenCommandIsTheBoxes() throws {
        let inner =
            "S: 220 mx.example ESMTP\nC: EHLO copier\nS: 500 5.5.1 Unknown command\nC: QUIT\nS: 221 bye\nclose from server"
        let (inside, outside) = try CompareTests.pair(inner, inner.replacing("EHLO", with: "XXXX"))
        let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
        #expect(verdict.cause == "esmtp-inspection")
        #expect(verdict.responsible == .firewall)
    }

    /// The same refusal of the command as the device sent it.
    @Test func aCommandThatArrivesAsSentIsTheServersToRefuse() throws {
        let inner =
            "S: 220 mx.example ESMTP\nC: EHLO copier\nS: 500 5.5.1 Unknown command\nC: QUIT\nS: 221 bye\nclose from server"
        for outer in [inner, inner.replacing("EHLO copier", with: "ehlo copier")] {
            let (inside, outside) = try CompareTests.pair(inner, outer)
            let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
            #expect(verdict.responsible != .firewall)
        }
    }

    /// Keywords that arrive masked, and a client that then gives up.
    @Test func aMaskedOfferIsTheBoxes() throws {
        let outer = """
            S: 220 mx.example ESMTP
            C: EHLO copier
            S: 250-mx.example
            S: 250-STARTTLS
            S: 250 SIZE 10000000
            C: QUIT
            S: 221 2.0.0 Bye
            close from server
            """
        let (inside, outside) = try CompareTests.pair(outer.replacing("STARTTLS", with: "XXXXXXXA"), outer)
        let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
        #expect(verdict.cause == "esmtp-inspection")
        #expect(verdict.responsible == .firewall)
        let (same, others) = try CompareTests.pair(outer, outer)
        #expect(try CompareTests.judged(same, others).first?.verdict.responsible != .firewall)
    }
}

extension [TestFrame] {
    /// Of untagged Ethernet frames with IPv4: another system's SYN and SYN-ACK.
    fileprivate mutating func setWindowOfOpenings(_ window: UInt16) {
        for index in indices where self[index].bytes.count > 49 && self[index].bytes[47] & 0x02 != 0 {
            self[index].bytes[48] = UInt8(window >> 8)
            self[index].bytes[49] = UInt8(window & 0xff)
        }
    }
}
