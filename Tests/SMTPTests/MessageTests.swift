import SMTP
import Testing

@Suite struct MessageTests {
    private let envelope = "S: 220 x\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: RCPT TO:<c@d>\nS: 250 ok\nC: DATA\n"

    @Test func anEmptyMessage() throws {
        let message = try #require(parse(envelope + "S: 354 go\nC: .\nS: 250 ok").transactions[0].message)
        #expect(message.size == 0)
        #expect(message.isComplete)
        #expect(message.sha256?.isEmpty == true)
    }

    @Test func dotsAreUnstuffed() throws {
        let body = "C: ..\nC: ...a\nC: .b\nC~ .\\rc\\r\\n\nC: .\nS: 250 ok"
        let message = try #require(parse(envelope + "S: 354 go\n" + body).transactions[0].message)
        #expect(message.sha256 == ".\r\n..a\r\nb\r\n\rc\r\n")
        #expect(message.size == 4 + 6 + 4 + 5)
    }

    @Test func aRefusedDataGoesOnWithCommands() {
        let dialogue = parse(envelope + "C: RSET\nS: 554 no valid recipients\nS: 250 ok")
        #expect(dialogue.summary.suffix(2) == ["DATA→554", "RSET→250"])
        #expect(dialogue.transactions[0].message == nil)
        #expect(dialogue.transactions[0].wasReset)
    }

    @Test func aMessageSentBefore354IsHeld() throws {
        let dialogue = parse(envelope + "C: Subject: x\nC:\nC: .\nC: QUIT\nS: 354 go\nS: 250 ok\nS: 221 bye")
        #expect(dialogue.summary.suffix(3) == ["DATA→354", ".→250", "QUIT→221"])
        #expect(dialogue.transactions[0].message?.sha256 == "Subject: x\r\n\r\n")
    }

    @Test func withoutAnyReplyLooksDecide() {
        #expect(parse(envelope + "C: Subject: x\nC: .").transactions[0].message?.isComplete == true)
        #expect(parse(envelope + "C: QUIT").transactions[0].message == nil)
        var limits = SMTPLimits()
        limits.heldOctets = 20
        let long = envelope + "C: Subject: a rather long header\nC: .\nC: QUIT"
        #expect(parse(long, limits: limits).summary.suffix(3) == ["DATA→", ".→", "QUIT→"])
    }

    @Test func anEarlyReplyIsTheVerdictUnlessTheEndGetsOne() {
        let early = parse(envelope + "S: 354 go\nC: text\nS: 552 5.3.4 too big\nC: more")
        #expect(early.summary.last == "→552")
        #expect(early.transactions[0].end == 4)
        #expect(early.transactions[0].message?.isComplete == false)
        let left = parse(envelope + "S: 354 go\nC: text\nS: 451 later\nC: .\nC: QUIT\nS: 221 bye")
        #expect(left.summary.suffix(3) == ["→451", ".→", "QUIT→221"])
        #expect(left.transactions[0].end == 4)
        let both = parse(envelope + "S: 354 go\nC: text\nS: 451 later\nC: .\nS: 554 no\nC: QUIT\nS: 221 bye")
        #expect(both.transactions[0].end == 5)
    }

    @Test(arguments: ["C~ x\\n.\\n", "C~ x\\n.\\r\\n", "C~ x\\r\\n.\\n"])
    func anEndWithBareLFCountsWhenTheServerReplies(_ end: String) {
        let accepted = parse(envelope + "S: 354 go\n\(end)\nS: 250 ok\nC: QUIT\nS: 221 bye")
        #expect(accepted.summary.suffix(2) == [".→250", "QUIT→221"])
        #expect(accepted.transactions[0].message?.hasBareLF == true)
        let ignored = parse(envelope + "S: 354 go\n\(end)")
        #expect(ignored.transactions[0].end == nil)
        #expect(ignored.transactions[0].message?.isComplete == false)
        let strict = parse(envelope + "S: 354 go\n\(end)\nC: more\nC: .\nS: 250 ok")
        #expect(strict.summary.suffix(2) == ["DATA→354", ".→250"])
        #expect(strict.transactions[0].message?.sha256?.hasSuffix("more\r\n") == true)
        #expect(strict.transactions.count == 1)
    }

    @Test func chunksMakeOneMessage() throws {
        let dialogue = parse(Samples.chunks)
        #expect(
            dialogue.summary.suffix(4) == [
                "BDAT 13→250", "BDAT 7 LAST→250", "MAIL FROM:<c@example.net>→250", "QUIT→221",
            ])
        let transaction = dialogue.transactions[0]
        #expect(dialogue.transactions.count == 2)
        #expect(transaction.data == 4)
        #expect(transaction.end == 5)
        let message = try #require(transaction.message)
        #expect(message.isComplete)
        #expect(message.size == 20)
        #expect(message.hasBareLF)
        #expect(message.subjectLength == 1)
        #expect(dialogue.entries.filter { $0 == .message(transaction: 0) }.count == 2)
    }

    @Test func anEmptyLastChunkEndsTheMessage() {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: BDAT 2\nC~ ab\nS: 250 ok\nC: BDAT 0 LAST\nS: 250 ok\nC: QUIT\nS: 221 x"
        )
        #expect(dialogue.transactions[0].message?.sha256 == "ab")
        #expect(dialogue.summary.suffix(2) == ["BDAT 0 LAST→250", "QUIT→221"])
    }

    @Test(arguments: ["", "-1", "5 X", "SCRAMBLE", "99999999999999999999999", "5 LAST x"])
    func aBadChunkSizeBringsNoOctets(_ argument: String) {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: BDAT \(argument)\nC: QUIT\nS: 501 bad\nS: 221 x")
        #expect(dialogue.summary.suffix(2).map { $0.hasSuffix("→501") || $0 == "QUIT→221" } == [true, true])
    }

    @Test func octetsFollowARefusedChunk() {
        let sent = parse("S: 220 x\nC: BDAT 6\nC~ QUIT\\r\\n\nS: 503 no\nC: QUIT\nS: 221 x")
        #expect(sent.summary == ["→220", "BDAT 6→503", "QUIT→221"])
        let late = parse("S: 220 x\nC: BDAT 10\nS: 503 no\nC~ abc\\r\\n12345\nC: QUIT\nS: 221 x")
        #expect(late.summary == ["→220", "BDAT 10→503", "QUIT→221"])
        let careful = parse("S: 220 x\nC: BDAT 10\nS: 503 no\nC: QUIT\nS: 221 x")
        #expect(careful.summary == ["→220", "BDAT 10→503", "QUIT→221"])
    }

    @Test func headersAreUnfoldedAndCapped() throws {
        let long = String(repeating: "x", count: 3_000)
        let text =
            "S: 354 go\nC: From: A\nC:  B <a@b>\nC: Message-Id: \(long)\nC: Subject: äö\nC:\nC: Date: body\nC: .\nS: 250 ok"
        let message = try #require(parse(envelope + text).transactions[0].message)
        #expect(message.from == "A B <a@b>")
        #expect(message.messageID?.count == 998)
        #expect(message.subjectLength == 2)
        #expect(message.date == nil)
        #expect(message.longestLine == 3_012)
    }
}
