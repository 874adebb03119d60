/// What is kept of a message: never its body.
package struct Message: Hashable, Sendable {
    /// Octets of content as sent, before dot-unstuffing, without the final `.` line.
    package var size = 0
    /// SHA-256 of the content after dot-unstuffing, in lower-case hexadecimal; nil where bytes are missing.
    package var sha256: String?
    package var first: Moment
    package var last: Moment
    /// `CRLF . CRLF` (or the last BDAT octet) was seen.
    package var isComplete = false
    /// Octets of its last BDAT chunk that the client announced and never sent (RFC 3030 §2).
    package var unsent = 0
    /// Concluded from the lengths of encrypted records.
    package var isInferred = false
    /// Octets that the capture lacks.
    package var missing = 0
    package var hasBareLF = false
    package var longestLine = 0
    /// Message headers needed for explanations.
    package var from: String?
    package var messageID: String?
    package var mailer: String?
    /// It has a Received field: who sends it did not write it.
    package var isRelayed = false
    /// Characters of the Subject: its length, never its words.
    package var subjectLength: Int?
    package var date: String?

    package init(first: Moment) {
        self.first = first
        self.last = first
    }
}
