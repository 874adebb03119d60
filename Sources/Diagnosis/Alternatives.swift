import Knowledge

/// What else a strong sign would fit, where the finding itself names no other party: a likely verdict always says it.
enum Alternatives {
    static func of(_ finding: Finding, _ confidence: Confidence, hasBothSides: Bool = false) -> String? {
        guard confidence == .likely, finding.candidates.isEmpty, finding.cannotShow.isEmpty else { return nil }
        return switch finding.responsible {
        case .deviceFault: "whether a setting of the device, such as a time limit, made it do so, or its firmware"
        case .deviceConfig, .deviceCapability: "whether another setting is enough, or only other firmware"
        case .firewall:
            hasBothSides
                ? "by which rule of the box" : "which box on the device's side it was, and by which rule"
        case .isp, .networkPath: "which machine on the way it was"
        case .none: "whether the client meant to leave there"
        case .unknown, .capture: nil
        default:
            finding.reply == nil ? "why it did so" : "whether the server means something else by these words"
        }
    }
}
