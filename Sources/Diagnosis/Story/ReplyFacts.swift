import Knowledge
import SMTP

/// What the session shows beside the reply, in the words that rules ask for.
enum ReplyFacts {
    static func of(_ refusal: Refusal, _ story: Story) -> Set<Fact> {
        let dialogue = story.dialogue
        let before = dialogue.exchanges[..<refusal.exchange]
        var facts: Set<Fact> = []
        func set(_ fact: Fact, _ condition: Bool) { if condition { facts.insert(fact) } }

        set(.authOffered, !dialogue.authOffered.isEmpty)
        set(.authTried, !dialogue.authTried.isEmpty)
        set(.authenticated, before.contains { $0.reply?.code == 235 })
        if let mechanism = dialogue.authTried.last {
            set(.oauthTried, ["XOAUTH2", "OAUTHBEARER"].contains(mechanism))
            set(.mechanismOffered, dialogue.authOffered.contains(mechanism))
        }
        set(.starttlsOffered, story.offers("STARTTLS"))
        set(.starttlsUsed, before.contains { $0.verb == .startTLS })
        set(.tls, dialogue.exchangesBeforeTLS.map { refusal.exchange >= $0 } ?? false)
        set(.noEhloAfterTLS, story.lacksEHLOAfterTLS(before: refusal.exchange))
        set(.ehloUnseen, !story.hasEHLOReply)
        set(.clientTalkedFirst, dialogue.clientTalkedFirst)
        set(.clientHelloFirst, dialogue.clientSpokeTLSFirst)
        set(.implicitTLSPort, story.port == 465)
        addTransaction(refusal, dialogue, &facts)
        return facts
    }

    private static func addTransaction(_ refusal: Refusal, _ dialogue: Dialogue, _ facts: inout Set<Fact>) {
        guard let transaction = dialogue.transactions.last(where: { ($0.mail ?? 0) <= refusal.exchange }) else {
            return
        }
        let replies = transaction.recipients.compactMap { dialogue.reply($0.exchange) }
        if replies.contains(where: \.isPositive) { facts.insert(.recipientAccepted) }
        if !replies.isEmpty, replies.allSatisfy(\.isNegative) { facts.insert(.recipientsRefused) }
        if let data = transaction.data, dialogue.exchanges[data].verb == .bdat { facts.insert(.bdat) }
        if transaction.message?.hasBareLF ?? false { facts.insert(.bareLineFeed) }
        if let message = transaction.message, !message.isComplete { facts.insert(.bodyUnfinished) }
        guard let sender = domain(transaction.mailFrom) else { return }
        let recipient = transaction.recipients.first { $0.exchange == refusal.exchange } ?? transaction.recipients.last
        guard let other = domain(recipient?.address) else { return }
        facts.insert(other == sender ? .sameDomain : .outsideRecipient)
    }

    static func domain(_ address: String?) -> String? {
        guard let address, let at = address.lastIndex(of: "@") else { return nil }
        return address[address.index(after: at)...].lowercased()
    }
}
