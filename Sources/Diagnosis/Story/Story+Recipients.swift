import SMTP
import Streams

extension Story {
    /// Refusals of recipients that no later message took.
    var refusedRecipients: [Refusal] {
        dialogue.transactions.flatMap(\.recipients).compactMap { recipient in
            guard let reply = dialogue.reply(recipient.exchange), reply.isNegative,
                !progress.takenRecipients.contains(recipient.address)
            else { return nil }
            return Refusal(exchange: recipient.exchange, stage: .rcpt, reply: reply)
        }
    }

    /// Refusals of recipients whose RCPT the capture lacks.
    var unseenRecipients: [Refusal] {
        exchanges.indices.compactMap { index in
            guard isUnseenRecipient(index), let reply = exchanges[index].reply else { return nil }
            return Refusal(exchange: index, stage: .rcpt, reply: reply)
        }
    }

    /// A refusal without its command between MAIL and DATA, where octets of the client are missing: little else than
    /// RCPT stands there.
    func isUnseenRecipient(_ index: Int) -> Bool {
        guard exchanges[index].command == nil, let reply = exchanges[index].reply, reply.isNegative, reply.code != 421,
            (connection?.client.missing ?? 0) > 0,
            let transaction = dialogue.transactions.last(where: { ($0.mail ?? .max) < index })
        else { return false }
        let wasMailTaken = transaction.mail.flatMap { dialogue.reply($0) }?.isPositive ?? false
        return wasMailTaken && transaction.end != index
            && transaction.data.map { index < $0 } ?? (transaction.message == nil)
    }
}
