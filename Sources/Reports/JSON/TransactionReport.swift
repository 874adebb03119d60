import SMTP

/// One mail transaction.
struct TransactionReport: Encodable, Sendable {
    /// The reverse-path; empty for `<>`, absent where the capture lacks it.
    var mailFrom: String?
    var rcptTo: [RecipientReport]
    /// Octets of the message as sent.
    var size: Int?
    var outcome: String
    var messageID: String?
    /// The X-Mailer or User-Agent field.
    var mailer: String?

    enum CodingKeys: String, CodingKey {
        case size, outcome, mailer
        case mailFrom = "mail_from"
        case rcptTo = "rcpt_to"
        case messageID = "message_id"
    }

    init(_ transaction: Transaction, in dialogue: Dialogue) {
        mailFrom = transaction.mailFrom
        rcptTo = transaction.recipients.map {
            RecipientReport(address: $0.address, reply: dialogue.reply($0.exchange).map { ReplyReport($0) })
        }
        size = transaction.message?.size
        outcome = TransactionOutcome.of(transaction, in: dialogue)
        messageID = transaction.message?.messageID
        mailer = transaction.message?.mailer
    }
}

/// A recipient and what the server said to it.
struct RecipientReport: Encodable, Sendable {
    var address: String
    var reply: ReplyReport?
}
