import Capture
import TLS

/// The server's certificate and its chain, as judged at the time of the capture.
struct CertificateReport: Encodable, Sendable {
    /// One certificate of the chain.
    struct Link: Encodable, Sendable {
        var subject: String
        var issuer: String
        var notBefore: String?
        var notAfter: String?
        var serial: String
        var key: String
        var signature: String
        var isAuthority: Bool
        var selfSigned: Bool
        var sha256: String

        enum CodingKeys: String, CodingKey {
            case subject, issuer, serial, key, signature, sha256
            case notBefore = "not_before"
            case notAfter = "not_after"
            case isAuthority = "ca"
            case selfSigned = "self_signed"
        }
    }

    var subject: String
    var issuer: String
    /// Host names and addresses of subjectAltName.
    var names: [String]
    var notBefore: String?
    var notAfter: String?
    /// The chain leads to an authority of the system or of `--ca-file`, and everything in it was valid when the capture was
    /// made. The name is told by `name_matches`.
    var trusted: Bool
    /// Whether it is for the name that the client used; absent where that is not known.
    var nameMatches: Bool?
    /// The name that the client used, and where it is from: `sni`, `dns`, `address`.
    var nameUsed: String?
    var nameUsedSource: String?
    /// Stable words, in `Documentation/Report.md`; empty where nothing is wrong.
    var problems: [String]
    /// As sent, the server's own first.
    var chain: [Link]

    enum CodingKeys: String, CodingKey {
        case subject, issuer, names, trusted, problems, chain
        case notBefore = "not_before"
        case notAfter = "not_after"
        case nameMatches = "name_matches"
        case nameUsed = "name_used"
        case nameUsedSource = "name_used_source"
    }

    init?(_ findings: CertificateFindings) {
        guard let leaf = findings.leaf else { return nil }
        subject = leaf.subject
        issuer = leaf.issuer
        names = leaf.names + leaf.addresses
        notBefore = Self.time(leaf.notBefore)
        notAfter = Self.time(leaf.notAfter)
        trusted = findings.isTrusted && findings.expired.isEmpty && findings.notYetValid.isEmpty
        switch findings.nameMatch {
        case .matches: nameMatches = true
        case .differs, .commonNameOnly: nameMatches = false
        case .unknown: nameMatches = nil
        }
        nameUsed = findings.name?.text
        nameUsedSource = findings.name.map { $0.source == .lookup ? "dns" : $0.source.rawValue }
        problems = findings.problems
        chain = findings.chain.map { certificate in
            Link(
                subject: certificate.subject, issuer: certificate.issuer,
                notBefore: Self.time(certificate.notBefore), notAfter: Self.time(certificate.notAfter),
                serial: certificate.serial, key: "\(certificate.keyType) \(certificate.keyBits)",
                signature: certificate.signatureAlgorithm, isAuthority: certificate.isAuthority,
                selfSigned: certificate.isSelfSigned, sha256: certificate.fingerprint)
        }
    }

    /// Certificates may name times that no timestamp of a capture reaches.
    private static func time(_ seconds: Int64?) -> String? {
        guard let seconds, abs(seconds) < 9_000_000_000 else { return nil }
        return Timestamp(nanoseconds: seconds * 1_000_000_000).rfc3339WithoutFraction
    }
}

extension Timestamp {
    /// `2026-11-21T20:41:33Z`: where seconds are all there is.
    fileprivate var rfc3339WithoutFraction: String { rfc3339.prefix { $0 != "." } + "Z" }
}
