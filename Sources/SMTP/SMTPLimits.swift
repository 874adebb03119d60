/// Caps of the SMTP room, so that a hostile or endless conversation stays small.
package struct SMTPLimits: Sendable {
    /// Characters of a line that are kept; RFC 5321 §4.5.3.1.4 allows 512 octets in a command, AUTH more.
    package var keptLine = 2_048
    /// Lines of one reply; Exchange and Postfix send about 15.
    package var replyLines = 128
    /// Exchanges, transactions and entries of one session.
    package var entries = 4_096
    /// Octets of header that are searched in a message.
    package var header = 32_768
    /// Characters of a header field that are kept; RFC 5322 §2.1.1 allows 998 octets in a line.
    package var headerField = 998
    /// Octets that the client sent after DATA or STARTTLS before the reply is known.
    package var heldOctets = 65_536
    /// Commands that wait for their reply; a client that pipelines has a few dozen at most.
    package var pending = 1_024
    /// Octets of text kept of one session; beyond it, lines are cut to 64 characters and replies to two lines.
    package var keptText = 4_194_304

    package init() {}
}
