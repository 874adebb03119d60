import Bytes

/// Finds the secrets of one connection: logged, remembered from the session that is resumed, or encrypted to a server
/// key that is at hand.
struct SecretSearch {
    let keys: TLSKeys
    let client: ClientHello
    let server: ServerHello
    let suite: CipherSuite
    let isResumed: Bool
    /// The body of the ClientKeyExchange, and all handshake messages up to it.
    var clientKeyExchange: [UInt8]?
    var transcript: [UInt8]

    /// Of TLS 1.2 and below.
    func master() -> [UInt8]? {
        if let master = keys.log.secrets(of: client.random)[.master] { return master }
        guard let master = remembered() ?? decrypted() else { return nil }
        keys.keep(master: master, of: client.random)
        return master
    }

    private func remembered() -> [UInt8]? {
        guard isResumed else { return nil }
        return keys.master(by: client.ticket) ?? keys.master(by: server.sessionID)
    }

    /// EncryptedPreMasterSecret (RFC 5246 §7.4.7.1): length (2), ciphertext.
    private func decrypted() -> [UInt8]? {
        guard suite.hasRSAKeyExchange, let message = clientKeyExchange, message.count > 2 else { return nil }
        let length = Int(message[0]) << 8 | Int(message[1])
        guard length == message.count - 2 else { return nil }
        for key in keys.serverKeys {
            // It begins with the version that the client offered.
            guard let premaster = key.decrypt(Array(message.dropFirst(2))), premaster.count == 48, premaster[0] == 3
            else { continue }
            return master(of: premaster)
        }
        return nil
    }

    private func master(of premaster: [UInt8]) -> [UInt8] {
        let label: String
        let seed: [UInt8]
        if server.extendedMasterSecret {
            // RFC 7627 §4.
            label = "extended master secret"
            seed = sessionHash
        } else {
            label = "master secret"
            seed = client.random + server.random
        }
        return KeyDerivation.expand(
            premaster, label: label, seed: seed, count: 48, version: server.version, hash: suite.derivation)
    }

    private var sessionHash: [UInt8] {
        func digest(_ algorithm: OpenSSLDigest.Algorithm) -> [UInt8] {
            let digest = OpenSSLDigest(algorithm)
            digest.update(transcript.rawSpan)
            return digest.finish()
        }
        if server.version < .tls12 { return digest(.md5) + digest(.sha1) }
        return digest(suite.derivation == .sha384 ? .sha384 : .sha256)
    }
}
