/// A mail transaction (RFC 5321 §3.3): MAIL, RCPT…, DATA or BDAT. The numbers are indices into `Dialogue.exchanges`.
package struct Transaction: Hashable, Sendable {
    package struct Recipient: Hashable, Sendable {
        package var address: String
        package var exchange: Int

        package init(address: String, exchange: Int) {
            self.address = address
            self.exchange = exchange
        }
    }

    /// The reverse-path without brackets; empty for `<>`. nil where MAIL fell into a gap.
    package var mailFrom: String?
    package var mail: Int?
    /// Parameters of MAIL, in order, as sent: `SIZE=1234`, `BODY=8BITMIME`.
    package var parameters: [String] = []
    package var recipients: [Recipient] = []
    /// The DATA command, or the first BDAT.
    package var data: Int?
    /// `endOfData`, or the BDAT with LAST: its reply is the server's verdict about the message.
    package var end: Int?
    package var message: Message?
    /// Ended by RSET, a new EHLO or a new MAIL before the message.
    package var wasReset = false

    package init() {}
}
