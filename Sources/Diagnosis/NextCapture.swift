/// Where to capture next, so that those who remain can be told apart.
enum NextCapture {
    /// Nil where the cause's own wording knows better: the point of this capture, or its fault, is not of the network.
    static func of(_ finding: Finding, _ story: Story) -> String? {
        let remaining = Set([finding.responsible] + finding.candidates)
        if story.connection == nil, story.isOutside, finding.cause == "dns-server-silent" {
            return
                "Ask this DNS server from another network, or its operator: a query that it answers there leaves the provider and the path."
        }
        guard story.connection != nil, remaining.count > 1 else { return nil }
        let what = finding.stoppedAt == .connect ? "the SYN" : "the same packets"
        switch story.viewpoint {
        case .besideClient, .behindRouter:
            guard remaining.contains(.firewall), !remaining.isDisjoint(with: beyond) else { return nil }
            return
                "Capture on the firewall's outside at the same time, and compare: \(what) seen there clear\(what == "the SYN" ? "s" : "") the firewall, and then the provider or the server remain."
        case .outside, .outsideBesideSpeaker:
            if !remaining.isDisjoint(with: [.deviceFault, .deviceConfig]), remaining.contains(.firewall) {
                return
                    "Capture on the firewall's inside at the same time, and compare: what the device itself sends there separates it from the firewall."
            }
            guard remaining.contains(.serverFault) || remaining.contains(.serverPolicy) else { return nil }
            guard !remaining.isDisjoint(with: [.isp, .networkPath]) else { return nil }
            return
                "Capture at the server, or ask its operator for its log at this time: \(what) that arrive\(what == "the SYN" ? "s" : "") there clear\(what == "the SYN" ? "s" : "") the provider and the path."
        case .besideServer:
            guard remaining.contains(.firewall) else { return nil }
            return
                "Capture on both sides of the client's firewall at the same time, and compare: this point cannot tell the client from the boxes before it."
        }
    }

    private static let beyond: Set<Responsible> = [.isp, .networkPath, .serverFault, .serverPolicy]
}
