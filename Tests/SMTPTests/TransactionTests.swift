import SMTP
import Testing

@Suite struct TransactionTests {
    @Test func rsetEndsATransaction() {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: RSET\nS: 250 ok\nC: MAIL FROM:<c@d>\nS: 250 ok\nC: RCPT TO:<e@f>\nS: 250 ok"
        )
        #expect(dialogue.transactions.map(\.mailFrom) == ["a@b", "c@d"])
        #expect(dialogue.transactions.map(\.wasReset) == [true, false])
        #expect(dialogue.transactions.map(\.recipients.count) == [0, 1])
    }

    @Test func aRefusedEHLOKeepsTheEnvelope() {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: EHLO\nS: 501 name\nC: RCPT TO:<e@f>\nS: 250 ok\nC: DATA\nS: 354 x\nC: .\nS: 250 ok"
        )
        #expect(dialogue.transactions.count == 1)
        #expect(!dialogue.transactions[0].wasReset)
        #expect(dialogue.transactions[0].recipients.map(\.address) == ["e@f"])
        #expect(dialogue.transactions[0].end == 5)
    }

    @Test func aNestedMailThatIsRefusedKeepsTheFirst() {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: MAIL FROM:<c@d>\nS: 503 nested\nC: RCPT TO:<e@f>\nS: 250 ok")
        #expect(dialogue.transactions.map(\.recipients.count) == [1, 0])
        #expect(dialogue.transactions.map(\.wasReset) == [false, false])
    }

    @Test func pipelinedResetAndNewTransaction() {
        let dialogue = parse(
            "S: 220 x\nC: MAIL FROM:<a@b>\nS: 553 no\nC: RSET\nC: MAIL FROM:<c@d>\nC: RCPT TO:<e@f>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 x\nC: .\nS: 554 virus"
        )
        #expect(dialogue.codes == [220, 553, 250, 250, 250, 354, 554])
        #expect(dialogue.transactions.map(\.wasReset) == [true, false])
        #expect(dialogue.transactions[1].end == 6)
    }

    @Test func dataWithoutMailMakesAMessageOnlyWhenAccepted() {
        #expect(parse("S: 220 x\nC: DATA\nS: 503 no").transactions.isEmpty)
        let dialogue = parse("S: 220 x\nC: DATA\nS: 354 x\nC: a\nC: .\nS: 250 ok")
        #expect(dialogue.transactions.count == 1)
        #expect(dialogue.transactions[0].mailFrom == nil)
    }

    @Test func aNewEHLOReplacesTheExtensions() {
        let dialogue = parse("S: 220 x\nC: EHLO a\nS: 250-x\nS: 250 SIZE 1\nC: HELO b\nS: 250 x")
        #expect(dialogue.extensions.isEmpty)
        #expect(dialogue.clientName == "b")
    }
}
