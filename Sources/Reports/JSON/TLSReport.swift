import Diagnosis
import TLS

/// What TLS shows: without keys what is in the clear, with keys what was inside as well.
struct TLSReport: Encodable, Sendable {
    /// What the client offers.
    struct Offer: Encodable, Sendable {
        /// Absent where the hello is cut before it says so.
        var maxVersion: String?
        /// How many cipher suites; absent where the hello is cut before them.
        var ciphers: Int?

        enum CodingKeys: String, CodingKey {
            case maxVersion = "max_version"
            case ciphers
        }
    }

    /// What the server chose.
    var version: String?
    var cipher: String?
    /// As the client named it (RFC 6066).
    var serverName: String?
    var clientOffers: Offer?
    var established: Bool
    /// The first fatal alert that was readable; else the first warning that is more than a farewell.
    var alert: String?
    var certificate: CertificateReport?
    /// The application protocols that the client offers (RFC 7301).
    var applicationProtocols: [String]?
    /// An earlier session was resumed; absent where it was not, or where that is not known.
    var resumed: Bool?
    /// The server asked for another key share first (RFC 8446 §4.1.4).
    var helloRetry: Bool?
    /// The server asked for a certificate of the client.
    var clientCertificateRequested: Bool?
    /// Keys opened all that is inside.
    var decrypted = false
    /// Why keys did not open it, or not all of it.
    var decryptionProblem: String?

    enum CodingKeys: String, CodingKey {
        case version, cipher, established, alert, certificate, resumed, decrypted
        case applicationProtocols = "alpn"
        case helloRetry = "hello_retry"
        case clientCertificateRequested = "client_certificate_requested"
        case serverName = "server_name"
        case clientOffers = "client_offers"
        case decryptionProblem = "decryption_problem"
    }

    init(_ facts: TLSFacts, certificates: CertificateFindings? = nil) {
        version = facts.version?.description
        cipher = facts.serverHello.map { CipherSuiteNames.name($0.cipherSuite) }
        serverName = facts.clientHello?.serverName
        clientOffers = facts.clientHello.map {
            Offer(
                maxVersion: $0.showsVersions ? $0.highestVersion.description : nil,
                ciphers: $0.showsSuites ? $0.cipherSuites.count : nil)
        }
        established = facts.established != nil
        decrypted = facts.decryption?.isComplete ?? false
        decryptionProblem = facts.decryption?.problem?.rawValue
        alert = (facts.alerts.first(where: \.isFatal) ?? facts.alerts.first { $0.code != 0 })?.name
        certificate = certificates.flatMap(CertificateReport.init)
        let protocols = facts.clientHello?.applicationProtocols ?? []
        applicationProtocols = protocols.isEmpty ? nil : protocols
        resumed = facts.isResumed == true ? true : nil
        helloRetry = facts.helloRetryRequest == nil ? nil : true
        clientCertificateRequested = facts.certificateRequest == nil ? nil : true
    }
}
