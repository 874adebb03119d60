import Diagnosis
import Sessions
import Streams
import TestSupport
import Testing

/// What innocent hosts and networks do that looks like a box on the way: nobody is blamed for it.
@Suite struct LookAlikeTests {
    private static let dialogue = "S: 220 mx.example ESMTP\nC: EHLO copier\nS: 250 mx.example\n"
    private static let asked = dialogue + "acks off\nC: MAIL FROM:<a@example.org>\nack from server\n"

    private static let boxes: Set<Responsible> = [.firewall, .isp]

    private func verdict(
        _ script: String, location: SourceLocation = #_sourceLocation, _ change: (inout Attempt) -> Void = { _ in }
    ) throws -> Verdict {
        try Attempt().with(change).session(script, at: location).verdict
    }

    /// Another path in the middle of the session (ECMP, a changed route): the later packets cross two routers more, and
    /// the server's reset with them.
    @Test func anotherPathInTheMiddle() throws {
        let verdict = try verdict(Self.asked + "wait 25ms\nrst from server") {
            $0.damage = { frames in
                frames.enumerated().map { index, frame in
                    index < frames.count / 2 ? frame : frame.arriving(119, as: 117)
                }
            }
        }
        #expect(verdict.cause == "reset-without-reply")
        #expect(!Self.boxes.contains(verdict.responsible))
        #expect(verdict.reset?.forged != .yes)
    }

    /// A load balancer that answers the SYN itself, one router before the servers behind it.
    @Test func aLoadBalancerOneRouterNearer() throws {
        let verdict = try verdict(Self.asked + "wait 25ms\nrst from server") {
            $0.resetTTL = 120
        }
        #expect(!Self.boxes.contains(verdict.responsible))
        #expect(verdict.reset?.forged != .yes)
    }

    /// A gate before the servers whose resets begin with another time to live: two routers nearer or farther.
    @Test(arguments: [UInt8(53), 117, 121]) func aGateBeforeTheServer(_ ttl: UInt8) throws {
        let verdict = try verdict(Self.asked + "wait 25ms\nrst from server") { $0.resetTTL = ttl }
        #expect(!Self.boxes.contains(verdict.responsible))
        #expect(verdict.reset?.forged != .yes)
        #expect(!verdict.cleared.contains { $0.party == .server })
    }

    /// Another time to live, and the number that comes next: two signs that disagree.
    @Test func aResetOverAnotherPath() throws {
        let verdict = try verdict(Self.asked + "wait 25ms\nrst from server") {
            $0.damage = { frames in
                frames.enumerated().map { index, frame in
                    index < frames.count - 1 ? frame : frame.arriving(119, as: 112)
                }
            }
        }
        #expect(verdict.cause == "reset-without-reply")
        #expect(verdict.reset?.forged != .yes)
        #expect(!verdict.cleared.contains { $0.party == .server })
    }

    /// Behind a box that takes nothing off the time to live, all the server's packets look as if made beside the client.
    @Test func aServerBehindABoxThatIsNoRouter() throws {
        let verdict = try verdict(Self.asked + "wait 25ms\nrst from server") { $0.transcript.server.ttl = 64 }
        #expect(!Self.boxes.contains(verdict.responsible))
        #expect(verdict.reset?.forged != .yes)
    }

    /// Closed on this port, open on another, and as far away: the host's own reset.
    @Test func aClosedPortOfAHostThatAnswersElsewhere() throws {
        let closed = try Attempt().with { $0.resetTTL = 61 }.frames("syn\nrst from server")
        var open = Attempt(port: 587)
        open.transcript.server.ttl = 61
        open.transcript.client.port = 50_001
        let sessions = try Attempt.judged(closed + open.frames(Self.dialogue + "C: QUIT\nS: 221 bye"))
        let verdict = try #require(sessions.first { $0.verdict.stoppedAt == .connect }).verdict
        #expect(verdict.cause == "connection-refused")
        #expect(verdict.candidates.contains(.serverFault))
        #expect(verdict.reset?.forged == .unknown)
    }

    /// Address translation that numbers packets anew: the reset's number continues nothing.
    @Test func identificationsThatATranslatorRewrites() throws {
        let verdict = try verdict(Self.asked + "wait 25ms\nrst from server") {
            $0.damage = { frames in
                frames.enumerated().map { index, frame in
                    var frame = frame
                    let number = UInt16(truncatingIfNeeded: 40_503 &* (index + 3))
                    frame.bytes[18] = UInt8(number >> 8)
                    frame.bytes[19] = UInt8(number & 0xff)
                    return frame
                }
            }
        }
        #expect(!Self.boxes.contains(verdict.responsible))
        #expect(verdict.reset?.forged == .unknown)
    }

    /// A server that closes with octets unread resets (RFC 2525 §2.17): its 421 was said, and the reset is its own.
    @Test func aServerThatClosesWithUnreadOctets() throws {
        let verdict = try verdict(
            Self.dialogue + "C: MAIL FROM:<a@example.org>\nS: 421 4.3.2 Service not available\nC: QUIT\nrst from server"
        )
        #expect(verdict.cause == "server-shutting-channel")
        #expect(!Self.boxes.contains(verdict.responsible))
    }

    /// The acknowledgement waits up to half a second for a reply to ride on (RFC 1122 §4.2.3.2): no sign of anything.
    @Test func aDelayedAcknowledgement() throws {
        let verdict = try verdict(
            Self.dialogue + """
                acks off
                C: MAIL FROM:<a@example.org>
                wait 200ms
                ack from server
                wait 300ms
                S: 250 ok
                C: RCPT TO:<b@example.org>
                wait 450ms
                S: 550 5.1.1 User unknown
                C: QUIT
                S: 221 bye
                ack from client
                """)
        #expect(verdict.outcome == .refused)
        #expect(!Self.boxes.contains(verdict.responsible))
        #expect(verdict.cleared.contains { $0.party == .networkPath })
    }

    /// A server behind port forwarding of the own site, under its public address: one router away is no box beside the
    /// client.
    @Test func aServerOfTheOwnSite() throws {
        let verdict = try verdict(
            Self.dialogue + "C: MAIL FROM:<a@example.org>\nS: 451 4.3.0 Try later\nC: QUIT\nS: 221 bye"
        ) { $0.transcript.server.ttl = 63 }
        #expect(verdict.cause != "firewall-answers-itself")
        #expect(!Self.boxes.contains(verdict.responsible))
    }

    /// The window closes for a moment and opens again: a slow server, and a delivery.
    @Test func aWindowThatClosesForAMoment() throws {
        let verdict = try verdict(
            Self.dialogue + """
                C: MAIL FROM:<a@example.org>
                S: 250 ok
                C: RCPT TO:<b@example.org>
                S: 250 ok
                C: DATA
                S: 354 go ahead
                body 2000 from client
                window 0 from server
                wait 3s
                window 500 from server
                C: .
                S: 250 ok
                C: QUIT
                S: 221 bye
                """)
        #expect(verdict.outcome == .delivered)
        #expect(verdict.responsible == .none)
    }

    /// Devices that reset instead of closing, after QUIT and 221, whatever the TTL of their system's resets.
    @Test(arguments: [UInt8(64), 128, 255, 60]) func aDeviceThatResetsAfterQUIT(_ ttl: UInt8) throws {
        let verdict = try verdict(
            Self.dialogue + "C: MAIL FROM:<a@example.org>\nS: 550 5.7.1 No\nC: QUIT\nS: 221 bye\nrst from client"
        ) { $0.clientResetTTL = ttl }
        #expect(verdict.outcome == .refused)
        #expect(!Self.boxes.contains(verdict.responsible))
    }
}

extension TestFrame {
    /// With another TTL where it has this one; of an untagged Ethernet frame with IPv4.
    fileprivate func arriving(_ ttl: UInt8, as other: UInt8) -> TestFrame {
        var frame = self
        if frame.bytes.count > 22, frame.bytes[22] == ttl { frame.bytes[22] = other }
        return frame
    }
}
