import Bytes
import SMTP
import Testing

@Suite struct DialogueTests {
    @Test func aDeliveryFromGreetingToQuit() throws {
        let dialogue = parse(Samples.plain)
        #expect(
            dialogue.summary == [
                "→220", "EHLO scan.example.net→250", "MAIL FROM:<scan@example.net> SIZE=40→250",
                "RCPT TO:<office@example.org>→250", "DATA→354", ".→250", "QUIT→221",
            ])
        #expect(dialogue.greeting == 0)
        #expect(!dialogue.clientTalkedFirst)
        #expect(dialogue.clientName == "scan.example.net")
        #expect(dialogue.extensions == ["SIZE 1000000", "AUTH LOGIN PLAIN", "STARTTLS"])
        #expect(dialogue.authOffered == ["LOGIN", "PLAIN"])
        let transaction = try #require(dialogue.transactions.first)
        #expect(dialogue.transactions.count == 1)
        #expect(transaction.mailFrom == "scan@example.net")
        #expect(transaction.parameters == ["SIZE=40"])
        #expect(transaction.recipients == [.init(address: "office@example.org", exchange: 3)])
        #expect(transaction.data == 4)
        #expect(transaction.end == 5)
        #expect(dialogue.exchanges[5].verb == .endOfData)
        #expect(dialogue.exchanges[5].reply?.enhanced == EnhancedCode(status: 2, subject: 0, detail: 0))
        let message = try #require(transaction.message)
        #expect(message.isComplete)
        #expect(message.from == "Scan <scan@example.net>")
        #expect(message.mailer == "Copier 5000")
        #expect(message.messageID == "<1@scan>")
        #expect(message.subjectLength == 11)
        #expect(message.date == "Mon, 1 Jan 2024 00:00:00 +0000")
        #expect(message.sha256?.hasSuffix("\r\n\r\nbody\r\n.stuffed\r\n") == true)
        #expect(message.size == (message.sha256?.utf8.count ?? 0) + 1)
        #expect(message.longestLine == 36)
    }

    @Test func wordsOfAMessageAreNotKept() {
        var parser = DialogueParser()
        for event in Transcript(Samples.plain).events {
            guard case .octets(let party, let octets) = event else { continue }
            _ = parser.receive(octets.rawSpan, from: party, at: Moment(frame: 1, nanoseconds: 0))
        }
        parser.finish()
        let dump = "\(parser.dialogue)"
        #expect(!dump.contains("Seven"))
        #expect(!dump.contains("stuffed"))
        #expect(parser.dialogue.transactions.first?.message?.sha256 == nil)
    }

    @Test func entriesKeepTheOrderOfTheWire() {
        let dialogue = parse(Samples.plain)
        #expect(
            dialogue.entries == [
                .reply(exchange: 0), .command(exchange: 1), .reply(exchange: 1), .command(exchange: 2),
                .reply(exchange: 2), .command(exchange: 3), .reply(exchange: 3), .command(exchange: 4),
                .reply(exchange: 4), .message(transaction: 0), .command(exchange: 5), .reply(exchange: 5),
                .command(exchange: 6), .reply(exchange: 6),
            ])
    }

    @Test func pipelinedCommandsGetTheirRepliesInOrder() {
        let dialogue = parse(Samples.pipelined)
        #expect(
            dialogue.summary == [
                "→220", "EHLO scan→250", "MAIL FROM:<a@example.net>→250", "RCPT TO:<b@example.org>→550",
                "RCPT TO:<c@example.org>→250", "DATA→354", ".→250", "MAIL FROM:<d@example.net>→250",
                "RCPT TO:<e@example.org>→554", "DATA→554", "QUIT→221",
            ])
        #expect(dialogue.transactions.map(\.mailFrom) == ["a@example.net", "d@example.net"])
        #expect(dialogue.transactions.map { $0.message != nil } == [true, false])
        #expect(dialogue.transactions[1].data == 9)
    }

    @Test func theClientMayTalkBeforeTheGreeting() {
        let dialogue = parse("C: EHLO x\nS: 220 hi\nS: 250 hi\nC: QUIT\nS: 221 bye")
        #expect(dialogue.clientTalkedFirst)
        #expect(dialogue.greeting == 1)
        #expect(dialogue.summary == ["EHLO x→250", "→220", "QUIT→221"])
    }

    @Test func aRefusedTalkerGetsItsRefusalAsGreeting() {
        let dialogue = parse("C: EHLO x\nS: 554 5.5.1 protocol error")
        #expect(dialogue.summary == ["EHLO x→", "→554"])
        #expect(dialogue.greeting == 1)
    }

    @Test func a421MayComeUnasked() {
        let dialogue = parse("S: 220 hi\nC: EHLO x\nS: 250 hi\nS: 421 4.4.2 timeout")
        #expect(dialogue.summary == ["→220", "EHLO x→250", "→421"])
    }

    @Test func aCodeThatNamesItsCommandMendsThePairing() {
        let dialogue = parse(
            "S: 220 x\nC: NOOP\nC: MAIL FROM:<>\nC: DATA\nS: 250 ok\nS: 354 go\nC: .\nC: QUIT\nS: 221 x")
        #expect(dialogue.summary == ["→220", "NOOP→250", "MAIL FROM:<>→", "DATA→354", ".→", "QUIT→221"])
    }

    @Test func aProxyBeforeTheGreetingIsNotAnswered() {
        let dialogue = parse(
            "C: CONNECT mail:25 HTTP/1.0\nC:\nS: HTTP/1.0 200 OK\nS:\nS: 220 x\nC: EHLO a\nS: 250 x\nC: QUIT\nS: 221 x")
        #expect(dialogue.summary == ["CONNECT mail:25 HTTP/1.0→", "→", "→220", "EHLO a→250", "QUIT→221"])
        #expect(dialogue.codes == [220, 250, 221])
    }

    @Test func midSessionStartsPairByPlausibility() {
        let dialogue = parse("S: 250 ok\nC: RCPT TO:<a@b>\nS: 250 ok\nC: DATA\nS: 354 go\nC: .\nS: 250 ok", mid: true)
        #expect(dialogue.greeting == nil)
        #expect(dialogue.summary == ["→250", "RCPT TO:<a@b>→250", "DATA→354", ".→250"])
        #expect(dialogue.transactions.count == 1)
        #expect(dialogue.transactions[0].mailFrom == nil)
        #expect(parse("S: 220 hi\nC: EHLO x", mid: true).greeting == 0)
        #expect(parse("S: 220 2.0.0 Ready to start TLS\nC~ \\x16\\x03\\x01", mid: true).greeting == nil)
    }

    @Test func aCaptureThatStartsInABodyFindsItsEnd() throws {
        let dialogue = parse("C: of some text\nC: more\nC: .\nS: 250 queued\nC: QUIT\nS: 221 bye", mid: true)
        #expect(dialogue.summary == [".→250", "QUIT→221"])
        let message = try #require(dialogue.transactions.first?.message)
        #expect(message.sha256 == nil)
        #expect(!"\(dialogue)".contains("some text"))
    }

    @Test func halfACommandAtTheEndIsReported() throws {
        let dialogue = parse("S: 220 hi\nC~ EHLO exa")
        let command = try #require(dialogue.exchanges.last?.command)
        #expect(command.isIncomplete)
        #expect(command.text == "EHLO exa")
        #expect(dialogue.clientName == nil)
    }

    @Test func itKnowsWhetherAReplyIsAwaited() {
        var run = Run()
        #expect(run.parser.awaitsReply)
        run.feed(Transcript("S: 220 hi").events)
        #expect(!run.parser.awaitsReply)
        run.feed(Transcript("C: NOOP").events)
        #expect(run.parser.awaitsReply)
        run.feed(Transcript("S: 250 ok\nC: DATA\nS: 354 go\nC: x").events)
        #expect(!run.parser.awaitsReply)
        run.feed(Transcript("C: .").events)
        #expect(run.parser.awaitsReply)
    }
}
