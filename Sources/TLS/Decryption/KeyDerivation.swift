/// How TLS makes keys of secrets.
enum KeyDerivation {
    // MARK: - TLS 1.2 and below

    /// The pseudorandom function (RFC 5246 §5; TLS 1.0 and 1.1: RFC 2246 §5).
    static func expand(
        _ secret: [UInt8], label: String, seed: [UInt8], count: Int, version: ProtocolVersion, hash: HashAlgorithm
    ) -> [UInt8] {
        let seed = Array(label.utf8) + seed
        guard version < .tls12 else { return expand(hash, secret, seed, count) }
        let half = (secret.count + 1) / 2
        let first = expand(.md5, Array(secret.prefix(half)), seed, count)
        let second = expand(.sha1, Array(secret.suffix(half)), seed, count)
        return zip(first, second).map { $0 ^ $1 }
    }

    /// P_hash.
    private static func expand(_ hash: HashAlgorithm, _ secret: [UInt8], _ seed: [UInt8], _ count: Int) -> [UInt8] {
        var octets: [UInt8] = []
        var chained = seed
        while octets.count < count {
            chained = OpenSSLHMAC.code(hash, key: secret, chained)
            let block = OpenSSLHMAC.code(hash, key: secret, chained + seed)
            guard !block.isEmpty else { return [] }
            octets += block
        }
        return Array(octets.prefix(count))
    }

    // MARK: - TLS 1.3

    /// HKDF-Expand-Label without context (RFC 8446 §7.1).
    static func expandLabel(_ secret: [UInt8], _ label: String, count: Int, hash: HashAlgorithm) -> [UInt8] {
        let name = Array("tls13 ".utf8) + Array(label.utf8)
        let info = [UInt8(count >> 8 & 255), UInt8(count & 255), UInt8(name.count)] + name + [0]
        var octets: [UInt8] = []
        var block: [UInt8] = []
        var counter: UInt8 = 1
        while octets.count < count {
            block = OpenSSLHMAC.code(hash, key: secret, block + info + [counter])
            guard !block.isEmpty else { return [] }
            octets += block
            counter = counter &+ 1
        }
        return Array(octets.prefix(count))
    }
}
