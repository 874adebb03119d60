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

    package init() {}
}
