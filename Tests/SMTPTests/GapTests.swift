import SMTP
import Testing

@Suite struct GapTests {
    @Test func aReplyInAGapIsMissing() {
        let dialogue = parse("S: 220 x\nC: EHLO a\nS# 80\nC: MAIL FROM:<a@b>\nS: 250 ok")
        #expect(dialogue.summary == ["→220", "EHLO a→?", "MAIL FROM:<a@b>→250"])
        #expect(dialogue.missingFromServer == 80)
    }

    @Test func aCutReplyIsIncomplete() throws {
        let dialogue = parse(
            "S: 220 x\nC: EHLO a\nS: 250-one\nS~ 250-SI\nS# 40\nS: 50-two\nS: 250 three\nC: QUIT\nS: 221 x")
        #expect(dialogue.summary == ["→220", "EHLO a→250", "QUIT→221"])
        let reply = try #require(dialogue.exchanges[1].reply)
        #expect(reply.isIncomplete)
        #expect(reply.lines == ["one", "SI", "three"])
        let cut = parse("S: 220 x\nC: EHLO a\nS: 250-one\nS# 40\nC: QUIT\nS: 221 x")
        #expect(cut.summary == ["→220", "EHLO a→250", "QUIT→221"])
        #expect(cut.exchanges[1].reply?.isIncomplete == true)
    }

    @Test func pipelinedRepliesArePairedFromTheBack() {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: RCPT TO:<e@f>\nC: DATA\nS# 8\nS: 550 no\nS: 354 go\nC: x: y\nC: .\nS: 250 ok"
        )
        #expect(
            dialogue.summary == [
                "→220", "MAIL FROM:<a@b>→?", "RCPT TO:<c@d>→?", "RCPT TO:<e@f>→550", "DATA→354", ".→250",
            ])
    }

    @Test func aLost354IsSeenFromTheMessage() {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nC: DATA\nS# 30\nC: Subject: x\nC:\nC: .\nS: 250 ok\nC: QUIT\nS: 221 x")
        #expect(dialogue.summary == ["→220", "MAIL FROM:<a@b>→?", "DATA→?", ".→250", "QUIT→221"])
        #expect(dialogue.transactions[0].message?.isComplete == true)
        let refused = parse("S: 220 x\nC: MAIL FROM:<a@b>\nC: DATA\nS# 30\nC: RSET\nS: 250 ok")
        #expect(refused.summary.last == "RSET→250")
    }

    @Test func aLostGreetingIsNotReplaced() {
        let dialogue = parse("S# 30\nC: EHLO a\nS: 250 ok")
        #expect(dialogue.greeting == nil)
        #expect(!dialogue.clientTalkedFirst)
        #expect(dialogue.summary == ["EHLO a→250"])
    }

    @Test func lostCommandsLeaveRepliesAlone() {
        let dialogue = parse(
            "S: 220 x\nC: EHLO a\nS: 250 ok\nC# 18\nS: 250 ok\nC: RCPT TO:<c@d>\nS: 550 no\nC: QUIT\nS: 221 x")
        #expect(dialogue.summary == ["→220", "EHLO a→250", "→250", "RCPT TO:<c@d>→550", "QUIT→221"])
        #expect(dialogue.transactions.map(\.mailFrom) == [nil])
    }

    @Test func aLostDATAIsSeenFromIts354() {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nS: 250 ok\nC# 30\nS: 250 ok\nS: 354 go\nC: x: y\nC: .\nS: 250 ok")
        #expect(dialogue.summary == ["→220", "MAIL FROM:<a@b>→250", "→250", "→354", ".→250"])
        #expect(dialogue.transactions.count == 1)
        #expect(dialogue.transactions[0].message?.isComplete == true)
    }

    @Test func aGapInAMessageLosesItsDigestOnly() throws {
        let dialogue = parse(
            "S: 220 x\nC: DATA\nS: 354 go\nC: x: y\nC# 1000\nC: rest\nC: .\nS: 250 ok\nC: QUIT\nS: 221 x")
        let message = try #require(dialogue.transactions[0].message)
        #expect(message.missing == 1_000)
        #expect(message.sha256 == nil)
        #expect(message.isComplete)
        #expect(dialogue.summary.suffix(2) == [".→250", "QUIT→221"])
    }

    @Test func theEndOfAMessageMayBeInTheGap() {
        let dialogue = parse("S: 220 x\nC: DATA\nS: 354 go\nC: x: y\nC# 1000\nS: 250 queued\nC: QUIT\nS: 221 x")
        #expect(dialogue.summary == ["→220", "DATA→354", "→250", "QUIT→221"])
        #expect(dialogue.transactions[0].end == 2)
        #expect(dialogue.transactions[0].message?.isComplete == false)
    }

    @Test func aDotRightAfterAGapIsAnEndWhenTheServerReplies() {
        let dialogue = parse("S: 220 x\nC: DATA\nS: 354 go\nC: x: y\nC# 100\nC: .\nS: 250 queued")
        #expect(dialogue.summary == ["→220", "DATA→354", ".→250"])
    }

    @Test func gapsInChunksAreCounted() {
        let inside = parse("S: 220 x\nC: BDAT 100 LAST\nC~ abc\nC# 90\nC~ 1234567\nC: QUIT\nS: 250 ok\nS: 221 x")
        #expect(inside.summary == ["→220", "BDAT 100 LAST→250", "QUIT→221"])
        #expect(inside.transactions[0].message?.missing == 90)
        let beyond = parse("S: 220 x\nC: BDAT 100 LAST\nC~ abc\nC# 110\nS: 250 ok\nC: QUIT\nS: 221 x")
        #expect(beyond.summary == ["→220", "BDAT 100 LAST→250", "QUIT→221"])
        #expect(beyond.transactions[0].message?.missing == 97)
    }

    @Test func onlyTheClientWasCaptured() {
        let dialogue = parse(
            "S# 20\nC: EHLO a\nS# 90\nC: MAIL FROM:<a@b>\nS# 8\nC: RCPT TO:<c@d>\nS# 8\nC: DATA\nS# 10\nC: Subject: x\nC:\nC: QUIT\nC: .\nS# 9\nC: QUIT\nS# 9"
        )
        #expect(
            dialogue.summary == ["EHLO a→?", "MAIL FROM:<a@b>→?", "RCPT TO:<c@d>→?", "DATA→?", ".→?", "QUIT→?"])
        #expect(dialogue.transactions[0].message?.isComplete == true)
        #expect(!dialogue.clientTalkedFirst)
    }

    @Test func onlyTheServerWasCaptured() {
        let dialogue = parse(
            "S: 220 x\nC# 10\nS: 250-x\nS: 250 AUTH PLAIN\nC# 18\nS: 250 ok\nC# 18\nS: 250 ok\nC# 6\nS: 354 go\nC# 5000\nS: 250 queued\nC# 6\nS: 221 x"
        )
        #expect(dialogue.codes == [220, 250, 250, 250, 354, 250, 221])
        #expect(dialogue.exchanges.allSatisfy { $0.command == nil })
        #expect(dialogue.authOffered == ["PLAIN"])
        #expect(dialogue.transactions.count == 1)
        #expect(dialogue.transactions[0].end == 5)
        #expect(dialogue.transactions[0].message?.missing == 5_000)
    }
}
