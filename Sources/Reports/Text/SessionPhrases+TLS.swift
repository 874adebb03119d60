import Capture
import Diagnosis
import Sessions
import TLS

extension SessionPhrases {
    /// As far as the capture shows it.
    static func offers(_ hello: ClientHello) -> String {
        [
            hello.showsVersions ? "up to \(hello.highestVersion)" : nil,
            hello.showsSuites ? "\(hello.cipherSuites.count) cipher suites" : nil,
            hello.isCut ? "the rest is not in the capture" : nil,
        ].compactMap(\.self).joined(separator: ", ")
    }

    /// What was agreed on, and with `all` the certificate; nothing where TLS did not matter.
    func tls(all: Bool) -> [String] {
        guard let facts = diagnosed.session.tls else { return [] }
        // Whoever gave keys wants to know that they opened nothing.
        let unopened = facts.decryption.flatMap { $0.records == 0 ? $0.problem : nil }
        guard all || diagnosed.verdict.stoppedAt == .tls || unopened != nil else { return [] }
        var parts: [String] = []
        if let version = facts.version {
            let suite = facts.serverHello.map { ", " + CipherSuiteNames.name($0.cipherSuite) } ?? ""
            parts.append("\(version)\(suite)")
        }
        if let hello = facts.clientHello {
            let offers = [
                hello.showsVersions ? "\(hello.highestVersion) at most" : nil,
                hello.showsSuites ? "\(hello.cipherSuites.count) cipher suites" : nil,
            ].compactMap(\.self)
            if !offers.isEmpty { parts.append("the client offers " + offers.joined(separator: ", ")) }
            if let name = hello.serverName { parts.append("asks for \(name)") }
        }
        if facts.isResumed ?? false { parts.append("an earlier session resumed") }
        if facts.helloRetryRequest != nil { parts.append("the server asked for another key share") }
        if facts.certificateRequest != nil { parts.append("the server asked for a client certificate") }
        var lines = parts.isEmpty ? [] : [parts.joined(separator: "; ") + "."]
        if let unopened { lines.append("The keys opened nothing: \(unopened.rawValue).") }
        if all, let findings = diagnosed.certificates, let certificate = certificate(findings) {
            lines.append(certificate)
        }
        return lines
    }

    private func certificate(_ findings: CertificateFindings) -> String? {
        guard let leaf = findings.leaf else { return nil }
        let names = leaf.names + leaf.addresses
        let listed = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", …" : "")
        var text = "Certificate of \(leaf.subject), issued by \(leaf.issuer), for \(names.isEmpty ? "no name" : listed)"
        if let from = Self.day(leaf.notBefore), let until = Self.day(leaf.notAfter) {
            text += ", valid from \(from) to \(until)"
        }
        if case .trusted(let anchor) = findings.trust { text += ", trusted through \(anchor)" }
        let problems = findings.problems
        return text + (problems.isEmpty ? "." : "; problems: \(problems.joined(separator: ", ")).")
    }

    private static func day(_ seconds: Int64?) -> String? {
        guard let seconds, abs(seconds) < 9_000_000_000 else { return nil }
        return String(Timestamp(nanoseconds: seconds * 1_000_000_000).rfc3339.prefix { $0 != "T" })
    }
}
