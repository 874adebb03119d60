/// One handshake message that was readable (RFC 8446 §4, RFC 5246 §7.4).
package struct HandshakeMessageFact: Hashable, Sendable {
    package var from: TLSEnd
    /// HandshakeType of the IANA registry: 1 ClientHello, 2 ServerHello, 4 NewSessionTicket, 11 Certificate, …
    package var type: UInt8
    /// Octets after the 4 of the header.
    package var length: Int
    /// It stood in an encrypted record.
    package var isEncrypted: Bool
    /// The frame in which its first record began.
    package var moment: TLSMoment
    /// The frame in which its last record ended.
    package var last: TLSMoment
}
