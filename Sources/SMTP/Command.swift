/// One command of the client, or a line that stands for one (`authResponse`, `endOfData`).
package struct Command: Hashable, Sendable {
    package var verb: Verb
    /// The line as shown to people: without its line end, credentials masked as `‹masked, N bytes›`, at most
    /// `SMTPLimits.keptLine` characters.
    package var text: String
    /// What follows the verb, trimmed; empty for AUTH's initial response and for `authResponse`.
    package var argument: String
    /// Octets of the line with its line end.
    package var length: Int
    package var first: Moment
    package var last: Moment
    /// Ended with a lone LF (RFC 5321 §2.3.8 forbids it).
    package var endsWithBareLF = false
    /// The capture or the stream stopped before the line's end.
    package var isIncomplete = false
    /// Concluded from the length of an encrypted record; false where it was read.
    package var isInferred = false

    package init(verb: Verb, text: String, argument: String, length: Int, first: Moment, last: Moment) {
        self.verb = verb
        self.text = text
        self.argument = argument
        self.length = length
        self.first = first
        self.last = last
    }
}
