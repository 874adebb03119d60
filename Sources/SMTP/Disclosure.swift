/// Which octets of a connection's two streams hold nothing that has to be hidden. Everything else is a credential, the
/// content of a message, or not understood, and counts as private.
package struct Disclosure: Hashable, Sendable {
    /// Commands without the arguments of AUTH and without what answers a 334.
    package var client = OctetRanges()
    /// Replies without the challenges of a 334 and without the echo of a credential.
    package var server = OctetRanges()
    /// Content of messages, as DATA or BDAT sent it.
    package var content = OctetRanges()

    package init() {}
}
