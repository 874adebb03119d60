import Bytes
import Synchronization

/// Judges chains of certificates. Authorities are read when the first chain is there; what came of a chain is remembered.
package final class TrustStore: Sendable {
    /// Certificates of a chain that are looked at, and chains that are remembered.
    static let longestChain = 10
    static let remembered = 256
    /// Authorities that are taken of one file.
    static let authorities = 2_000

    private struct State: ~Copyable {
        var store: OpenSSLTrust?
        var known: [[String]: [Known]] = [:]
        var count = 0
    }

    /// What holds of a chain while no certificate of it begins or ends to be valid.
    private struct Known {
        var findings: CertificateFindings
        var from: Int64
        var until: Int64
    }

    private let given: [[UInt8]]
    private let state = Mutex(State())

    /// `given`: authorities besides the system's, as DER.
    package init(given: [[UInt8]] = []) { self.given = given }

    /// The certificates of a PEM or DER file; none where it holds none.
    package static func authorities(_ file: [UInt8]) -> [[UInt8]] {
        let found = OpenSSLTrust.certificates(pem: file, most: authorities)
        if found.isEmpty, OpenSSLCertificate(file) != nil { return [file] }
        return found
    }

    /// Judges a chain as a server sent it, leaf first, at a time in seconds since 1970. Nil where its first certificate
    /// cannot be read.
    package func examine(_ sent: [[UInt8]], for name: CertificateName?, at seconds: Int64?) -> CertificateFindings? {
        guard let first = sent.first, let leaf = OpenSSLCertificate(first) else { return nil }
        let seconds = seconds.flatMap { $0 < Self.earliest ? nil : $0 }
        var findings = judged(Array(sent.prefix(Self.longestChain)), at: seconds)
        findings.unreadable += max(0, sent.count - Self.longestChain)
        findings.judgedAt = seconds
        findings.name = name
        findings.nameMatch = Self.match(leaf, name)
        return findings
    }

    /// 2000-01-01. A capture of an earlier time has no date: its clock began at 1970.
    static let earliest: Int64 = 946_684_800

    private static func match(_ leaf: OpenSSLCertificate, _ name: CertificateName?) -> CertificateFindings.NameMatch {
        guard let name else { return .unknown }
        if name.source == .address {
            // The client may have used a name that the capture does not hold.
            return leaf.isAddressed(name.text) ? .matches : .unknown
        }
        let host = name.text.hasSuffix(".") ? String(name.text.dropLast()) : name.text
        if leaf.isNamed(host) || leaf.isAddressed(host) { return .matches }
        return leaf.isNamedByCommonName(host) ? .commonNameOnly : .differs
    }

    // MARK: - Without the name

    private func judged(_ sent: [[UInt8]], at seconds: Int64?) -> CertificateFindings {
        let given = given
        let key = sent.map { Self.fingerprint($0) }
        return state.withLock { state in
            let moment = seconds ?? .min
            if let known = state.known[key]?.first(where: { $0.from <= moment && moment < $0.until }) {
                return known.findings
            }
            let store = state.store ?? OpenSSLTrust(given: given)
            state.store = store
            let known = Self.judge(sent, store, at: seconds)
            if state.count >= Self.remembered {
                state.known = [:]
                state.count = 0
            }
            state.known[key, default: []].append(known)
            state.count += 1
            return known.findings
        }
    }

    private static func judge(
        _ sent: [[UInt8]], _ store: OpenSSLTrust, at seconds: Int64?
    ) -> Known {
        var readable: [Certificate] = []
        var handles: [OpenSSLCertificate] = []
        for der in sent {
            guard let handle = OpenSSLCertificate(der) else { continue }
            handles.append(handle)
            readable.append(handle.read(der))
        }
        var outcome = store.verify(handles, at: seconds)
        if case .verified = outcome.result {} else if seconds != nil { outcome = store.verify(handles, at: nil) }
        let trust = trust(outcome, readable)
        var findings = CertificateFindings(chain: readable, trust: trust)
        findings.unreadable = sent.count - readable.count
        order(handles, into: &findings)
        // What the client has by itself (the anchor) is the client's affair; what was sent is the server's.
        let path = outcome.built.isEmpty ? readable : outcome.built
        let sentPrints = Set(readable.map(\.fingerprint))
        let judged = path.filter { certificate in
            sentPrints.contains(certificate.fingerprint)
                && (!certificate.isSelfSigned || certificate.fingerprint == readable.first?.fingerprint)
        }
        if let seconds {
            findings.expired = judged.filter { $0.isExpired(at: seconds) }
            findings.notYetValid = judged.filter { $0.isNotYetValid(at: seconds) }
        }
        guard let seconds else { return Known(findings: findings, from: .min, until: .min + 1) }
        let limits = (path + readable).flatMap { [$0.notBefore, $0.notAfter.map { $0 &+ 1 }] }.compactMap(\.self)
        return Known(
            findings: findings, from: limits.filter { $0 <= seconds }.max() ?? .min + 1,
            until: limits.filter { $0 > seconds }.min() ?? .max)
    }

    private static func trust(
        _ outcome: OpenSSLTrust.Outcome, _ chain: [Certificate]
    ) -> CertificateFindings.Trust {
        let last = outcome.built.last ?? chain.last
        switch outcome.result {
        case .verified: return .trusted(anchor: last?.title ?? "")
        case .selfSignedLeaf: return .selfSigned
        case .selfSignedRoot: return .unknownRoot(last?.title ?? "")
        case .issuerMissing:
            return .issuerMissing(last?.issuerTitle ?? "", isLeafs: last?.fingerprint == chain.first?.fingerprint)
        case .time: return .broken("certificate out of its time")
        case .other(let words):
            // The root was told from the chain before something else in it was found wrong.
            return chain.first?.isSelfSigned ?? false ? .selfSigned : .broken(words)
        }
    }

    private static func order(_ handles: [OpenSSLCertificate], into findings: inout CertificateFindings) {
        var current = handles.first
        var rest = Array(handles.dropFirst())
        while let certificate = current {
            guard let next = rest.firstIndex(where: { $0 !== certificate && $0.issued(certificate) }),
                !certificate.issued(certificate)
            else { break }
            if next != 0 { findings.isInOrder = false }
            current = rest.remove(at: next)
        }
        findings.unrelated = rest.count
    }

    private static func fingerprint(_ der: [UInt8]) -> String {
        let digest = OpenSSLDigest(.sha256)
        digest.update(der.rawSpan)
        return digest.finish().map { String($0, radix: 16) }.joined(separator: ":")
    }
}
