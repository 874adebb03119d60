import COpenSSL

/// The authorities that a chain is verified against: the system's (OpenSSL's default paths) and given ones. Not shared
/// between threads; `TrustStore` sees to that.
@safe
final class OpenSSLTrust {
    /// What came of a verification.
    struct Outcome: Hashable, Sendable {
        enum Result: Hashable, Sendable {
            case verified
            case selfSignedLeaf
            case selfSignedRoot
            case issuerMissing
            case time
            /// In OpenSSL's words.
            case other(String)
        }

        var result: Result
        /// The chain that OpenSSL built, as far as it came, leaf first: names and times.
        var built: [Certificate] = []
    }

    private let store: OpaquePointer?
    /// The system's file of all authorities has been read.
    private var hasFile = false

    /// Nothing is read before a chain asks for it: the system's directory is searched by name.
    init(given: [[UInt8]]) {
        unsafe store = X509_STORE_new()
        guard let store = unsafe store else { return }
        if let directory = unsafe X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir()) {
            unsafe _ = X509_LOOKUP_ctrl(directory, X509_L_ADD_DIR, nil, Int(X509_FILETYPE_DEFAULT), nil)
        }
        for der in given {
            guard let certificate = OpenSSLCertificate(der) else { continue }
            unsafe _ = X509_STORE_add_cert(store, certificate.handle)
        }
        ERR_clear_error()
    }

    deinit { unsafe X509_STORE_free(store) }

    /// `seconds` is the time to judge at; nil leaves the times of all certificates aside.
    func verify(_ chain: [OpenSSLCertificate], at seconds: Int64?) -> Outcome {
        let outcome = verifyOnce(chain, at: seconds)
        guard outcome.result != .verified, !hasFile, let store = unsafe store else { return outcome }
        // To read the file takes longer than all else that a small capture needs, and the directory mostly has the same.
        hasFile = true
        if unsafe X509_STORE_set_default_paths(store) != 1 { ERR_clear_error() }
        return verifyOnce(chain, at: seconds)
    }

    private func verifyOnce(_ chain: [OpenSSLCertificate], at seconds: Int64?) -> Outcome {
        guard let store = unsafe store, let leaf = chain.first, let context = unsafe X509_STORE_CTX_new() else {
            return Outcome(result: .other("out of memory"))
        }
        defer {
            unsafe X509_STORE_CTX_free(context)
            ERR_clear_error()
        }
        let others = unsafe OPENSSL_sk_new_null()
        defer { unsafe OPENSSL_sk_free(others) }
        for certificate in chain.dropFirst() {
            unsafe _ = OPENSSL_sk_push(others, UnsafeRawPointer(certificate.handle))
        }
        guard unsafe X509_STORE_CTX_init(context, store, leaf.handle, others) == 1,
            let parameters = unsafe X509_STORE_CTX_get0_param(context)
        else { return Outcome(result: .other("out of memory")) }
        // A given intermediate is trusted as such.
        unsafe _ = X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        unsafe _ = X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER)
        if let seconds {
            unsafe X509_VERIFY_PARAM_set_time(parameters, time_t(seconds))
        } else {
            unsafe _ = X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_NO_CHECK_TIME))
        }
        let isVerified = unsafe X509_verify_cert(context) == 1
        let error = unsafe X509_STORE_CTX_get_error(context)
        var outcome = Outcome(result: isVerified ? .verified : Self.result(error))
        let built = unsafe X509_STORE_CTX_get0_chain(context)
        for index in 0..<min(unsafe OPENSSL_sk_num(built), 16) {
            guard let entry = unsafe OPENSSL_sk_value(built, index) else { continue }
            guard let der = unsafe Self.octets(OpaquePointer(entry)) else { continue }
            if let certificate = OpenSSLCertificate(der)?.read(der) { outcome.built.append(certificate) }
        }
        return outcome
    }

    private static func result(_ error: Int32) -> Outcome.Result {
        switch error {
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: .selfSignedLeaf
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: .selfSignedRoot
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            .issuerMissing
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID: .time
        default: .other(unsafe String(cString: X509_verify_cert_error_string(Int(error))))
        }
    }

    /// The certificates of a PEM text, as DER; other blocks are left out, and reading ends at one that is damaged.
    static func certificates(pem: [UInt8], most: Int) -> [[UInt8]] {
        unsafe pem.withUnsafeBytes { buffer in
            guard let input = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else {
                return []
            }
            defer {
                unsafe BIO_free(input)
                ERR_clear_error()
            }
            var found: [[UInt8]] = []
            while found.count < most, let handle = unsafe PEM_read_bio_X509(input, nil, nil, nil) {
                if let der = unsafe octets(handle) { found.append(der) }
                unsafe X509_free(handle)
            }
            return found
        }
    }

    @unsafe
    private static func octets(_ handle: OpaquePointer) -> [UInt8]? {
        var octets: UnsafeMutablePointer<UInt8>?
        let length = unsafe i2d_X509(handle, &octets)
        guard length > 0, let start = unsafe octets else { return nil }
        defer { unsafe CRYPTO_free(start, nil, 0) }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(length)))
    }
}
