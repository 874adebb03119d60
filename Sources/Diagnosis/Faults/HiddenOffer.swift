import Knowledge
import SMTP

/// Seen beyond the firewall, a client that goes without the STARTTLS that the server offers may never have been told of
/// it: what the box made of the server's words does not show here.
enum HiddenOffer {
    static func weigh(_ finding: Finding, _ story: Story) -> Finding {
        guard story.isOutside, story.tls == nil, !story.dialogue.startedTLS, story.offers("STARTTLS"),
            finding.reply != nil, [.deviceConfig, .deviceCapability].contains(finding.responsible),
            finding.stoppedAt.map({ [.starttls, .auth, .mail].contains($0) }) ?? false
        else { return finding }
        var finding = finding
        finding.confidence = min(finding.confidence, .likely)
        if !finding.candidates.contains(.firewall) { finding.candidates.append(.firewall) }
        finding.cannotShow.append(
            "whether the device was told of STARTTLS: a box before this point may have taken it out")
        return finding
    }
}
