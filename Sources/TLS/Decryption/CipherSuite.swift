/// How a cipher suite protects records: the suites of the IANA registry that OpenSSL can still open. RC4, NULL, export
/// suites and those with pre-shared keys of TLS 1.2 are left out.
struct CipherSuite: Hashable, Sendable {
    var cipher: OpenSSLCipher.Algorithm
    /// Of CBC suites: the hash of the record's MAC (RFC 5246 §6.2.3.1).
    var mac: HashAlgorithm?
    /// The hash of key derivation, from TLS 1.2 on.
    var derivation: HashAlgorithm
    /// The client encrypts the premaster secret to the server's RSA key (RFC 5246 §7.4.7.1).
    var hasRSAKeyExchange = false

    init?(_ number: UInt16) {
        guard let suite = Self.known[number] else { return nil }
        self = suite
    }

    private init(_ cipher: OpenSSLCipher.Algorithm, mac: HashAlgorithm? = nil, _ derivation: HashAlgorithm = .sha256) {
        self.cipher = cipher
        self.mac = mac
        self.derivation = derivation
    }

    private static let rsa: Set<UInt16> = [
        0x000a, 0x002f, 0x0035, 0x003c, 0x003d, 0x0041, 0x0084, 0x009c, 0x009d, 0xc09c, 0xc09d, 0xc0a0, 0xc0a1,
    ]

    private static let groups: [(CipherSuite, [UInt16])] = [
        (
            CipherSuite(.tripleDES, mac: .sha1),
            [0x000a, 0x0013, 0x0016, 0x001b, 0xc003, 0xc008, 0xc00d, 0xc012, 0xc017]
        ),
        (
            CipherSuite(.aes128CBC, mac: .sha1),
            [0x002f, 0x0032, 0x0033, 0x0034, 0xc004, 0xc009, 0xc00e, 0xc013, 0xc018]
        ),
        (
            CipherSuite(.aes256CBC, mac: .sha1),
            [0x0035, 0x0038, 0x0039, 0x003a, 0xc005, 0xc00a, 0xc00f, 0xc014, 0xc019]
        ),
        (
            CipherSuite(.aes128CBC, mac: .sha256),
            [0x003c, 0x0040, 0x0067, 0x006c, 0xc023, 0xc025, 0xc027, 0xc029]
        ),
        (CipherSuite(.aes256CBC, mac: .sha256), [0x003d, 0x006a, 0x006b, 0x006d]),
        (CipherSuite(.aes256CBC, mac: .sha384, .sha384), [0xc024, 0xc026, 0xc028, 0xc02a]),
        (CipherSuite(.camellia128CBC, mac: .sha1), [0x0041, 0x0044, 0x0045, 0x0046]),
        (CipherSuite(.camellia256CBC, mac: .sha1), [0x0084, 0x0087, 0x0088, 0x0089]),
        (
            CipherSuite(.aes128GCM),
            [0x009c, 0x009e, 0x00a2, 0x00a6, 0xc02b, 0xc02d, 0xc02f, 0xc031, 0x1301]
        ),
        (
            CipherSuite(.aes256GCM, .sha384),
            [0x009d, 0x009f, 0x00a3, 0x00a7, 0xc02c, 0xc02e, 0xc030, 0xc032, 0x1302]
        ),
        (CipherSuite(.aes128CCM), [0xc09c, 0xc09e, 0xc0ac, 0x1304]),
        (CipherSuite(.aes256CCM), [0xc09d, 0xc09f, 0xc0ad]),
        (CipherSuite(.aes128CCM8), [0xc0a0, 0xc0a2, 0xc0ae, 0x1305]),
        (CipherSuite(.aes256CCM8), [0xc0a1, 0xc0a3, 0xc0af]),
        (CipherSuite(.chaCha20Poly1305), [0xcca8, 0xcca9, 0xccaa, 0x1303]),
    ]

    private static let known: [UInt16: CipherSuite] = {
        var known: [UInt16: CipherSuite] = [:]
        for (suite, numbers) in groups {
            for number in numbers {
                var suite = suite
                suite.hasRSAKeyExchange = rsa.contains(number)
                known[number] = suite
            }
        }
        return known
    }()
}
