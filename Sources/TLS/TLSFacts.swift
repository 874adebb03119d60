/// What a TLS connection shows: without keys what is in the clear, with keys what was inside as well.
package struct TLSFacts: Sendable {
    /// The client's first hello.
    package var clientHello: ClientHello?
    /// The hello that answered a HelloRetryRequest.
    package var secondClientHello: ClientHello?
    package var serverHello: ServerHello?
    /// The server asked for another key share (RFC 8446 §4.1.4).
    package var helloRetryRequest: ServerHello?
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

    /// All records of both directions, in the order in which their last octets came, up to `TLSLimits.records`.
    package var records: [TLSRecordFact] = []
    /// Records beyond the limit.
    package var recordsOmitted = 0
    /// Handshake messages that were readable, in order, up to `TLSLimits.messages`.
    package var messages: [HandshakeMessageFact] = []

    /// The server's chain as sent, each certificate in DER. Empty where it was not readable (TLS 1.3 without keys).
    package var serverCertificates: [[UInt8]] = []
    /// Certificates that the limits kept out, or that were cut off.
    package var serverCertificatesOmitted = 0
    /// Where the server's certificates came.
    package var serverCertificateMoment: TLSMoment?
    /// The server stapled a certificate status (OCSP).
    package var certificateStatus: TLSMoment?
    /// The server asked for a certificate of the client.
    package var certificateRequest: TLSMoment?
    /// Certificates that the client sent; nil where it sent no such message.
    package var clientCertificates: Int?
    /// The group of the server's ephemeral key (TLS 1.2 and below: ServerKeyExchange; TLS 1.3: key_share).
    package var keyExchangeGroup: UInt16?
    /// The first ticket for later resumption (RFC 5077, RFC 8446 §4.6.1).
    package var newSessionTicket: TLSMoment?
    /// What both ends agreed on with ALPN (RFC 7301). TLS 1.3 hides it.
    package var applicationProtocol: String?
    /// An earlier session is resumed, by session id, ticket or pre-shared key; nil until that is known.
    package var isResumed: Bool?

    /// Alert records that encryption hides, by type alone: TLS 1.2 and below, after ChangeCipherSpec.
    package var hiddenAlerts: [HiddenAlert] = []
    /// Each end's close_notify, where it was readable.
    package var clientCloseNotify: TLSMoment?
    package var serverCloseNotify: TLSMoment?

    /// What keys opened; nil where there were none for this connection.
    package var decryption: TLSDecryption?

    /// An alert whose level and description are encrypted.
    package struct HiddenAlert: Hashable, Sendable {
        package var from: TLSEnd
        package var moment: TLSMoment
    }

    package init() {}

    package var version: ProtocolVersion? { serverHello?.version ?? helloRetryRequest?.version }
}
