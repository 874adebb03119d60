import Bytes
import COpenSSL

/// A server's private RSA key. The one file that calls OpenSSL's public-key functions: pointers stay inside.
@safe
final class OpenSSLPrivateKey {
    private let key: OpaquePointer

    /// nil where it is no PEM of an unencrypted RSA key.
    init?(pem: [UInt8]) {
        let found: OpaquePointer? = unsafe pem.withUnsafeBytes { buffer in
            guard let memory = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else {
                return nil
            }
            defer { unsafe BIO_free(memory) }
            // An empty pass phrase, so that OpenSSL asks nobody for one.
            var empty: [CChar] = [0]
            return unsafe empty.withUnsafeMutableBufferPointer { phrase in
                unsafe PEM_read_bio_PrivateKey(memory, nil, nil, phrase.baseAddress)
            }
        }
        ERR_clear_error()
        guard let found = unsafe found else { return nil }
        guard unsafe EVP_PKEY_is_a(found, "RSA") == 1 else {
            unsafe EVP_PKEY_free(found)
            return nil
        }
        unsafe key = found
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// What was encrypted to this key with PKCS #1 v1.5 padding (RFC 8017 §7.2); nil where it was not.
    func decrypt(_ octets: [UInt8]) -> [UInt8]? {
        guard let context = unsafe EVP_PKEY_CTX_new(key, nil) else { return nil }
        defer {
            unsafe EVP_PKEY_CTX_free(context)
            ERR_clear_error()
        }
        guard unsafe EVP_PKEY_decrypt_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        else { return nil }
        var plain = [UInt8](repeating: 0, count: max(512, octets.count + 16))
        var count = plain.count
        let isDone = unsafe plain.withUnsafeMutableBufferPointer { buffer in
            unsafe EVP_PKEY_decrypt(context, buffer.baseAddress, &count, octets, octets.count) == 1
        }
        return isDone && count <= plain.count ? Array(plain.prefix(count)) : nil
    }
}
