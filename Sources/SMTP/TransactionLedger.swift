/// Which transaction is open (RFC 5321 §3.3, §4.1.4). Commands act when they are sent, because a pipelining client sends
/// the next ones before the reply; a refusal takes the effect back.
struct TransactionLedger {
    private(set) var transactions: [Transaction] = []
    private(set) var open: Int?
    private let cap: Int

    init(cap: Int) { self.cap = max(cap, 1) }

    /// MAIL: a new transaction. Returns it and the one that it ends. Beyond the cap there is none.
    mutating func begin(from sender: String?, parameters: [String], mail: Int?) -> (begun: Int?, ended: Int?) {
        let ended = reset()
        guard transactions.count < cap else { return (nil, ended) }
        var transaction = Transaction()
        transaction.mailFrom = sender
        transaction.parameters = parameters
        transaction.mail = mail
        transactions.append(transaction)
        open = transactions.count - 1
        return (open, ended)
    }

    /// The open transaction, or a new one whose MAIL was not seen.
    mutating func current() -> Int? { open ?? begin(from: nil, parameters: [], mail: nil).begun }

    /// RSET, EHLO, HELO: the open transaction ends without a message.
    mutating func reset() -> Int? {
        defer { open = nil }
        if let open { transactions[open].wasReset = true }
        return open
    }

    /// The command that ended `transaction` was refused; `begun` is the one that it began.
    mutating func restore(_ transaction: Int?, insteadOf begun: Int?) {
        guard let transaction, transactions.indices.contains(transaction) else { return }
        guard open == nil || (open == begun && isUnused(begun)) else { return }
        open = transaction
        transactions[transaction].wasReset = false
    }

    mutating func close() { open = nil }

    mutating func change(_ transaction: Int?, _ change: (inout Transaction) -> Void) {
        guard let transaction, transactions.indices.contains(transaction) else { return }
        change(&transactions[transaction])
    }

    private func isUnused(_ transaction: Int?) -> Bool {
        guard let transaction, transactions.indices.contains(transaction) else { return false }
        return transactions[transaction].recipients.isEmpty && transactions[transaction].data == nil
    }
}
