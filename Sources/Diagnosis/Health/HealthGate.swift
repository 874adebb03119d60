import Capture
import Knowledge
import Sessions
import Streams

/// Lowers a verdict where the capture's health takes away what it rests on. A reply, a certificate or a reset that is
/// in the capture was there, whatever else is missing; a silence, a duration or a size may be the capture's.
enum HealthGate {
    static func weigh(_ finding: Finding, _ story: Story?) -> Finding {
        guard let story, finding.responsible != .capture else { return finding }
        var finding = finding
        for doubt in doubts(about: finding, story) where !finding.doubts.contains(doubt.kind) {
            finding.doubts.append(doubt.kind)
            finding.cannotShow.append(doubt.text)
            if let evidence = doubt.evidence { finding.evidence.append(evidence) }
            if doubt.isGrave { finding.leaveOpen() }
        }
        if !finding.doubts.isEmpty { finding.confidence = finding.confidence == .proven ? .likely : .possible }
        return finding
    }

    private struct Doubt {
        var kind: HealthFinding.Kind
        var text: String
        var evidence: Evidence?
        /// Nobody may be named for it.
        var isGrave = false
    }

    private static func doubts(about finding: Finding, _ story: Story) -> [Doubt] {
        guard let facts = story.connection else { return silence(of: finding, nil, story) }
        return silence(of: finding, facts, story) + times(of: finding, facts, story) + sizes(of: finding, facts)
    }

    // MARK: - What is missing

    private static func silence(of finding: Finding, _ facts: ConnectionFacts?, _ story: Story) -> [Doubt] {
        guard finding.reply == nil, !shown.contains(finding.cause) else { return [] }
        let health = story.health
        var doubts: [Doubt] = []
        if let frame = health.damage(during: story) {
            doubts.append(
                Doubt(
                    kind: .fileDamaged,
                    text: "what stood in the damaged part of the file, after frame \(frame): the silence may be its",
                    isGrave: silences.contains(finding.cause)))
        }
        if health.droppedPackets > 0 {
            let packets = Phrase.count(health.droppedPackets, "packet")
            doubts.append(
                Doubt(
                    kind: .packetsDropped, text: "whether something was said in the \(packets) that the capture dropped"
                ))
        }
        guard let facts else { return doubts }
        let unseen = facts.client.notCaptured + facts.server.notCaptured
        if unseen > 0 {
            doubts.append(
                Doubt(
                    kind: .octetsNotCaptured,
                    text: "what stood in \(Phrase.octets(unseen)) that were acknowledged and not captured"))
        }
        let cut = facts.client.truncated + facts.server.truncated
        if cut > 0 {
            doubts.append(
                Doubt(kind: .framesCut, text: "what stood in \(Phrase.octets(cut)) that the snap length cut off"))
        }
        return doubts
    }

    /// Causes whose evidence is in the capture, if it is anywhere: resets, ICMP errors, alerts, certificates, versions.
    private static let shown: Set<String> = [
        "firewall-injects-reset", "firewall-rejects-port", "isp-rejects-port", "path-injects-reset",
        "connection-refused", "wrong-port", "host-unreachable", "routing-loop", "pmtud-icmp-blocked",
        "tls-version-too-old", "no-shared-cipher", "certificate-expired", "certificate-self-signed",
        "certificate-name-mismatch", "certificate-untrusted", "certificate-not-yet-valid",
        "certificate-chain-incomplete", "certificate-refused", "device-clock-wrong",
        "client-certificate-demanded", "server-tls-too-old", "tls-interception", "implicit-tls-on-starttls-port",
        "plaintext-on-implicit-tls-port", "not-an-smtp-server", "esmtp-inspection", "starttls-stripped",
        "greeting-of-another-server", "transparent-redirect", "dns-nxdomain", "dns-servfail", "dns-refused",
        "dns-no-address", "dns-wrong-address", "delivered", "encrypted-after-tls",
    ]

    /// Causes that name somebody for what is not there.
    private static let silences: Set<String> = [
        "no-reply", "no-greeting", "no-reply-after-message", "no-ehlo", "no-ehlo-after-starttls",
        "server-closed-without-reply", "closed-before-greeting", "closed-after-message-without-reply",
        "client-closed-without-reason", "client-closed-mid-data", "client-idle-too-long", "no-end-of-data",
        "server-zero-window", "gateway-arp-unanswered", "dns-server-silent", "firewall-drops-dns",
        "firewall-drops-port",
    ]

    // MARK: - What is distorted

    private static func times(of finding: Finding, _ facts: ConnectionFacts, _ story: Story) -> [Doubt] {
        guard durations.contains(finding.cause) else { return [] }
        if facts.clockDifference > 0 {
            return [
                Doubt(
                    kind: .severalClocks,
                    text: "durations: two capture points' clocks differ by \(Phrase.seconds(facts.clockDifference))",
                    isGrave: true)
            ]
        }
        guard let step = step(within: finding, facts, story) else { return [] }
        return [
            Doubt(
                kind: .clockSetBack,
                text: "durations: times of this session go back, by \(Phrase.seconds(step.seconds)) or more",
                evidence: Evidence("it is earlier than the packet before it", [step.origin.frame]), isGrave: true)
        ]
    }

    /// A step back that the wait spans or touches, and that is no small part of it. Steps elsewhere leave it as it was;
    /// of those that are not kept, nobody knows where they are.
    private static func step(
        within finding: Finding, _ facts: ConnectionFacts, _ story: Story
    ) -> (origin: Origin, seconds: Double)? {
        let steps = facts.keptBackwardSteps
        guard let last = steps.last else { return nil }
        let wait = story.wait
        let frames = finding.evidence.flatMap(\.frames) + (wait.map { [$0.since.frame, $0.until.frame] } ?? [])
        guard let first = frames.min(), let end = frames.max(), facts.backwardSteps == steps.count else { return last }
        let seconds = wait.map { $0.until.time.seconds(since: $0.since.time) } ?? 0
        return steps.first { step in
            // The packet before a step may be the wrong one.
            (first...(end &+ 1)).contains(step.origin.frame) && step.seconds >= seconds / smallestShare
        }
    }

    /// A step below this part of a wait does not change what the wait says.
    private static let smallestShare = 10.0

    /// Causes that a duration alone tells.
    private static let durations: Set<String> = [
        "client-timeout-too-short", "client-timeout-before-reply", "client-idle-too-long", "no-end-of-data",
        "firewall-state-timeout", "no-reply", "no-greeting", "no-reply-after-message", "server-zero-window",
    ]

    private static func sizes(of finding: Finding, _ facts: ConnectionFacts) -> [Doubt] {
        guard ["mtu-black-hole", "large-segments-missing", "pmtud-icmp-blocked"].contains(finding.cause),
            let octets = facts.overlongSegment
        else { return [] }
        return [
            Doubt(
                kind: .segmentsOverMTU,
                text: "the size of segments: up to \(Phrase.octets(octets)) were captured as one (offload)")
        ]
    }
}

extension CaptureHealth {
    /// The frame after which the file is damaged while this session, or the wait after it, went on.
    fileprivate func damage(during story: Story) -> Int? {
        damagedAfter.first { $0 >= story.session.first.frame }
    }
}
