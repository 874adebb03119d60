import Knowledge
import SMTP

/// A refusal of which the capture lacks a part: the code says that it was one, the words that are missing may say whose.
enum CutReply {
    /// The lines that are whole. What is left of the last one may go on to say the contrary.
    static func wholeText(_ reply: Reply) -> String { reply.texts.dropLast().joined(separator: " ") }

    /// Leaves what the code, and an enhanced code that is whole, allow.
    static func weigh(_ finding: inout Finding, _ refusal: Refusal) {
        let known = finding.rule.flatMap { _ in finding.responsible }
        let isTelling = finding.rule != nil && refusal.reply.enhanced.map(isTelling) ?? false
        if !isTelling {
            finding.cause = "refused-at-\(refusal.stage.rawValue)"
            finding.rule = nil
            finding.responsible = .unknown
            // With 421 a server leaves: of its own, or because the client said nothing for too long.
            finding.candidates =
                refusal.reply.code == 421 ? [.serverFault, .serverPolicy, .deviceFault] : suspects(at: refusal.stage)
            if let known, known != .unknown, known != .none, !finding.candidates.contains(known) {
                finding.candidates.append(known)
            }
        }
        finding.confidence = .possible
        finding.cannotShow.append("the rest of the reply: its words may say more than its code")
    }

    /// An enhanced code that says by itself what is wrong, with an address (X.1), a mailbox (X.2), the size (X.3.4), or a
    /// policy that has a number of its own (X.7.10 and above). "Other or undefined" (X.Y.0), protocol and content errors,
    /// and the security codes that servers give for everything do not (RFC 3463 §3).
    private static func isTelling(_ code: EnhancedCode) -> Bool {
        guard code.detail != 0 else { return false }
        return switch code.subject {
        case 1, 2: true
        case 3: code.detail == 4
        case 7: code.detail >= 10
        default: false
        }
    }

    /// Who may be behind a refusal of which only the stage is known.
    static func suspects(at stage: Stage?) -> [Responsible] {
        switch stage {
        case .greeting: [.serverPolicy, .reputation, .serverFault]
        case .auth: [.credentials, .tenantConfig, .serverPolicy, .deviceConfig]
        case .mail: [.serverPolicy, .deviceConfig, .reputation]
        case .rcpt: [.serverPolicy, .recipient, .reputation, .deviceConfig]
        default: [.serverPolicy, .message, .deviceConfig, .deviceCapability, .reputation]
        }
    }
}
