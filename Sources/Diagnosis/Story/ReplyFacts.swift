import Knowledge
import SMTP

/// What the session shows beside the reply, in the words that rules ask for.
enum ReplyFacts {
    static func of(_ refusal: Refusal, _ story: Story) -> Set<Fact> {
        var facts = SessionFacts.of(story, until: refusal.exchange + 1)
        addTransaction(refusal, story, &facts)
        return facts
    }

    private static func addTransaction(_ refusal: Refusal, _ story: Story, _ facts: inout Set<Fact>) {
        let dialogue = story.dialogue
        guard let transaction = dialogue.transactions.last(where: { ($0.mail ?? 0) <= refusal.exchange }) else {
            return
        }
        let replies = transaction.recipients.compactMap { dialogue.reply($0.exchange) }
        if replies.contains(where: \.isPositive) { facts.insert(.recipientAccepted) }
        if !replies.isEmpty, replies.allSatisfy(\.isNegative) { facts.insert(.recipientsRefused) }
        if let data = transaction.data, dialogue.exchanges[data].verb == .bdat { facts.insert(.bdat) }
        if transaction.message?.hasBareLF ?? false { facts.insert(.bareLineFeed) }
        if let message = transaction.message, !message.isComplete { facts.insert(.bodyUnfinished) }
        guard let sender = domain(transaction.mailFrom), !story.isUnseenRecipient(refusal.exchange) else { return }
        let recipient = transaction.recipients.first { $0.exchange == refusal.exchange } ?? transaction.recipients.last
        guard let other = domain(recipient?.address) else { return }
        facts.insert(other == sender ? .sameDomain : .outsideRecipient)
    }

    static func domain(_ address: String?) -> String? {
        // The end of a command that the capture cut is not known.
        guard let address, !address.hasSuffix("…"), let at = address.lastIndex(of: "@") else { return nil }
        return address[address.index(after: at)...].lowercased()
    }
}
