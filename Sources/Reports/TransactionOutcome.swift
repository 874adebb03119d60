import Diagnosis
package import SMTP

/// How one mail transaction ended, in the contract's words for a session.
package enum TransactionOutcome {
    package static func of(_ transaction: Transaction, in dialogue: Dialogue) -> String {
        outcome(transaction, dialogue).rawValue
    }

    private static func outcome(_ transaction: Transaction, _ dialogue: Dialogue) -> Outcome {
        let recipients = transaction.recipients.map { dialogue.reply($0.exchange) }
        let refused = recipients.count { $0?.isNegative == true }
        if let end = dialogue.reply(transaction.end) {
            // An acceptance counts also where a late start of the capture hides the recipients.
            if end.isPositive { return refused > 0 ? .partial : .delivered }
            if end.isNegative { return .refused }
        }
        if dialogue.reply(transaction.mail)?.isNegative == true { return .refused }
        if refused > 0, refused == recipients.count { return .refused }
        if dialogue.reply(transaction.data)?.isNegative == true { return .refused }
        if replyIsMissing(transaction, dialogue) { return .unknown }
        let isLast = dialogue.transactions.last == transaction
        let hasQuit = isLast && dialogue.exchanges.contains { $0.verb == .quit }
        if transaction.data == nil, transaction.wasReset || hasQuit { return refused > 0 ? .refused : .testOnly }
        return .failed
    }

    private static func replyIsMissing(_ transaction: Transaction, _ dialogue: Dialogue) -> Bool {
        let decisive = transaction.end ?? transaction.data ?? transaction.recipients.last?.exchange ?? transaction.mail
        guard let decisive, dialogue.exchanges.indices.contains(decisive) else { return true }
        return dialogue.exchanges[decisive].replyIsMissing
    }
}
