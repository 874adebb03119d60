import Knowledge
import Sessions
import Streams

/// What two views must not be taken for. A capture may lose a packet: one packet's absence from one of two captures
/// convicts nobody; and a box that let everything through is no culprit.
enum LoneAbsence {
    static func weigh(_ finding: Finding, _ story: PairStory) -> Finding {
        // What came out as it went in was not made in the box, whatever one view alone thinks.
        if finding.responsible == .firewall, story.passes, story.changes.isEmpty, MergedFinding.isBoxClear(story) {
            return open(finding, or: [.serverFault, .isp, .networkPath])
        }
        var weighed = finding.responsible == .firewall && restsOnOne(finding, story) ? merged(finding, story) : finding
        if weighed.responsible == .firewall, let routers = routersBetween(story) {
            weighed.leaveOpen(or: [.isp, .networkPath])
            weighed.confidence = min(weighed.confidence, .likely)
            weighed.cannotShow.append(
                "which of the \(routers) routers between both points did this: the firewall is one of them; capture right behind it"
            )
        }
        return hidesTheOffer(weighed, story) ? open(weighed, or: [weighed.responsible, .firewall]) : weighed
    }

    /// Of a connection that passes the box, all but one of the packets came through as they were.
    private static func restsOnOne(_ finding: Finding, _ story: PairStory) -> Bool {
        guard story.passes, !story.isRedirected, !resetCauses.contains(finding.cause) else { return false }
        let differences = story.pair.passage.crossings.filter { $0.fate != .passed }
        return differences.count + story.pair.passage.innerICMP.count <= 1
            && !differences.contains { $0.fate == .changed } && story.changes.isEmpty
    }

    /// Routers between both points, where they are more than a site's own switch and its firewall: the outer point may lie
    /// beyond the provider's. A box that opens the connection anew begins with a time to live of its own.
    private static func routersBetween(_ story: PairStory) -> Int? {
        guard story.passes, let inner = story.inside?.connection?.client.ttlFirst,
            let outer = story.outside?.connection?.client.ttlFirst, outer < inner
        else { return nil }
        let routers = Int(inner) - Int(outer)
        return routers > sitesOwnRouters && routers < 32 ? routers : nil
    }

    private static let sitesOwnRouters = 2

    /// `BoxResetFault` asks for more than an absence.
    private static let resetCauses: Set<String> = ["firewall-injects-reset", "firewall-state-timeout"]

    private static func merged(_ finding: Finding, _ story: PairStory) -> Finding {
        let other = MergedFinding.of(story)
        return other.responsible == .firewall
            ? open(finding, or: [.firewall, .isp, .networkPath, .serverFault]) : other
    }

    /// Octets are missing, and it stopped where what the box may have done to STARTTLS or to TLS would stand in them.
    private static func hidesTheOffer(_ finding: Finding, _ story: PairStory) -> Bool {
        guard let outside = story.outside, let stage = finding.stoppedAt else { return false }
        let isUnseen = (story.inside?.hasEHLOReply ?? false) && !outside.hasEHLOReply
        guard story.isDamaged || isUnseen, outside.connection != nil else { return false }
        let isWeakened: Set<Responsible> = [.deviceConfig, .deviceCapability, .serverPolicy, .serverFault]
        return [.starttls, .tls, .auth].contains(stage) && isWeakened.contains(finding.responsible)
            && (finding.reply == nil || finding.cause.contains("starttls"))
    }

    private static func open(_ finding: Finding, or candidates: [Responsible]) -> Finding {
        var finding = finding
        finding.responsible = .unknown
        finding.candidates = candidates
        finding.confidence = .possible
        finding.cannotShow.append(
            candidates.contains(.firewall)
                ? "whether the box did this, or one of the two captures lost a packet"
                : "who did this beyond the box: everything passed it as it was")
        return finding
    }
}
