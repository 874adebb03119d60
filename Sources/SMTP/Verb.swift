/// An SMTP command's verb. What RFC 5321 and its extensions do not define is `other`, as the client wrote it.
package enum Verb: Hashable, Sendable {
    case ehlo, helo, lhlo, startTLS, auth, mail, rcpt, data, bdat, rset, noop, quit, vrfy, expn, help, etrn, turn
    /// A line that answers a 334 challenge: no verb, never shown.
    case authResponse
    /// The end of a message sent with DATA: `CRLF . CRLF`.
    case endOfData
    case other(String)
}
