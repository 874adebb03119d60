/// One direction's way through its keys: those of the handshake and of what follows, each key update (RFC 8446 §4.6.3).
struct DirectionDecryption {
    private var decryptor: RecordDecryptor?
    private let suite: CipherSuite
    /// TLS 1.3: the secret of application data, where its keys are not in use yet; afterwards the present one.
    private var trafficSecret: [UInt8]?
    private var isHandshake: Bool
    /// Records that no key opened, one after the other.
    private var failures = 0
    private(set) var opened = 0

    /// A direction with this many records in a row that no key opens is given up.
    private static let failureLimit = 16

    init(_ decryptor: RecordDecryptor, _ suite: CipherSuite) {
        self.decryptor = decryptor
        self.suite = suite
        isHandshake = false
    }

    /// TLS 1.3. The handshake's secret may be missing.
    init?(handshake: [UInt8]?, traffic: [UInt8], _ suite: CipherSuite) {
        self.suite = suite
        trafficSecret = traffic
        isHandshake = true
        guard RecordDecryptor(trafficSecret: traffic, suite) != nil else { return nil }
        decryptor = handshake.flatMap { RecordDecryptor(trafficSecret: $0, suite) }
    }

    /// Nothing more of this direction will be read.
    var isGivenUp: Bool { failures >= Self.failureLimit }

    mutating func open(_ record: RecordReader.Record) -> RecordDecryptor.Opened? {
        guard !isGivenUp else { return nil }
        let result = decryptor?.open(record) ?? openWithNextKeys(record)
        if result == nil {
            failures += 1
        } else {
            failures = 0
            opened += 1
        }
        return result
    }

    /// The change of keys may have been in records that are missing, or in a handshake that no key opens.
    private mutating func openWithNextKeys(_ record: RecordReader.Record) -> RecordDecryptor.Opened? {
        guard let secret = trafficSecret else { return nil }
        let next = isHandshake ? secret : updated(secret)
        guard var other = RecordDecryptor(trafficSecret: next, suite) else { return nil }
        if decryptor != nil { other.noteLost() }
        guard let result = other.open(record) else { return nil }
        decryptor = other
        trafficSecret = next
        isHandshake = false
        return result
    }

    /// This end's Finished is through: application data comes next.
    mutating func finishHandshake() {
        guard isHandshake, let secret = trafficSecret else { return }
        isHandshake = false
        decryptor = RecordDecryptor(trafficSecret: secret, suite)
    }

    mutating func updateKeys() {
        guard !isHandshake, let secret = trafficSecret else { return }
        let next = updated(secret)
        trafficSecret = next
        decryptor = RecordDecryptor(trafficSecret: next, suite)
    }

    mutating func noteLost() { decryptor?.noteLost() }

    mutating func skip() { decryptor?.skip() }

    private func updated(_ secret: [UInt8]) -> [UInt8] {
        KeyDerivation.expandLabel(secret, "traffic upd", count: secret.count, hash: suite.derivation)
    }
}
