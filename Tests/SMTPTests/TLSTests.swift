import SMTP
import Testing

@Suite struct TLSTests {
    @Test(arguments: [Transcript.Cut.lines, .octets, .joined])
    func whatFollowsTheGoAheadIsNotTaken(_ cut: Transcript.Cut) {
        var run = Run()
        run.feed(Transcript(Samples.startTLS).cut(cut))
        #expect(run.parser.isTLS)
        #expect(run.parser.dialogue.startedTLS)
        #expect(run.tls(.client) == [0x16, 3, 1, 2, 0, 1])
        #expect(run.tls(.server) == [0x16, 3, 3, 0, 0x40, 2])
        #expect(run.parser.dialogue.octetsBeforeTLS == 0)
    }

    @Test func theDialogueStartsAnewInside() {
        var run = Run()
        run.feed(Transcript(Samples.startTLS).events)
        run.parser.resumeAfterTLS(at: Moment(frame: 9, nanoseconds: 0))
        #expect(!run.parser.isTLS)
        #expect(run.parser.dialogue.extensions.isEmpty)
        run.feed(Transcript("C: EHLO in\nS: 250-x\nS: 250 AUTH PLAIN\nC: QUIT\nS: 221 x").events)
        run.parser.finish()
        let dialogue = run.parser.dialogue
        #expect(dialogue.summary == ["→220", "EHLO scan→250", "STARTTLS→220", "EHLO in→250", "QUIT→221"])
        #expect(dialogue.greeting == 0)
        #expect(dialogue.authOffered == ["PLAIN"])
    }

    @Test func injectedCommandsAreCountedNotParsed() {
        let dialogue = parse("S: 220 x\nC: STARTTLS\nC: RSET\nS: 220 go")
        #expect(dialogue.octetsBeforeTLS == 6)
        #expect(dialogue.summary == ["→220", "STARTTLS→220"])
    }

    @Test func aRefusalGoesOnInClear() {
        let dialogue = parse("S: 220 x\nC: STARTTLS\nC: NOOP\nS: 454 4.7.0 later\nS: 250 ok")
        #expect(dialogue.summary == ["→220", "STARTTLS→454", "NOOP→250"])
        #expect(!dialogue.startedTLS)
    }

    @Test(arguments: ["C~ \\x16\\x03\\x01\\x00\\x50", "C~ \\x80\\x2e\\x01\\x03\\x01"])
    func aClientHelloInsteadOfAGreeting(_ hello: String) {
        var run = Run()
        run.feed(Transcript(hello).cut(.octets))
        run.feed(Transcript("S: 220 mail.example.org").events)
        run.parser.finish()
        let dialogue = run.parser.dialogue
        #expect(dialogue.clientSpokeTLSFirst)
        #expect(run.parser.isTLS)
        #expect(run.tls(.client).count == 5)
        #expect(dialogue.summary == ["→220"])
        #expect(dialogue.greeting == 0)
    }

    @Test func implicitTLSHasItsGreetingInside() {
        var run = Run()
        run.feed(Transcript("C~ \\x16\\x03\\x01\\x00\\x50\nS~ \\x16\\x03\\x03\\x00").events)
        #expect(run.tls(.server).count == 4)
        #expect(!run.parser.dialogue.serverIsNotSMTP)
        run.parser.resumeAfterTLS(at: Moment(frame: 2, nanoseconds: 0))
        run.feed(Transcript("S: 220 in\nC: EHLO x\nS: 250 ok").events)
        #expect(run.parser.dialogue.greeting == 0)
        #expect(run.parser.dialogue.summary == ["→220", "EHLO x→250"])
        #expect(!run.parser.dialogue.clientTalkedFirst)
    }

    @Test func aLostGoAheadIsInferredFromTheClientHello() {
        var run = Run()
        run.feed(Transcript("S: 220 x\nC: STARTTLS\nS# 20\nC~ \\x16\\x03\\x01\\x00").cut(.octets))
        #expect(run.parser.dialogue.startedTLS)
        #expect(run.parser.dialogue.summary == ["→220", "STARTTLS→?"])
        #expect(run.tls(.client).count == 4)
    }

    @Test func aLostSTARTTLSIsInferredToo() {
        let run = parse("S: 220 x\nC: EHLO x\nS: 250 ok\nC# 10\nS: 220 go\nC~ \\x16\\x03\\x01\\x00")
        #expect(run.summary == ["→220", "EHLO x→250", "→220"])
        #expect(run.entries.contains { if case .tlsStarts = $0 { true } else { false } })
    }

    @Test func aTLSServerAloneIsDark() {
        var run = Run(Run.parser(mid: true))
        run.feed(Transcript("S~ \\x17\\x03\\x03\\x00\\x10").events)
        #expect(run.parser.isTLS)
    }
}
