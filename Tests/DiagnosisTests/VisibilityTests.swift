import Diagnosis
import Knowledge
import SMTP
import TestSupport
import Testing

/// The capture hides what happened: then it is at fault, and nobody else is named or cleared.
@Suite struct VisibilityTests {
    private let refused = Script.mail + "C: RCPT TO:<a@example.net>\nS: 550 5.1.1 User unknown\n" + Script.quit

    /// Keeps only the frames from one address.
    private func seeing(_ address: FrameBuilder.Address) -> Attempt {
        Attempt().with { $0.damage = { frames in frames.filter { Array($0.bytes[26..<30]) == address.octets } } }
    }

    @Test func onlyTheClient() throws {
        try seeing("192.168.10.50").expect(
            refused, .unknown, at: .rcpt, .capture, "one-direction-only")
    }

    @Test func onlyTheServerStillSaysWhatItRefused() throws {
        let session = try seeing("198.51.100.25").session(refused)
        #expect(session.verdict.decisiveReply?.code == 550)
        #expect(session.verdict.confidence != .proven || session.verdict.responsible == .recipient)
    }

    @Test func headersOnly() throws {
        try Attempt().with { $0.snapLength = 54 }.expect(
            refused, .unknown, at: nil, .capture, "payload-not-captured")
    }

    @Test func theDecisiveReplyIsMissing() throws {
        let whole = try Attempt().frames(refused)
        let reply = try #require(whole.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains("550 5.1.1") })
        try Attempt().with { $0.damage = { $0.dropping(reply + 1) } }.expect(
            refused, .unknown, at: .rcpt, .capture, "decisive-reply-not-captured")
    }

    @Test func theCaptureStartsLate() throws {
        try Attempt().expect(
            "midstream\nC| xxxxxxxx\nS| \nwait 1s\nbody 200 from client\nbody 200 from client\nack from server",
            .unknown,
            at: nil, .capture, "capture-starts-mid-session")
    }

    @Test(arguments: [Script.greeting, Script.ehlo, Script.mail, Script.rcpt, Script.data])
    func theCaptureEndsEarly(_ script: String) throws {
        let session = try Attempt().session(script)
        #expect(session.verdict.cause == "capture-ends-mid-session")
        #expect(session.verdict.responsible == .capture)
        #expect(session.verdict.endedBy == EndedBy.none)
    }

    /// A command was sent last: an answer may have come after the capture's end.
    @Test func theCaptureEndsBeforeAnAnswer() throws {
        let session = try Attempt().session(Script.mail + "C: RCPT TO:<a@example.net>")
        #expect(session.verdict.responsible == .capture)
    }

    @Test func damageIsNeverProof() throws {
        let script = Script.mail + "C: RCPT TO:<a@example.net>\nwait 300s\nclose from client"
        let whole = try Attempt().frames(script)
        for number in 1...whole.count {
            let damaged = Attempt().with { $0.damage = { $0.dropping(number) } }
            for session in try damaged.sessions(script) where session.verdict.responsible != .capture {
                let isNamed = ![.unknown, .none].contains(session.verdict.responsible)
                #expect(!isNamed || session.verdict.confidence != .proven, "without frame \(number)")
            }
        }
    }
}
