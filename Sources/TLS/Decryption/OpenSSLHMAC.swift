import COpenSSL

/// HMAC (RFC 2104) and what TLS derives keys with. The one file that calls OpenSSL's HMAC: pointers stay inside.
enum OpenSSLHMAC {
    /// Empty where OpenSSL refuses.
    static func code(_ hash: HashAlgorithm, key: [UInt8], _ octets: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let isDone = unsafe code.withUnsafeMutableBufferPointer { buffer in
            unsafe HMAC(
                hash.type, key, Int32(clamping: key.count), octets, octets.count, buffer.baseAddress, &length) != nil
        }
        return isDone ? Array(code.prefix(Int(length))) : []
    }
}

extension HashAlgorithm {
    fileprivate var type: OpaquePointer? {
        switch self {
        case .md5: unsafe EVP_md5()
        case .sha1: unsafe EVP_sha1()
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        }
    }
}
