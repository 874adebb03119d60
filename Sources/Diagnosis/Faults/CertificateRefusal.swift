import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// Why a client did not take the server's certificate. The alert says what the client did; the chain, judged at the time
/// of the capture, says who is at fault.
struct CertificateRefusal {
    private let story: Story
    private let knowledge: KnowledgeBase
    private let findings: CertificateFindings

    /// Nil where the capture does not show the server's certificate.
    init?(_ story: Story, _ knowledge: KnowledgeBase) {
        guard let findings = story.certificates else { return nil }
        self.story = story
        self.knowledge = knowledge
        self.findings = findings
    }

    private enum Reason {
        case interception, expired, notYetValid, selfSigned, incomplete, untrusted, name, root, clock
    }

    /// What a client that uses this alert objects to, the most usual first (RFC 5246 §7.2.2, RFC 8446 §6.2). OpenSSL says
    /// unknown_ca before it looks at names and times, bad_certificate for a wrong name and for one that is not valid yet.
    private static func reasons(_ alert: UInt8?) -> [Reason] {
        switch alert {
        case 45: [.expired, .notYetValid, .clock]
        case 42: [.interception, .name, .notYetValid, .expired, .selfSigned, .incomplete, .untrusted, .clock]
        case 48: [.interception, .selfSigned, .incomplete, .untrusted, .root, .name]
        case 43, 44: []
        default:
            [.interception, .expired, .notYetValid, .selfSigned, .name, .incomplete, .untrusted, .root]
        }
    }

    /// `seen`: how the client refused. `alert`: its code, nil where the client left without one. `mayLackRoot`: nothing but
    /// the certificate can have displeased it.
    func finding(alert: UInt8?, seen: [Evidence], mayLackRoot: Bool = true) -> Finding? {
        if isChainCut { return besideSpeaker(cutChain(seen)) }
        for reason in Self.reasons(alert) where reason != .root || mayLackRoot {
            guard var finding = finding(reason, alert) else { continue }
            finding.evidence = seen + [shown] + finding.evidence
            if findings.nameMatch == .unknown {
                finding.cannotShow.append("which name the client used for the server: names were not compared")
            }
            return besideSpeaker(finding)
        }
        return nil
    }

    // MARK: - A chain of which the capture lacks a part

    /// An issuer is missing, and octets that the server sent are not in the capture: the issuer may stand in them.
    private var isChainCut: Bool {
        guard case .issuerMissing = findings.trust, let server = story.connection?.server else { return false }
        return server.missing > 0 || server.truncated > 0
    }

    private func cutChain(_ seen: [Evidence]) -> Finding {
        var finding = finding(
            "certificate-refused", .unknown,
            or: [.deviceConfig, .deviceCapability, .serverFault] + (story.isServerNeighbour ? [] : [.firewall]),
            .possible, "a part of the server's certificates is not in the capture")
        finding.evidence = seen + [shown] + finding.evidence
        finding.cannotShow.append("who signed the server's certificate: octets of the chain were not captured")
        return finding
    }

    // MARK: - The reasons

    private func finding(_ reason: Reason, _ alert: UInt8?) -> Finding? {
        switch reason {
        case .interception: return interception
        case .expired:
            guard let expired = findings.expired.first else { return nil }
            // The device's clock and the capture's agree.
            return finding(
                "certificate-expired", .serverFault, or: alert == 45 ? [] : [.deviceConfig, .deviceCapability],
                alert == 45 ? .proven : .likely,
                "the certificate of \(expired.title) ran out on \(Self.day(expired.notAfter)), before this capture")
        case .notYetValid:
            guard let early = findings.notYetValid.first else { return nil }
            return finding(
                "certificate-not-yet-valid", .serverFault, or: [.deviceConfig], .likely,
                "the certificate of \(early.title) is valid from \(Self.day(early.notBefore)) on, after this capture")
        case .selfSigned:
            guard findings.trust == .selfSigned else { return nil }
            return finding(
                "certificate-self-signed", .serverFault, or: [.deviceConfig], .likely,
                "the certificate is signed by itself, and by no authority")
        case .incomplete: return incomplete
        case .untrusted: return untrusted
        case .name: return name(alert)
        case .root:
            // Who says unknown_ca has not come to the dates.
            guard findings.isTrusted, alert == 48 || findings.expired.isEmpty && findings.notYetValid.isEmpty,
                findings.nameMatch != .differs
            else { return nil }
            return finding(
                "certificate-untrusted", .deviceCapability, or: [.deviceConfig], .likely,
                "nothing is wrong with the chain: \(verified). The client lacks this authority")
        case .clock:
            guard findings.expired.isEmpty, findings.notYetValid.isEmpty, findings.judgedAt != nil,
                alert == 45 || findings.isSound
            else { return nil }
            return finding(
                "device-clock-wrong", .deviceConfig, or: [.deviceCapability], alert == 45 ? .likely : .possible,
                "every certificate that the server sent was valid at the time of the capture")
        }
    }

    private var incomplete: Finding? {
        guard case .issuerMissing(let issuer, isLeafs: true) = findings.trust,
            knowledge.issuers.isPublic(organization: findings.leaf?.issuerOrganization)
        else { return nil }
        return finding(
            "certificate-chain-incomplete", .serverFault, or: [.deviceCapability], .likely,
            "the server did not send the certificate of \(issuer), which issued its own and is no root")
    }

    private var untrusted: Finding? {
        let why: String
        switch findings.trust {
        case .trusted, .selfSigned: return nil
        case .unknownRoot(let root):
            why = "the chain leads to \(root), which is no authority of this system or --ca-file"
        case .issuerMissing(let issuer, _):
            why = "\(issuer) was not sent, and is no authority of this system or --ca-file"
        case .broken(let words): why = "the chain does not verify: \(words)"
        }
        let box: [Responsible] = story.isServerNeighbour ? [] : [.firewall]
        return finding(
            "certificate-untrusted", .unknown, or: [.deviceConfig, .deviceCapability, .serverFault] + box, .likely, why)
    }

    private func name(_ alert: UInt8?) -> Finding? {
        guard let name = findings.name, let leaf = findings.leaf else { return nil }
        let names = leaf.names.isEmpty ? "\(leaf.title) (no list of names)" : Self.list(leaf.names)
        switch findings.nameMatch {
        case .matches: return nil
        case .unknown:
            // The client's word for a wrong name, and an address is all that it is known to have used.
            guard alert == 42, findings.isTrusted, findings.expired.isEmpty, findings.notYetValid.isEmpty,
                name.source == .address
            else { return nil }
            return finding(
                "certificate-name-mismatch", .unknown, or: [.deviceConfig, .deviceCapability], .possible,
                "the certificate is for \(names), not for the address \(name.text)")
        case .commonNameOnly:
            return finding(
                "certificate-name-mismatch", .serverFault, or: [.deviceCapability], .likely,
                "\(name.text) is only the certificate's common name, which no longer counts (RFC 9525 §2)")
        case .differs:
            // Under a provider's name another's certificate: the way led to another server.
            let said = "the certificate is for \(names), not for \(name.text)"
            if story.provider(knowledge) != nil {
                return finding(
                    "certificate-name-mismatch", .unknown, or: [.dnsConfig, .firewall, .isp, .serverFault], .likely,
                    said)
            }
            return finding("certificate-name-mismatch", .serverFault, or: [.deviceConfig, .dnsConfig], .likely, said)
        }
    }

    // MARK: - A box that signs

    /// A certificate that bears the server's names and is not the server's: a box on the path made it.
    var interception: Finding? {
        guard let because = inspection else { return nil }
        // The box is on the device's side of this capture point only where the device is.
        if story.isOutside {
            return finding("tls-interception", .unknown, or: [.firewall, .isp], .likely, because)
        }
        return finding("tls-interception", .firewall, .likely, because)
    }

    /// What shows that a box signed the certificate; nil where nothing does.
    var inspection: String? {
        guard let leaf = findings.leaf, findings.nameMatch == .matches else { return nil }
        for certificate in findings.chain {
            if let box = knowledge.issuers.box(
                organization: certificate.issuerOrganization, commonName: certificate.issuerCommonName)
            {
                return
                    "the certificate for \(findings.name?.text ?? leaf.title) is signed by \(certificate.issuerTitle), as \(box.title) signs"
            }
        }
        guard let provider = story.provider(knowledge), !findings.isTrusted, !isChainCut,
            knowledge.issuers.signs(organization: leaf.issuerOrganization, for: provider) == false
        else { return nil }
        return
            "the certificate for \(findings.name?.text ?? leaf.title) is signed by \(leaf.issuerTitle), which does not sign for \(provider)"
    }

    // MARK: -

    private func finding(
        _ cause: String, _ responsible: Responsible, or candidates: [Responsible] = [], _ confidence: Confidence,
        _ because: String
    ) -> Finding {
        Finding(cause, .failed, at: .tls, responsible, or: candidates, confidence, [Evidence(because, frames)])
    }

    /// A proxy may speak for the device here, and refuse in its place.
    private func besideSpeaker(_ finding: Finding) -> Finding {
        guard story.viewpoint == .outsideBesideSpeaker, finding.responsible.party == .device else { return finding }
        var finding = finding
        finding.leaveOpen(or: [.firewall])
        return finding
    }

    private var frames: [Int] { (story.tls?.serverCertificateMoment?.frame).map { [$0] } ?? [] }

    private var shown: Evidence { Evidence(Self.description(findings), frames) }

    private var verified: String {
        guard case .trusted(let anchor) = findings.trust else { return "" }
        let name = findings.nameMatch == .matches ? ", bears the name \(findings.name?.text ?? "")" : ""
        return "it leads to \(anchor), was valid at the time of the capture\(name)"
    }

    /// "the certificate: mail.example.net, issued by Example CA, valid 2026-01-01 to 2026-12-31".
    static func description(_ findings: CertificateFindings) -> String {
        guard let leaf = findings.leaf else { return "no certificate" }
        return
            "the certificate shown: \(leaf.title), issued by \(leaf.isSelfSigned ? "itself" : leaf.issuerTitle), valid from \(day(leaf.notBefore)) to \(day(leaf.notAfter))"
    }

    static func day(_ seconds: Int64?) -> String {
        guard let seconds, abs(seconds) < 9_000_000_000 else { return "an unknown day" }
        return Day.of(nanoseconds: seconds * 1_000_000_000)
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    }
}
