import COpenSSL

/// A message digest of OpenSSL. The one file that calls its digest functions: pointers stay inside.
@safe
package final class OpenSSLDigest {
    package enum Algorithm: Sendable { case md5, sha1, sha256, sha384 }

    private let context: OpaquePointer?

    package init(_ algorithm: Algorithm) {
        unsafe context = EVP_MD_CTX_new()
        let type = unsafe algorithm.type
        if let context = unsafe context { _ = unsafe EVP_DigestInit_ex(context, type, nil) }
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    package func update(_ bytes: RawSpan) {
        guard let context = unsafe context else { return }
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
    }

    /// The digest of everything given so far; nothing may be added afterwards. Empty where OpenSSL had no memory.
    package func finish() -> [UInt8] {
        guard let context = unsafe context else { return [] }
        var length: UInt32 = 0
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        let isDone = unsafe digest.withUnsafeMutableBufferPointer { buffer in
            unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, &length) == 1
        }
        return isDone ? Array(digest.prefix(Int(length))) : []
    }
}

extension OpenSSLDigest.Algorithm {
    fileprivate var type: OpaquePointer? {
        switch self {
        case .md5: unsafe EVP_md5()
        case .sha1: unsafe EVP_sha1()
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        }
    }
}
