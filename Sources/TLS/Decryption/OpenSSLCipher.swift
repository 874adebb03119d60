import Bytes
import COpenSSL

/// Opens what was sealed with a symmetric cipher. The one file that calls OpenSSL's ciphers: pointers stay inside.
@safe
final class OpenSSLCipher {
    enum Algorithm: Hashable, Sendable {
        case aes128GCM, aes256GCM, aes128CCM, aes256CCM, aes128CCM8, aes256CCM8, chaCha20Poly1305
        case aes128CBC, aes256CBC, camellia128CBC, camellia256CBC, tripleDES

        var keyLength: Int {
            switch self {
            case .aes128GCM, .aes128CCM, .aes128CCM8, .aes128CBC, .camellia128CBC: 16
            case .aes256GCM, .aes256CCM, .aes256CCM8, .chaCha20Poly1305, .aes256CBC, .camellia256CBC: 32
            case .tripleDES: 24
            }
        }

        /// Of AEAD ciphers; 0 for CBC.
        var tagLength: Int {
            switch self {
            case .aes128GCM, .aes256GCM, .aes128CCM, .aes256CCM, .chaCha20Poly1305: 16
            case .aes128CCM8, .aes256CCM8: 8
            case .aes128CBC, .aes256CBC, .camellia128CBC, .camellia256CBC, .tripleDES: 0
            }
        }

        var isAEAD: Bool { tagLength > 0 }
        /// Of CBC.
        var blockLength: Int { self == .tripleDES ? 8 : 16 }
        fileprivate var isCCM: Bool { [.aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8].contains(self) }
    }

    /// Octets of an AEAD nonce in TLS.
    static let nonceLength = 12

    private let algorithm: Algorithm
    private let key: [UInt8]
    var tagLength: Int { algorithm.tagLength }
    private let context: OpaquePointer?

    /// nil where the key has the wrong length.
    init?(_ algorithm: Algorithm, key: [UInt8]) {
        guard key.count == algorithm.keyLength else { return nil }
        self.algorithm = algorithm
        self.key = key
        unsafe context = EVP_CIPHER_CTX_new()
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// The plaintext of an AEAD cipher, tag at the end of `sealed`; nil where it is not authentic.
    func open(_ sealed: ArraySlice<UInt8>, nonce: [UInt8], associated: [UInt8]) -> [UInt8]? {
        let length = sealed.count - algorithm.tagLength
        guard algorithm.isAEAD, length >= 0, nonce.count == Self.nonceLength, let context = unsafe context else {
            return nil
        }
        var tag = Array(sealed.suffix(algorithm.tagLength))
        let octets = Array(sealed.prefix(length))
        guard unsafe begin(context, nonce: nonce, tag: &tag, length: octets.count),
            unsafe update(context, associated: associated), let plain = unsafe update(context, octets)
        else { return nil }
        // CCM has checked the tag by now.
        if algorithm.isCCM { return plain }
        var count: Int32 = 0
        var rest = [UInt8](repeating: 0, count: 16)
        let isAuthentic = unsafe rest.withUnsafeMutableBufferPointer { rest in
            unsafe EVP_DecryptFinal_ex(context, rest.baseAddress, &count) == 1
        }
        return isAuthentic ? plain : nil
    }

    /// What CBC decrypts to, padding included; nil where the length is no number of blocks. Nothing is authenticated.
    func decrypt(_ octets: ArraySlice<UInt8>, vector: [UInt8]) -> [UInt8]? {
        guard !algorithm.isAEAD, octets.count % algorithm.blockLength == 0, vector.count == algorithm.blockLength,
            let context = unsafe context
        else { return nil }
        let isReady =
            unsafe EVP_CIPHER_CTX_reset(context) == 1
            && EVP_DecryptInit_ex(context, algorithm.type, nil, key, vector) == 1
            && EVP_CIPHER_CTX_set_padding(context, 0) == 1
        return isReady ? unsafe update(context, Array(octets)) : nil
    }

    private func begin(_ context: OpaquePointer, nonce: [UInt8], tag: inout [UInt8], length: Int) -> Bool {
        guard unsafe EVP_CIPHER_CTX_reset(context) == 1,
            unsafe EVP_DecryptInit_ex(context, algorithm.type, nil, nil, nil) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(Self.nonceLength), nil) == 1
        else { return false }
        let hasTag = unsafe tag.withUnsafeMutableBufferPointer { buffer in
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(buffer.count), buffer.baseAddress) == 1
        }
        guard hasTag, unsafe EVP_DecryptInit_ex(context, nil, nil, key, nonce) == 1 else { return false }
        guard algorithm.isCCM else { return true }
        // CCM has to know the length beforehand (RFC 3610).
        var count: Int32 = 0
        return unsafe EVP_DecryptUpdate(context, nil, &count, nil, Int32(length)) == 1
    }

    private func update(_ context: OpaquePointer, associated: [UInt8]) -> Bool {
        var count: Int32 = 0
        return unsafe EVP_DecryptUpdate(context, nil, &count, associated, Int32(associated.count)) == 1
    }

    private func update(_ context: OpaquePointer, _ octets: [UInt8]) -> [UInt8]? {
        var plain = [UInt8](repeating: 0, count: octets.count + 32)
        var count: Int32 = 0
        let isDone = unsafe plain.withUnsafeMutableBufferPointer { buffer in
            unsafe EVP_DecryptUpdate(context, buffer.baseAddress, &count, octets, Int32(octets.count)) == 1
        }
        guard isDone, count >= 0, Int(count) <= plain.count else { return nil }
        plain.removeLast(plain.count - Int(count))
        return plain
    }
}

extension OpenSSLCipher.Algorithm {
    fileprivate var type: OpaquePointer? {
        switch self {
        case .aes128GCM: unsafe EVP_aes_128_gcm()
        case .aes256GCM: unsafe EVP_aes_256_gcm()
        case .aes128CCM, .aes128CCM8: unsafe EVP_aes_128_ccm()
        case .aes256CCM, .aes256CCM8: unsafe EVP_aes_256_ccm()
        case .chaCha20Poly1305: unsafe EVP_chacha20_poly1305()
        case .aes128CBC: unsafe EVP_aes_128_cbc()
        case .aes256CBC: unsafe EVP_aes_256_cbc()
        case .camellia128CBC: unsafe EVP_camellia_128_cbc()
        case .camellia256CBC: unsafe EVP_camellia_256_cbc()
        case .tripleDES: unsafe EVP_des_ede3_cbc()
        }
    }
}
