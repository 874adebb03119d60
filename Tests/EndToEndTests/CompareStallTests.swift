import Diagnosis
import Knowledge
import TestSupport
import Testing

/// Two views of what had stopped before a box ended it, and of points with more than a box between them.
@Suite struct CompareStallTests {
    private static let begin = """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250 mx.example
        C: MAIL FROM:<a@example.org>
        S: 250 ok
        acks off
        C: RCPT TO:<b@example.org>

        """

    /// The command left the box again and again, and nobody took it: the reset inside is no cause.
    @Test func aResetAfterACommandThatNobodyTook() throws {
        let stalled =
            Self.begin
            + "wait 1s\nretransmit from client\nwait 2s\nretransmit from client\nwait 4s\nretransmit from client\nwait 8s\nretransmit from client\nwait 60s\n"
        var (inside, outside) = try CompareTests.pair(stalled + "rst from server", stalled)
        inside.setTTLOfResets(64)
        let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
        #expect(verdict.responsible == .unknown)
        #expect(Set(verdict.candidates) == [.isp, .networkPath, .serverFault])
        #expect(!verdict.cleared.contains { [.server, .isp, .networkPath].contains($0.party) })
    }

    /// The server closed outside; the box made a reset of it.
    @Test func aResetThatStandsForTheServersFIN() throws {
        let asked = Self.begin + "wait 30ms\nack from server\n"
        var (inside, outside) = try CompareTests.pair(asked + "rst from server", asked + "fin from server")
        inside.setTTLOfResets(64)
        let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
        #expect(verdict.responsible != .firewall)
        #expect(!verdict.cleared.contains { $0.party == .server })
    }

    /// Four routers between both points: the firewall is one of them, the provider's are others.
    @Test func aPointBeyondTheProvider() throws {
        let (inside, outside) = try CompareTests.strippedOffer()
        let far = outside.map { frame in
            var frame = frame.shifted(byNanoseconds: 2_000_000)
            if frame.bytes[22] == 63 { frame.bytes[22] = 60 }
            return frame
        }
        let verdict = try #require(try CompareTests.judged(inside, far).first?.verdict)
        #expect(verdict.responsible == .unknown)
        #expect(Set(verdict.candidates).isSuperset(of: [.firewall, .isp]))
        #expect(!verdict.cleared.contains { $0.party == .isp || $0.party == .networkPath })
    }

    /// Both captures end behind the server's word: the client had no time to go on.
    @Test func twoCapturesThatEndBehindAReply() throws {
        let script =
            "S: 220 mx.example ESMTP\nC: EHLO copier\nS: 250 mx.example\nC: MAIL FROM:<a@example.org>\nS: 250 ok"
        let (inside, outside) = try CompareTests.pair(script, script)
        let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
        #expect(verdict.responsible == .capture)
    }

    /// The server's refusal, and another one that the box tells the device: the server's own words decide.
    @Test func aRefusalThatTheBoxRewords() throws {
        let begin =
            "S: 220 mx.example ESMTP\nC: EHLO copier\nS: 250 mx.example\nC: MAIL FROM:<a@example.org>\nS: 250 ok\nC: RCPT TO:<b@example.org>\n"
        let (inside, outside) = try CompareTests.pair(
            begin + "S: 421 4.7.0 Service not available\nclose from server",
            begin + "S: 550 5.1.1 <b@example.org>: User unknown\nC: QUIT\nS: 221 bye\nclose from server",
            shift: (987_654, 456_789), outerPort: 41_000)
        let later = outside.map { $0.shifted(byNanoseconds: 2_000_000) }
        let verdict = try #require(try CompareTests.judged(inside, later).first?.verdict)
        #expect(verdict.cause == "recipient-unknown")
        #expect(verdict.responsible != .serverFault)
    }
}
