/// CBC with an HMAC, in both orders (RFC 5246 §6.2.3.2, RFC 7366).
struct BlockProtection {
    private let cipher: OpenSSLCipher
    private let blockLength: Int
    private let hash: HashAlgorithm
    private let key: [UInt8]
    private let encryptsThenMACs: Bool
    /// TLS 1.0: the last block of the record before; nil where that is missing. Later versions send it in the record.
    private var vector: [UInt8]?
    private let sendsVector: Bool

    /// `vector` is nil where each record brings its own.
    init(
        _ cipher: OpenSSLCipher, blockLength: Int, hash: HashAlgorithm, key: [UInt8], vector: [UInt8]?,
        encryptsThenMACs: Bool
    ) {
        self.cipher = cipher
        self.blockLength = blockLength
        self.hash = hash
        self.key = key
        self.encryptsThenMACs = encryptsThenMACs
        self.vector = vector
        sendsVector = vector == nil
    }

    mutating func loseVector() { vector = nil }

    /// A record's blocks, decrypted and not yet authenticated.
    struct Blocks {
        fileprivate var plain: [UInt8]
        fileprivate var hash: HashAlgorithm
        fileprivate var key: [UInt8]
        /// Encrypt-then-MAC: what the MAC is about, and the MAC.
        fileprivate var sealed: (octets: [UInt8], code: [UInt8])?

        /// The content, where the MAC fits. `header` tells what stands before the content in the MAC's input.
        func content(authenticated header: (_ length: Int) -> [UInt8]) -> [UInt8]? {
            guard let padding = plain.last.map({ Int($0) + 1 }), padding <= plain.count else { return nil }
            if let sealed {
                let code = OpenSSLHMAC.code(hash, key: key, header(sealed.octets.count) + sealed.octets)
                return code == sealed.code ? Array(plain.dropLast(padding)) : nil
            }
            let length = plain.count - padding - hash.length
            guard length >= 0 else { return nil }
            let content = Array(plain[..<length])
            let code = OpenSSLHMAC.code(hash, key: key, header(length) + content)
            return code == Array(plain[length..<(length + hash.length)]) ? content : nil
        }
    }

    /// nil where the vector is not known, or the length is none of this cipher.
    mutating func decrypt(_ content: [UInt8]) -> Blocks? {
        let codeLength = encryptsThenMACs ? hash.length : 0
        let octets = content.dropLast(codeLength)
        let known = sendsVector ? Array(octets.prefix(blockLength)) : vector
        let blocks = sendsVector ? octets.dropFirst(blockLength) : octets
        if !sendsVector { vector = blocks.count >= blockLength ? Array(blocks.suffix(blockLength)) : nil }
        guard content.count > codeLength, !blocks.isEmpty, let known,
            let plain = cipher.decrypt(blocks, vector: known)
        else { return nil }
        let sealed = encryptsThenMACs ? (octets: Array(octets), code: Array(content.suffix(codeLength))) : nil
        return Blocks(plain: plain, hash: hash, key: key, sealed: sealed)
    }
}
