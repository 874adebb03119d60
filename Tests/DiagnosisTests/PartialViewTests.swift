import Diagnosis
import Knowledge
import Streams
import TestSupport
import Testing

/// What a part of a session leaves open: words whose command, whose server or whose end the capture lacks.
@Suite struct PartialViewTests {
    private static func number(_ text: String, in frames: [TestFrame]) throws -> Int {
        try #require(frames.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains(text) })
    }

    private static func without(_ text: String, _ script: String, _ attempt: Attempt = Attempt()) throws -> Attempt {
        let number = try number(text, in: attempt.frames(script))
        return attempt.without([number])
    }

    private static func upTo(_ text: String, _ script: String) throws -> Attempt {
        let number = try number(text, in: Attempt().frames(script))
        return Attempt().with { $0.damage = { Array($0.prefix(number + 1)) } }
    }

    // MARK: - One recipient of two

    private static let refused = "C: RCPT TO:<nobody@example.net>\nS: 550 5.1.1 User unknown\n"
    private static let mixed = Script.rcpt + refused + Script.accepted.dropFirst(Script.rcpt.count) + Script.quit

    @Test func aRefusedRecipientWhoseCommandIsLost() throws {
        let session = try Self.without("nobody", Self.mixed).session(Self.mixed)
        #expect(session.verdict.outcome == .partial)
        #expect(session.verdict.cause == "one-recipient-unknown")
        #expect(!session.verdict.headline.contains("office@"))
    }

    /// The first recipient was taken, the second refused, and how the message ended is not here.
    @Test(arguments: ["550 5.1.1", "DATA", "354 End"])
    func aRefusedRecipientAndAnEndThatIsNotHere(last: String) throws {
        let session = try Self.upTo(last, Self.mixed).session(Self.mixed)
        #expect(session.verdict.outcome == .unknown)
        #expect(session.verdict.responsible == .capture)
        #expect(session.verdict.also.contains { $0.text.contains("nobody@example.net") })
    }

    /// The client took one refusal for all and left: that stopped it.
    @Test func aRefusedRecipientAndAClientThatGivesUp() throws {
        try Attempt().expect(
            Script.rcpt + Self.refused + Script.quit, .refused, at: .rcpt, .recipient, "recipient-unknown")
    }

    // MARK: - The words of a late capture

    /// The server said why it closes; what the client said before is not here.
    @Test func aFarewellInMidSession() throws {
        let script = """
            midstream
            S: 421 mail.example.net: SMTP command timeout - closing connection
            fin from server
            C: MAIL FROM:<scan@example.org>
            C: QUIT
            """
        let session = try #require(try Attempt().sessions(script).first)
        #expect(session.verdict.cause == "client-idle-too-long")
        #expect(session.verdict.responsible == .deviceFault)
    }

    /// DATA was refused for lack of a recipient: whoever refused the recipient did so before the capture began.
    @Test func aConsequenceOfWhatWasBefore() throws {
        let script = "midstream\nC: DATA\nS: 554 5.5.1 Error: no valid recipients\n" + Script.quit
        let session = try #require(try Attempt().sessions(script).first)
        #expect(session.verdict.responsible == .capture)
    }

    /// Whatever was "unrecognized", it is not in the capture, and may have been no command at all.
    @Test func anUnknownCommandThatIsNotHere() throws {
        let hello = Script.clientHello()
        let script = "connect\n" + hello + "S: 220 mail.example.net\nS: 500 5.5.1 Unrecognized command\nrst from client"
        let frames = try Attempt().frames(script)
        let lost = frames.indices.filter {
            frames[$0].bytes.count > 60
                && (frames[$0].bytes[54] == 22
                    || String(decoding: frames[$0].bytes, as: UTF8.self).contains("220 mail"))
        }
        #expect(lost.count == 2)
        let attempt = Attempt().without(Set(lost))
        for session in try attempt.sessions(script) {
            #expect([.unknown, .capture].contains(session.verdict.responsible))
            #expect(session.verdict.stoppedAt != .greeting)
        }
    }

    /// Cut words say neither whose server this is nor why it refused.
    @Test func aGreetingThatIsCutIsNoOther() throws {
        let script =
            "connect\nS: 220 DB5PEPF00014B9F.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready\n"
            + Script.rcpt.dropFirst(Script.greeting.count).replacing("S: 250 2.1.5 Ok", with: "S: 550 5.7.1 No")
            + Script.quit
        var attempt = Attempt(name: "contoso-com.mail.protection.outlook.com")
        attempt.snapLength = 74
        for session in try attempt.sessions(script) {
            #expect(!["greeting-of-another-server", "dns-wrong-address"].contains(session.verdict.cause))
        }
    }

    /// The EHLO reply and the command after it are lost: what the refusal answers is not known.
    @Test func aReplyThatMayAnswerAnotherCommand() throws {
        let script =
            Script.submission + "C: AUTH LOGIN\nS: 504 5.7.4 Unrecognized authentication type\n" + Script.quit
        let frames = try Attempt(port: 587).frames(script)
        let lost = frames.indices.filter {
            let text = String(decoding: frames[$0].bytes, as: UTF8.self)
            return text.contains("AUTH LOGIN") || text.contains("STARTTLS")
        }
        let attempt = Attempt(port: 587).without(Set(lost))
        for session in try attempt.sessions(script) {
            #expect([.unknown, .capture].contains(session.verdict.responsible))
            #expect(session.verdict.cause != "invalid-ehlo-name")
        }
    }

    /// SYN-ACK and greeting are lost; the refusal of EHLO greets nobody.
    @Test func aRefusalAfterAGreetingThatIsLost() throws {
        let script =
            Script.greeting + "C: EHLO scan_2\nS: 501 5.5.4 Invalid domain name\n" + Script.quit
        try Attempt().expect(script, .refused, at: .ehlo, .deviceConfig, "invalid-ehlo-name")
        let attempt = Attempt().without([1, 2, 3, 4])
        for session in try attempt.sessions(script) {
            #expect(session.verdict.stoppedAt != .greeting)
            #expect([.unknown, .capture].contains(session.verdict.responsible))
        }
    }

    /// The client's FIN stands earlier in the file, and acknowledges the server's: that one was the first.
    @Test func theFirstOfTwoFINsIsTheOneThatIsAcknowledged() throws {
        let script = Script.mail + "wait 30s\nclose from server"
        let whole = try Attempt().session(script)
        let frames = try Attempt().frames(script)
        let fins = frames.indices.filter { frames[$0].bytes[47] & 1 == 1 }
        #expect(fins.count == 2)
        let attempt = Attempt().with {
            $0.damage = { frames in
                var frames = frames
                frames.swapAt(fins[0], fins[1])
                return frames
            }
        }
        for session in try attempt.sessions(script) {
            #expect(session.verdict.endedBy == whole.verdict.endedBy)
            #expect(session.verdict.responsible == whole.verdict.responsible)
        }
    }

    /// The server's FIN stands behind octets that are not here: it had spoken.
    @Test func aFINBehindAGreetingThatIsLost() throws {
        let script = "connect\nwait 4s\nacks off\nS: 220 mail.example.net ESMTP\nfin from server\nrst from client"
        let session = try #require(try Self.without("220 mail", script).sessions(script).first)
        #expect(session.verdict.cause != "no-greeting")
        #expect([.unknown, .capture].contains(session.verdict.responsible))
    }

    /// The server's reset stands behind words that are not here.
    @Test func aResetBehindWordsThatAreLost() throws {
        let script =
            Script.data + "body 900 from client\nwait 60s\nacks off\nS: 421 4.4.2 timeout exceeded\nrst from server"
        for session in try Self.without("421 4.4.2", script).sessions(script) {
            #expect(session.verdict.responsible == .capture)
        }
    }

    /// A server's replies alone: they tell what they answer, and nothing of what was acknowledged.
    @Test func repliesWithoutCommands() throws {
        let script =
            Script.mail + "C: RCPT TO:<office@example.net>\nS: 550 5.1.1 User unknown\n" + Script.quit
        let attempt = Attempt().with {
            $0.damage = { $0.filter { Array($0.bytes[26..<30]) == [198, 51, 100, 25] } }
        }
        let session = try #require(try attempt.sessions(script).first)
        #expect(session.verdict.stoppedAt == .rcpt)
        #expect(session.verdict.cause == "recipient-unknown")
        #expect(session.verdict.confidence == .likely)
        #expect(!session.verdict.cleared.contains { [.firewall, .isp, .networkPath].contains($0.party) })
    }

    // MARK: - Who the server is

    private static let denied =
        Script.mail + "C: RCPT TO:<office@example.net>\nS: 554 5.7.1 Relay access denied\n" + Script.quit

    /// Without the name that the client asked for, a box may have led port 25 elsewhere.
    @Test func aServerWithoutANameMayBeAnother() throws {
        let session = try Attempt().expect(
            Self.denied, .refused, at: .rcpt, .serverPolicy, "relay-denied", .likely)
        #expect(session.verdict.cannotShow.contains { $0.contains("its name") })
        #expect(!session.verdict.cleared.contains { [.firewall, .isp].contains($0.party) })
        let named = try Attempt(name: "mail.example.net").session(Self.denied)
        #expect(named.verdict.cleared.contains { $0.party == .firewall })
        let submission = try Attempt(port: 587).session(Self.denied)
        #expect(submission.verdict.cleared.contains { $0.party == .firewall })
    }

    // MARK: - A client that did not wait

    @Test func whoLeavesEarlyIsNotCleared() throws {
        let script = Script.endOfData + "wait 2s\nfin from client"
        let session = try Attempt().session(script)
        #expect(session.verdict.outcome == .unknown)
        #expect(!session.verdict.cleared.contains { $0.party == .device })
    }

    /// The handshake's last ACK is lost, the wait for the greeting is not.
    @Test func aWaitWithoutItsBeginning() throws {
        let script = "connect\nwait 4s\nclose from client"
        let whole = try Attempt().session(script)
        #expect(whole.verdict.cause == "no-greeting")
        let attempt = Attempt().without([2])
        for session in try attempt.sessions(script) { #expect(session.verdict.outcome != .testOnly) }
    }

    /// A submission port that offers nothing to work with is left, and not tested.
    @Test func aSubmissionPortThatOffersNothing() throws {
        let session = try Attempt(port: 587).session(Script.ehlo + Script.quit)
        #expect(session.verdict.cause == "starttls-not-offered")
        #expect(session.verdict.responsible == .unknown)
        #expect(try Attempt().session(Script.ehlo + Script.quit).verdict.cause == "ehlo-test-only")
    }
}
