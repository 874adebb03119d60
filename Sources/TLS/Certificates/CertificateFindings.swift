/// What a server's certificates are worth: to whom they belong, who vouches for them, and what is wrong with them at
/// the time of the capture.
package struct CertificateFindings: Hashable, Sendable {
    /// Who vouches for the chain.
    package enum Trust: Hashable, Sendable {
        /// It leads to an authority of the system or of `--ca-file`, times left aside.
        case trusted(anchor: String)
        /// The server's certificate is its own issuer.
        case selfSigned
        /// It leads to a root that is in neither.
        case unknownRoot(String)
        /// The issuer of the last certificate was not sent, and is in neither. `isLeafs`: of the server's own.
        case issuerMissing(String, isLeafs: Bool)
        /// A signature or a constraint is wrong, in OpenSSL's words.
        case broken(String)
    }

    /// Whether the server's certificate is for the name that the client used.
    package enum NameMatch: Hashable, Sendable {
        case matches
        /// Only its common name does, which clients no longer look at (RFC 9525 §2).
        case commonNameOnly
        case differs
        /// The name is not known.
        case unknown
    }

    /// As sent, the server's own first. What OpenSSL cannot read is left out.
    package var chain: [Certificate]
    /// Certificates that cannot be read.
    package var unreadable = 0
    package var trust: Trust
    package var name: CertificateName?
    package var nameMatch: NameMatch = .unknown
    /// Those out of their time when the capture was made; roots that the client has anyway left aside.
    package var expired: [Certificate] = []
    package var notYetValid: [Certificate] = []
    /// Each certificate is followed by its issuer (RFC 5246 §7.4.2).
    package var isInOrder = true
    /// Sent certificates that belong to no place of the chain.
    package var unrelated = 0
    /// Seconds since 1970; nil where the capture does not know its date.
    package var judgedAt: Int64?

    package var leaf: Certificate? { chain.first }

    package var isTrusted: Bool {
        if case .trusted = trust { return true }
        return false
    }

    /// Everything is in order, as far as can be seen: who refuses it has the reason on its own side.
    package var isSound: Bool {
        isTrusted && expired.isEmpty && notYetValid.isEmpty && nameMatch != .differs && nameMatch != .commonNameOnly
            && judgedAt != nil && leaf?.isForServers ?? false
    }

    /// What a client may object to, as stable words.
    package var problems: [String] {
        var words: [String] = []
        if !expired.isEmpty { words.append("expired") }
        if !notYetValid.isEmpty { words.append("not-yet-valid") }
        switch trust {
        case .trusted: break
        case .selfSigned: words.append("self-signed")
        case .unknownRoot: words.append("unknown-root")
        case .issuerMissing: words.append("issuer-missing")
        case .broken: words.append("chain-broken")
        }
        if nameMatch == .differs { words.append("name-mismatch") }
        if nameMatch == .commonNameOnly { words.append("common-name-only") }
        if !isInOrder { words.append("out-of-order") }
        if unrelated > 0 { words.append("unrelated-certificates") }
        if chain.contains(where: \.hasWeakKey) { words.append("weak-key") }
        if chain.contains(where: \.hasWeakSignature) { words.append("weak-signature") }
        if let leaf, !leaf.isForServers { words.append("not-for-servers") }
        if unreadable > 0 { words.append("unreadable") }
        return words
    }
}

/// The name that the client used for the server, as far as the capture tells.
package struct CertificateName: Hashable, Sendable {
    package enum Source: String, Sendable { case sni, lookup, address }

    package var text: String
    package var source: Source

    package init(_ text: String, _ source: Source) {
        self.text = text
        self.source = source
    }
}
