/// Hashes of TLS.
enum HashAlgorithm: Hashable, Sendable {
    case md5, sha1, sha256, sha384

    /// Octets of a digest.
    var length: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        }
    }
}
