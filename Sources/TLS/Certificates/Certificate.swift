/// What one X.509 certificate says (RFC 5280).
package struct Certificate: Hashable, Sendable {
    /// The names as RFC 4514 writes them: `CN=mail.example.net, O=Example Net, C=US`.
    package var subject: String
    package var issuer: String
    package var subjectCommonName: String?
    package var subjectOrganization: String?
    package var issuerCommonName: String?
    package var issuerOrganization: String?
    /// subjectAltName: host names and addresses.
    package var names: [String] = []
    package var addresses: [String] = []
    /// Seconds since 1970. Nil where the field cannot be read.
    package var notBefore: Int64?
    package var notAfter: Int64?
    /// Hexadecimal, without leading zeros.
    package var serial: String
    /// "RSA", "EC", "ED25519"; empty where OpenSSL does not know it.
    package var keyType: String
    package var keyBits: Int
    /// "sha256WithRSAEncryption".
    package var signatureAlgorithm: String
    package var isSignedWithMD5 = false
    package var isSignedWithSHA1 = false
    /// May issue certificates.
    package var isAuthority: Bool
    /// Its own issuer, and its key verifies it.
    package var isSelfSigned: Bool
    /// May be a TLS server's: neither key usage nor extended key usage speaks against it.
    package var isForServers: Bool
    /// SHA-256 of the whole certificate, hexadecimal.
    package var fingerprint: String

    /// The most readable name: the common name, else the whole subject.
    package var title: String { subjectCommonName ?? subject }
    package var issuerTitle: String { issuerCommonName ?? issuer }

    /// RSA and DSA below 2048 bits, elliptic curves below 224 (NIST SP 800-131A).
    package var hasWeakKey: Bool {
        switch keyType {
        case "RSA", "DSA", "RSA-PSS": keyBits < 2_048
        case "EC": keyBits < 224
        default: false
        }
    }

    /// A root's own signature proves nothing, and so cannot be weak.
    package var hasWeakSignature: Bool { (isSignedWithMD5 || isSignedWithSHA1) && !isSelfSigned }

    package func isValid(at seconds: Int64) -> Bool { !isExpired(at: seconds) && !isNotYetValid(at: seconds) }
    package func isExpired(at seconds: Int64) -> Bool { notAfter.map { seconds > $0 } ?? false }
    package func isNotYetValid(at seconds: Int64) -> Bool { notBefore.map { seconds < $0 } ?? false }
}
