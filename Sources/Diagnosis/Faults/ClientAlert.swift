import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// The client ended the handshake with an alert that can be read.
struct ClientAlert {
    private let alert: Alert
    private let tls: TLSFacts

    init(_ alert: Alert, _ tls: TLSFacts) {
        self.alert = alert
        self.tls = tls
    }

    private var seen: Evidence {
        Evidence("the client sent the fatal alert \(alert.name) (\(alert.code))", [alert.moment.frame])
    }

    func finding(_ story: Story, _ knowledge: KnowledgeBase) -> Finding {
        if alert.isAboutCertificate {
            if let refusal = CertificateRefusal(story, knowledge) {
                if let finding = refusal.finding(alert: alert.code, seen: [seen]) { return finding }
            }
            return lacksProvidersRoot(story, knowledge) ?? unexplained(story)
        }
        switch alert.code {
        case 70:
            let version = tls.version.map { "\($0)" } ?? "an older version"
            return Finding(
                "server-tls-too-old", .failed, at: .tls, .serverFault, or: [.deviceConfig], .likely,
                [
                    Evidence(
                        "the server chose \(version), which the client does not accept",
                        [tls.serverHello?.moment.frame ?? alert.moment.frame]), seen,
                ])
        default:
            return Finding(
                "client-closed-during-handshake", .failed, at: .tls, .unknown,
                or: [.deviceCapability, .deviceConfig, .serverFault, .firewall], .likely, [seen])
        }
    }

    /// A provider's own chain is known to be in order, and no box beside the client speaks in its place.
    private func lacksProvidersRoot(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard alert.code == 48, story.certificates == nil, story.isFarProvider(knowledge),
            story.viewpoint != .outsideBesideSpeaker
        else { return nil }
        let provider = story.provider(knowledge) ?? "a provider"
        let ttl = story.connection?.server.ttlHighest ?? 0
        var finding = Finding(
            "certificate-untrusted", .failed, at: .tls, .deviceCapability, or: [.deviceConfig, .firewall], .likely,
            [
                seen,
                Evidence(
                    "\(story.serverName ?? "the server") belongs to \(provider), whose certificates public authorities sign; its packets crossed \(Story.hops(ttl)) routers (TTL \(ttl)), so no box beside the client made them",
                    [tls.serverHello?.moment.frame ?? alert.moment.frame]),
            ])
        finding.cannotShow = [story.hiddenCertificate]
        return finding
    }

    /// The alert alone: the certificate is not to be seen, or does not explain it.
    private func unexplained(_ story: Story) -> Finding {
        var finding: Finding
        switch alert.code {
        case 45:
            finding = Finding(
                "certificate-expired", .failed, at: .tls, .unknown, or: [.serverFault, .deviceConfig], .likely, [seen])
        case 48:
            // The root is missing in the device, or a box on the path signs in another's name: only the chain tells.
            finding = Finding(
                "certificate-untrusted", .failed, at: .tls, .unknown,
                or: [.deviceCapability, .deviceConfig, .firewall, .serverFault], .likely, [seen])
        case 43:
            finding = Finding(
                "certificate-refused", .failed, at: .tls, .unknown, or: [.deviceCapability, .serverFault], .likely,
                [seen])
        case 44:
            finding = Finding(
                "certificate-refused", .failed, at: .tls, .unknown, or: [.serverFault, .deviceConfig, .firewall],
                .likely, [seen])
        default:
            finding = Finding(
                "certificate-refused", .failed, at: .tls, .unknown,
                or: [.deviceCapability, .deviceConfig, .serverFault, .firewall], .likely, [seen])
        }
        if let findings = story.certificates {
            let frame = tls.serverCertificateMoment?.frame ?? alert.moment.frame
            finding.evidence.append(Evidence(CertificateRefusal.description(findings), [frame]))
        } else {
            finding.cannotShow = [story.hiddenCertificate]
        }
        return finding
    }
}

extension Alert {
    /// The alert is about the other end's certificate (RFC 8446 §6.2).
    var isAboutCertificate: Bool { (42...46).contains(code) || code == 48 }

    /// A client that trusts nobody's certificate here says one of these.
    var isAboutTrust: Bool { from == .client && [42, 46, 48].contains(code) }
}
