/// What is kept of one TLS connection at most. What is beyond is counted, or left out where that is said.
package struct TLSLimits: Sendable {
    /// Records told in `TLSFacts.records`.
    package var records = 4_096
    /// Records of application data in a row from one end that are told one by one.
    package var run = 64
    /// Handshake messages told in `TLSFacts.messages`.
    package var messages = 64
    package var alerts = 8
    /// Octets of one handshake message; those beyond are left out.
    package var message = 16_384
    /// The same for the server's certificates, which come in one message.
    package var certificateMessage = 65_536
    /// Certificates of one chain.
    package var certificates = 16

    package init() {}
}
