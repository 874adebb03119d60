import Diagnosis
import Knowledge
import TestSupport
import Testing

/// Seen beyond the firewall, on the way to the server: the firewall let it pass, and who remains is farther on.
@Suite struct BeyondFirewallTests {
    private func clears(_ session: DiagnosedSession, _ party: ClearableParty) -> Bool {
        session.verdict.cleared.contains { $0.party == party && !$0.frames.isEmpty }
    }

    @Test func anUnansweredSYNClearsTheFirewall() throws {
        let session = try Attempt.outside().expect(
            "syn\nwait 1s\nsyn\nwait 2s\nsyn", .unknown, at: .connect, .unknown, "syn-unanswered",
            or: [.isp, .networkPath, .serverFault], .proven)
        #expect(clears(session, .firewall))
        #expect(session.verdict.evidence[0].text.contains("sent again after 1 s and 2 s"))
        #expect(session.verdict.nextCapture?.hasPrefix("Capture at the server") == true)
    }

    /// Beside the device the same silence clears nobody on the way.
    @Test func insideItDoesNot() throws {
        let session = try Attempt().session("syn\nwait 1s\nsyn")
        #expect(!clears(session, .firewall))
        #expect(session.verdict.nextCapture?.hasPrefix("Capture on the firewall's outside") == true)
    }

    @Test func largePacketsVanishBeyondTheFirewall() throws {
        let attempt = Attempt.outside().with {
            $0.damage = { $0.acknowledgingLess(by: 1460, inLast: 2) }
        }
        let session = try attempt.expect(
            Script.data
                + "acks off\nbody 1460 from client\nwait 1s\nretransmit from client\nwait 300s\nretransmit from client\n"
                + "ack from server\nS: 421 4.4.2 Error: timeout exceeded",
            .failed, at: .accepted, .networkPath, "mtu-black-hole", or: [.isp], .likely)
        #expect(clears(session, .firewall))
    }

    @Test func aResetOfTheNextRouterIsTheProviders() throws {
        let session = try Attempt.outside().with { $0.resetTTL = 255 }.expect(
            Script.ehlo + "C: MAIL FROM:<a@example.org>\nrst from server", .failed, at: .mail, .isp,
            "path-injects-reset", by: .network, .likely)
        #expect(clears(session, .firewall))
        #expect(clears(session, .server))
    }

    @Test func aResetFromHalfWayIsPossiblyTheProviders() throws {
        try Attempt.outside().with { $0.resetTTL = 250 }.expect(
            Script.ehlo + "C: MAIL FROM:<a@example.org>\nrst from server", .failed, at: .mail, .isp,
            "path-injects-reset", or: [.networkPath], by: .network, .possible)
    }

    /// From beyond the server's distance: not the provider's doing for that alone.
    @Test func aResetFromFartherAwayIsNobodys() throws {
        try Attempt.outside().with { $0.resetTTL = 100 }.expect(
            Script.ehlo + "C: MAIL FROM:<a@example.org>\nrst from server", .unknown, at: .mail, .unknown,
            "path-injects-reset", or: [.isp, .networkPath, .serverFault])
    }

    /// A scanner that looks for a greeting and resets, with the TTL of its other packets.
    @Test func aBannerTestStaysOne() throws {
        try Attempt.outside().expect(
            Script.greeting + "rst from client", .testOnly, at: .ehlo, .none, "tcp-connect-test-only")
    }

    /// The same with another TTL: somebody reset in the device's name.
    @Test func aResetWithAnotherTTLIsNoTest() throws {
        try Attempt.outside().with { $0.clientResetTTL = 64 }.expect(
            Script.greeting + "rst from client", .unknown, at: .ehlo, .unknown, "reset-from-client-side",
            or: [.firewall, .deviceFault])
    }

    @Test func theServersFarewellIsNotLostData() throws {
        try Attempt.outside().expect(
            Script.mail
                + "acks off\nwait 300s\nS: 421 4.4.2 Timeout\nwait 1s\nretransmit from server\nwait 2s\nretransmit from server",
            .refused, at: .rcpt, .unknown, "client-side-silent", or: [.firewall, .deviceFault])
    }

    @Test func anAnswerThatNobodyTakesClearsTheServer() throws {
        let session = try Attempt.outside().expect(
            "syn\nsyn-ack\nwait 1s\nsyn\nsyn-ack", .unknown, at: .connect, .unknown, "synack-unanswered",
            or: [.firewall, .deviceFault])
        #expect(clears(session, .server) && clears(session, .isp))
    }
}
