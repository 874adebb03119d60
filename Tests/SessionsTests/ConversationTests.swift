import Packets
import SMTP
import Sessions
import Streams
import TestSupport
import Testing

@Suite struct ConversationTests {
    private let startTLS = """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 go

        """

    @Test func aSessionInClear() throws {
        let sessions = try Assembly(
            script: "S: 220 mx ESMTP\nC: EHLO x\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose from server"
        )
        .sessions
        #expect(sessions.map(\.summary) == [["→220", "EHLO→250", "QUIT→221"]])
        #expect(sessions.first?.tls == nil)
        #expect(sessions.first?.isMailPort == true)
        #expect(sessions.first?.connection?.history == "ShAdDafF")
        #expect(sessions.first?.first.frame == 1)
        #expect(sessions.first?.last.frame == 17)
    }

    @Test func tlsTakesOver() throws {
        let sessions = try Assembly(
            script: startTLS + "C| \\x16\\x03\\x01\\x00\\x02\\x01\\x00\nS| \\x15\\x03\\x03\\x00\\x02\\x02\\x46"
        ).sessions
        #expect(sessions.map(\.summary) == [["→220", "EHLO→250", "STARTTLS→220"]])
        #expect(sessions.first?.dialogue.startedTLS == true)
        #expect(sessions.first?.tls != nil)
        #expect(sessions.first?.dialogue.serverIsNotSMTP == false)
    }

    /// The hello comes in two segments.
    @Test func implicitTLS() throws {
        let sessions = try Assembly(
            script: "C| \\x16\n\nC| \\x03\\x01\\x00\\x02\\x01\\x00\nS| \\x15\\x03\\x03\\x00\\x02\\x02\\x28", to: 465
        ).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.tls != nil)
        #expect(sessions.first?.dialogue.exchanges.isEmpty == true)
    }

    @Test func aHelloOnAPortThatGreets() throws {
        let sessions = try Assembly(
            script: "S: 220 mx ESMTP\nC| \\x16\\x03\\x01\\x00\\x02\\x01\\x00\nS: 500 what?"
        ).sessions
        #expect(sessions.first?.summary.first == "→220")
        #expect(sessions.first?.dialogue.clientSpokeTLSFirst == true)
        #expect(sessions.first?.tls != nil)
    }

    /// Words after STARTTLS: TLS was taken off before this point, or never begun.
    @Test func plainTextAfterStartTLSGoesOn() throws {
        let sessions = try Assembly(
            script: startTLS + "C: EHLO again\nS: 250-mx\nS: 250 AUTH PLAIN\nC: MAIL FROM:<a@example>\nS: 550 no"
        ).sessions
        #expect(sessions.map(\.summary) == [["→220", "EHLO→250", "STARTTLS→220", "EHLO→250", "MAIL→550"]])
        #expect(sessions.first?.dialogue.authOffered == ["PLAIN"])
        #expect(sessions.first?.dialogue.plainAfterStartTLS?.frame == 14)
        #expect(sessions.first?.tls == nil)
    }

    /// The server granted STARTTLS, and says in words that it cannot.
    @Test func theServerGoesOnInWords() throws {
        let hello = "C| \\x16\\x03\\x01\\x00\\x02\\x01\\x00\n"
        let sessions = try Assembly(script: startTLS + hello + "S: 454 4.7.0 TLS not available").sessions
        #expect(sessions.map(\.summary) == [["→220", "EHLO→250", "STARTTLS→220", "→454"]])
        #expect(sessions.first?.dialogue.serverOctetsBeforeTLS == 0)
    }

    @Test func theServerWaitsForAHandshakeInVain() throws {
        let sessions = try Assembly(script: startTLS + "\nS: 421 4.4.2 timeout\nclose from server").sessions
        #expect(sessions.first?.summary.last == "→421")
    }

    /// Words behind the 220 in its segment: whoever takes them for a reply under TLS is deceived.
    @Test func injectedReplies() throws {
        let script = "S: 220 mx\nC: EHLO x\nS: 250 STARTTLS\nC: STARTTLS\nS| 220 go\\r\\n250 injected\\r\\n\n"
        let sessions = try Assembly(
            script: script + "C| \\x16\\x03\\x01\\x00\\x02\\x01\\x00\nS| \\x15\\x03\\x03\\x00\\x02\\x02\\x46"
        ).sessions
        #expect(sessions.map(\.summary) == [["→220", "EHLO→250", "STARTTLS→220"]])
        #expect(sessions.first?.dialogue.serverOctetsBeforeTLS == 14)
    }

    @Test func aGapReachesTheDialogue() throws {
        let frames = try TranscriptCapture().frames("S: 220 mx ESMTP\nC: EHLO x\nS: 250 ok\nC: QUIT\nS: 221 bye")
        let session = Assembly(frames.dropping(8)).sessions.first
        #expect(session?.summary == ["→220", "EHLO→", "QUIT→221"])
        #expect(session?.dialogue.exchanges.dropFirst().first?.replyIsMissing == true)
        #expect(session?.dialogue.missingFromServer == 8)
    }

    @Test func theCaptureStartsInMidSession() throws {
        let session = try Assembly(script: "midstream\nC: MAIL FROM:<a@example>\nS: 250 ok\nC: QUIT\nS: 221 bye")
            .sessions.first
        #expect(session?.connection?.startsMidStream == true)
        #expect(session?.summary.suffix(1) == ["QUIT→221"])
        #expect(session?.dialogue.greeting == nil)
    }

    // MARK: - What is mail

    @Test func mailOnAnotherPort() throws {
        let sessions = try Assembly(script: "S: 220 mx ESMTP\nC: EHLO x\nS: 250 ok", to: 8025).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.isMailPort == false)
        #expect(sessions.first?.connection?.client.opening != nil)
    }

    @Test func anotherPortThatIsNamed() throws {
        var options = SessionAssembler.Options()
        options.mailPorts.append(8025)
        let frames = try TranscriptCapture(from: 50_000, to: 8025).frames("syn")
        #expect(Assembly(frames, options: options).sessions.count == 1)
        #expect(Assembly(frames).sessions.isEmpty)
    }

    @Test func ftpIsNoMail() throws {
        let assembly = try Assembly(
            script: "S: 220 FTP ready\nC: USER scan\nS: 331 password\nC: PASS secret\nS: 230 in", to: 21)
        #expect(assembly.sessions.isEmpty)
    }

    @Test func webIsCountedOnly() throws {
        let assembly = try Assembly(script: "C: GET / HTTP/1.1\nS: HTTP/1.1 200 OK", to: 80)
        #expect(assembly.sessions.isEmpty)
        #expect(assembly.assembler.otherSegments == 7)
    }

    @Test func sessionsAreInTheOrderOfTheirFirstFrames() throws {
        let long = try TranscriptCapture(from: 50_001, to: 25).frames("S: 220 mx\nwait 60s\nC: QUIT\nclose from client")
        var other = TranscriptCapture(from: 50_002, to: 25)
        other.client.initialSequence = 70_000
        let short = try other.frames("S: 220 mx\nclose from server").map { $0.shifted(byNanoseconds: 1_000_000_000) }
        let sessions = Assembly(long.merged(with: short)).sessions
        #expect(sessions.map(\.client.port) == [50_001, 50_002])
        #expect(sessions.allSatisfy { $0.captureStart == .testStart })
        #expect(sessions.allSatisfy { $0.captureEnd == long.last?.time })
    }
}
