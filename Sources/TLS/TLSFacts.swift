/// What a TLS connection shows without keys.
package struct TLSFacts: Sendable {
    package var clientHello: ClientHello?
    package var serverHello: ServerHello?
    package var alerts: [Alert] = []
    /// Both ends have proved that they have the keys: application data may flow.
    package var established: TLSMoment?
    /// The client ended the handshake under encryption: an alert that cannot be read (TLS 1.3).
    package var clientAborted: TLSMoment?
    /// Encrypted records after the handshake, by end.
    package var clientRecords = 0
    package var serverRecords = 0
    package var first: TLSMoment?
    package var last: TLSMoment?
    /// One end's octets are no TLS.
    package var clientIsForeign = false
    package var serverIsForeign = false
    /// A client's SSL 2.0 style hello.
    package var isSSLv2Hello = false

    package init() {}

    package var version: ProtocolVersion? { serverHello?.version }
}
