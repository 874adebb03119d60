import Reports
import SMTP
import Testing

@Suite("How a transaction ended")
struct TransactionOutcomeTests {
    private let accepted = HandMade.reply(250, ["ok"], 14)
    private let refused = HandMade.reply(550, ["no"], 14)
    private let end = HandMade.reply(250, ["queued"], 17)

    private func outcome(_ dialogue: Dialogue, _ change: (inout Transaction) -> Void = { _ in }) -> String {
        var transaction = dialogue.transactions[0]
        change(&transaction)
        return TransactionOutcome.of(transaction, in: dialogue)
    }

    @Test("by the end's reply")
    func byEnd() {
        #expect(outcome(HandMade.dialogue(rcpt: accepted, end: end)) == "delivered")
        #expect(outcome(HandMade.dialogue(rcpt: refused, end: end)) == "partial")
        #expect(outcome(HandMade.dialogue(rcpt: accepted, end: refused)) == "refused")
        #expect(outcome(HandMade.dialogue(rcpt: accepted, end: end)) { $0.recipients = [] } == "delivered")
    }

    @Test("without an end")
    func noEnd() {
        #expect(outcome(HandMade.dialogue(rcpt: refused)) == "refused")
        #expect(outcome(HandMade.dialogue(rcpt: accepted)) == "failed")
        #expect(outcome(HandMade.dialogue(rcpt: accepted)) { $0.wasReset = true } == "test-only")
    }

    @Test("a reply that the capture lacks decides nothing")
    func missing() {
        var dialogue = HandMade.dialogue(rcpt: accepted, end: end)
        let last = dialogue.exchanges.count - 1
        dialogue.exchanges[last].reply = nil
        dialogue.exchanges[last].replyIsMissing = true
        #expect(outcome(dialogue) == "unknown")
    }
}
