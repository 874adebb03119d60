/// Keys of records.
extension RecordDecryptor {
    /// One direction of TLS 1.3, from a traffic secret (RFC 8446 §7.3).
    init?(trafficSecret secret: [UInt8], _ suite: CipherSuite) {
        let hash = suite.derivation
        let key = KeyDerivation.expandLabel(secret, "key", count: suite.cipher.keyLength, hash: hash)
        let vector = KeyDerivation.expandLabel(secret, "iv", count: OpenSSLCipher.nonceLength, hash: hash)
        guard suite.cipher.isAEAD, vector.count == OpenSSLCipher.nonceLength,
            let cipher = OpenSSLCipher(suite.cipher, key: key)
        else { return nil }
        self.init(.inner(cipher, vector: vector))
    }

    /// Both directions of TLS 1.0 to 1.2, from the master secret (RFC 5246 §6.3).
    static func pair(
        master: [UInt8], _ suite: CipherSuite, _ client: ClientHello, _ server: ServerHello
    ) -> (client: RecordDecryptor, server: RecordDecryptor)? {
        let version = server.version
        let macLength = suite.mac?.length ?? 0
        let sendsVector = version >= .tls11
        let vectorLength =
            switch suite.cipher {
            case .chaCha20Poly1305: OpenSSLCipher.nonceLength
            case _ where suite.cipher.isAEAD: OpenSSLCipher.nonceLength - 8
            default: sendsVector ? 0 : suite.cipher.blockLength
            }
        let keyLength = suite.cipher.keyLength
        let block = KeyDerivation.expand(
            master, label: "key expansion", seed: server.random + client.random,
            count: 2 * (macLength + keyLength + vectorLength), version: version, hash: suite.derivation)
        guard block.count == 2 * (macLength + keyLength + vectorLength) else { return nil }
        var at = 0
        func take(_ count: Int) -> [UInt8] {
            defer { at += count }
            return Array(block[at..<(at + count)])
        }
        let codes = (take(macLength), take(macLength))
        let keys = (take(keyLength), take(keyLength))
        let vectors = (take(vectorLength), take(vectorLength))
        func make(_ code: [UInt8], _ key: [UInt8], _ vector: [UInt8]) -> RecordDecryptor? {
            guard let cipher = OpenSSLCipher(suite.cipher, key: key) else { return nil }
            if suite.cipher == .chaCha20Poly1305 { return RecordDecryptor(.implicitNonce(cipher, vector: vector)) }
            if suite.cipher.isAEAD { return RecordDecryptor(.explicitNonce(cipher, salt: vector)) }
            guard let hash = suite.mac else { return nil }
            return RecordDecryptor(
                .cbc(
                    BlockProtection(
                        cipher, blockLength: suite.cipher.blockLength, hash: hash, key: code,
                        vector: sendsVector ? nil : vector, encryptsThenMACs: server.encryptThenMAC)))
        }
        guard let first = make(codes.0, keys.0, vectors.0), let second = make(codes.1, keys.1, vectors.1) else {
            return nil
        }
        return (first, second)
    }
}
