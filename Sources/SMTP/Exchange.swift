/// A command with its reply. A greeting has no command; a command whose reply was lost or never came has no reply.
package struct Exchange: Hashable, Sendable {
    package var command: Command?
    package var reply: Reply?
    /// The reply fell into a gap of the capture: it existed, its words are not known.
    package var replyIsMissing = false

    package init(command: Command?, reply: Reply?) {
        self.command = command
        self.reply = reply
    }

    package var verb: Verb? { command?.verb }
}
