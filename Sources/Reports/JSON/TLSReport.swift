import TLS

/// What TLS shows without keys.
struct TLSReport: Encodable, Sendable {
    /// What the client offers.
    struct Offer: Encodable, Sendable {
        var maxVersion: String
        /// How many cipher suites.
        var ciphers: Int

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
    /// Keys opened all that is inside.
    var decrypted = false
    /// Why keys did not open it, or not all of it.
    var decryptionProblem: String?

    enum CodingKeys: String, CodingKey {
        case version, cipher, established, alert, decrypted
        case serverName = "server_name"
        case clientOffers = "client_offers"
        case decryptionProblem = "decryption_problem"
    }

    init(_ facts: TLSFacts) {
        version = facts.version?.description
        cipher = facts.serverHello.map { CipherSuiteNames.name($0.cipherSuite) }
        serverName = facts.clientHello?.serverName
        clientOffers = facts.clientHello.map {
            Offer(maxVersion: $0.highestVersion.description, ciphers: $0.cipherSuites.count)
        }
        established = facts.established != nil
        decrypted = facts.decryption?.isComplete ?? false
        decryptionProblem = facts.decryption?.problem?.rawValue
        alert = (facts.alerts.first(where: \.isFatal) ?? facts.alerts.first { $0.code != 0 })?.name
    }
}
