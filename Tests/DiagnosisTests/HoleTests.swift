import Diagnosis
import Knowledge
import SMTP
import Sessions
import Streams
import TestSupport
import Testing

/// Packets that the capture lacks, at its beginning or in its middle: what is left is not taken for the whole.
@Suite struct HoleTests {
    private static func without(_ numbers: [Int], port: UInt16 = 25) -> Attempt {
        Attempt(port: port).without(Set(numbers))
    }

    /// Frames that carry octets of this address.
    private static func data(_ frames: [TestFrame], from address: FrameBuilder.Address) -> [Int] {
        frames.indices.filter { Array(frames[$0].bytes[26..<30]) == address.octets && frames[$0].bytes.count > 60 }
    }

    /// A refused message, and commands behind it whose replies are good: in a hole none of them accepts it.
    @Test func aReplyInAHoleAcceptsNothing() throws {
        let script =
            Script.endOfData
            + "C: NOOP\nC: QUIT\nS: 554 5.7.1 Message rejected as spam\nwait 5ms\nS: 250 2.0.0 Ok\nwait 5ms\nS: 221 2.0.0 Bye\nclose from server"
        let frames = try Attempt().frames(script)
        let replies = Self.data(frames, from: "198.51.100.25")
        try Attempt().expect(script, .refused, at: .accepted, .message, "content-rejected")
        for first in replies {
            for second in replies {
                for session in try Self.without([first, second]).sessions(script) {
                    #expect(session.verdict.outcome != .delivered, "without \(first + 1) and \(second + 1)")
                }
            }
        }
    }

    /// The capture begins inside the message. Its 250 is an acceptance, where it says so; another one is not.
    @Test func anAcceptanceThatBeganUnseen() throws {
        let body = "midstream\nbody 900 from client\n\nC: .\n"
        let session = try Attempt().session(body + "S: 250 2.0.0 Ok: queued as 4F00\n" + Script.quit)
        #expect(session.verdict.outcome == .delivered)
        let bare = try Attempt().session("midstream\nS: 250 2.1.5 Ok\n" + Script.quit)
        #expect(bare.verdict.outcome != .delivered)
    }

    /// A refused recipient may be in the hole: that all were taken is not proven.
    @Test func aDeliveryWithAHoleIsNotProvenForAll() throws {
        let refused = "C: RCPT TO:<nobody@example.net>\nS: 550 5.1.1 User unknown\n"
        let script = Script.rcpt + refused + Script.accepted.dropFirst(Script.rcpt.count) + Script.quit
        let frames = try Attempt().frames(script)
        let reply = try #require(frames.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains("550 5.1.1") })
        let session = try Self.without([reply]).session(script)
        #expect(session.verdict.outcome == .delivered)
        #expect(session.verdict.confidence == .likely)
        #expect(session.verdict.cannotShow.contains { $0.contains("recipients") })
    }

    /// Commands came before the capture did: who leaves now may have tried before.
    @Test func aCaptureThatStartsInMidSessionShowsNoTest() throws {
        let quit = "midstream\nC: QUIT\nS: 221 Bye\nclose from server"
        for script in ["midstream\nfin from client\nfin from server", quit] {
            for session in try Attempt().sessions(script) {
                #expect(session.verdict.cause != "tcp-connect-test-only")
                #expect(session.verdict.confidence != .proven || session.verdict.responsible == .capture)
            }
        }
    }

    /// The SYN-ACK and the greeting are not here, and with them how much the server said.
    @Test func aGreetingThatIsNotHereWasNoTest() throws {
        let script = "connect\nS: 554 mx.example.net no service for you\nC: QUIT\nS: 221 Bye\nclose from server"
        try Attempt().expect(script, .refused, at: .greeting, .serverPolicy, "refused-at-greeting")
        let session = try Self.without([1, 2, 3]).session(script)
        #expect(session.verdict.responsible == .capture)
        #expect(session.verdict.cause == "decisive-reply-not-captured")
    }

    /// Whoever names a sender wants to send, though the reply is not here.
    @Test func mailThatWasSentIsNoTest() throws {
        let script = Script.ehlo + "C: MAIL FROM:<scan@example.org>\nC: QUIT\nclose from client"
        #expect(try Attempt().session(script).verdict.outcome != .testOnly)
        let refused = Script.ehlo + "C: MAIL FROM:<scan@example.org>\nS: 550 5.7.1 No\n" + Script.quit
        let frames = try Attempt().frames(refused)
        for number in Self.data(frames, from: "198.51.100.25") {
            for session in try Self.without([number]).sessions(refused) {
                #expect(session.verdict.outcome != .testOnly, "without frame \(number + 1)")
            }
        }
    }

    /// The first reply that a late capture shows greets nobody.
    @Test func aLateRefusalIsNoGreeting() throws {
        let session = try Attempt().session(
            "midstream\nS: 550 5.1.1 <a@example.net>: User unknown\nC: QUIT\nS: 221 2.0.0 Bye\nclose from server")
        #expect(session.verdict.stoppedAt != .greeting)
        #expect(session.verdict.cause != "refused-at-greeting")
        #expect(![.serverPolicy, .reputation].contains(session.verdict.responsible))
    }

    /// One record less, and every length behind it belongs to something else: nothing is inferred.
    @Test func lengthsAroundAHoleSayNothing() throws {
        let dark = Dark()
        let (opening, ehlo) = dark.microsoft365
        let script = dark.session(opening, dark.login(ehlo) + " S\(202 + dark.host.utf8.count) C6 S48")
        #expect(try Attempt(port: 587).session(script).inference?.isUsed == true)
        let frames = try Attempt(port: 587).frames(script)
        let records = frames.indices.filter { frames[$0].bytes.count > 60 && frames[$0].bytes[54] == 23 }
        #expect(records.count > 8)
        for number in records {
            for session in try Self.without([number], port: 587).sessions(script) {
                #expect(session.inference == nil, "without frame \(number + 1)")
                #expect([.unknown, .capture].contains(session.verdict.responsible), "without frame \(number + 1)")
            }
        }
    }

    /// The client's FIN is not here, and the server acknowledges it with its own: the server was not the first to close.
    @Test func aFINThatIsNotHereWasTheFirst() throws {
        let script = Script.mail + "close from client"
        try Attempt().expect(script, .failed, at: .rcpt, .deviceFault, "client-closed-without-reason")
        let frames = try Attempt().frames(script)
        let fin = try #require(frames.firstIndex { $0.bytes.count >= 54 && $0.bytes[47] & 1 == 1 })
        for session in try Self.without([fin]).sessions(script) {
            #expect(session.verdict.cause != "server-closed-without-reply")
            #expect(session.verdict.endedBy != .server)
            #expect([.unknown, .capture, .deviceFault].contains(session.verdict.responsible))
        }
    }

    /// Only the answer to QUIT is missing: it shifts no reply before it.
    @Test func aLostFarewellTakesBackNoDelivery() throws {
        let script = Script.accepted + Script.quit
        let frames = try Attempt().frames(script)
        let bye = try #require(frames.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains("221 2.0.0") })
        let session = try #require(try Self.without([bye]).sessions(script).first)
        #expect(session.verdict.outcome == .delivered)
    }

    /// A recipient's command is missing, and the refusal of it is there: not all is proven.
    @Test func aLostCommandLeavesItsRefusal() throws {
        let refused = "C: RCPT TO:<nobody@example.net>\nS: 550 5.1.1 User unknown\n"
        let script = Script.rcpt + refused + Script.accepted.dropFirst(Script.rcpt.count) + Script.quit
        let frames = try Attempt().frames(script)
        let command = try #require(frames.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains("nobody") })
        for session in try Self.without([command]).sessions(script) {
            #expect(session.verdict.outcome != .delivered || session.verdict.confidence != .proven)
        }
    }

    /// A capture that begins in mid-session does not show that the server had not greeted.
    @Test func aResetInMidStreamCameAfterTheGreeting() throws {
        for session in try Attempt().sessions("midstream\nbody 3000 from client\nrst from server") {
            #expect(session.verdict.cause != "reset-before-greeting")
        }
    }

    /// The capture ends right behind the SYN: an answer may have come.
    @Test func aSilenceThatNobodyWatched() throws {
        for script in ["syn", "syn\nsyn-ack"] {
            let session = try Attempt().session(script)
            #expect(session.verdict.cause == "capture-ends-mid-session")
            #expect(session.verdict.responsible == .capture)
        }
        let watched = try Attempt().session("syn\nwait 1s\nsyn")
        #expect(watched.verdict.cause == "syn-unanswered")
    }
}
