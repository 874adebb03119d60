import Knowledge
import SMTP
import Streams

/// What the capture lacks around a refusal, and what that leaves open.
extension RefusalFault {
    /// One recipient was refused, another was taken, and the client went on with DATA, or still may: what stopped the
    /// message, if anything did, came later.
    static func wentOnWithOthers(_ index: Int, _ story: Story) -> Bool {
        guard
            let transaction = story.dialogue.transactions.last(where: { ($0.mail ?? .max) < index }),
            transaction.data.map({ index < $0 }) ?? true,
            story.exchanges[index].verb == .rcpt || story.isUnseenRecipient(index),
            transaction.recipients.contains(where: { story.dialogue.reply($0.exchange)?.isPositive ?? false })
        else { return false }
        if let data = transaction.data { return !(story.dialogue.reply(data)?.isNegative ?? false) }
        return !transaction.wasReset && story.quit == nil && story.connection?.firstClose == nil
            && story.dialogue.transactions.last?.mail == transaction.mail
    }

    /// The first reply that is here came after a command, and the server's beginning is missing: it may answer that.
    static func isUnsureGreeting(_ index: Int, _ story: Story) -> Bool {
        index == story.dialogue.greeting && story.dialogue.clientTalkedFirst
            && story.connection?.lacksServersBeginning ?? false
    }

    static func firstCommand(_ story: Story) -> Stage? {
        story.exchanges.lazy.compactMap { $0.verb.flatMap(Stage.init(verb:)) }.first
    }

    /// Whether the reply answers this command, or any that is here, cannot be told: octets are missing between the two, or
    /// where the command should be.
    static func isPairUnsure(_ refusal: Refusal, _ story: Story) -> Bool {
        guard refusal.reply.code != 421, let facts = story.connection else { return false }
        if refusal.exchange == story.dialogue.greeting { return isUnsureGreeting(refusal.exchange, story) }
        guard story.exchanges[refusal.exchange].command != nil else {
            return facts.client.missing > 0 || facts.startsMidStream || facts.isOneDirection
        }
        let entries = story.dialogue.entries
        guard let asked = entries.firstIndex(of: .command(exchange: refusal.exchange)),
            let answered = entries[asked...].firstIndex(of: .reply(exchange: refusal.exchange))
        else { return false }
        return entries[asked..<answered].contains { if case .gap = $0 { true } else { false } }
    }

    /// Who is to blame for a command that is not here cannot be told from the reply's words alone; nor, where the rule goes
    /// by code and stage, what was wrong with it.
    static func doubtTheCommand(_ finding: inout Finding, _ refusal: Refusal) {
        guard [.deviceConfig, .deviceCapability, .deviceFault, .serverPolicy].contains(finding.responsible) else {
            return
        }
        finding.leaveOpen(or: [.deviceConfig, .serverPolicy])
        finding.cannotShow = ["the command that was refused"]
        if finding.rule?.when.goesByCode ?? true {
            finding.cause = "refused-at-\(refusal.stage.rawValue)"
            finding.rule = nil
            finding.confidence = .possible
        }
    }

    /// One direction only, a silence of the client that may be in octets that are missing, a server that nothing names.
    static func weighWhatIsMissing(_ finding: inout Finding, _ refusal: Refusal, _ story: Story) {
        if story.connection?.isOneDirection ?? false { finding.confidence = min(finding.confidence, .likely) }
        if refusal.reply.code == 421, story.exchanges[refusal.exchange].command == nil,
            finding.responsible.party == .device,
            (story.connection?.client.missing ?? 0) > 0 || beginsWith(refusal, story)
        {
            finding.confidence = min(finding.confidence, .likely)
            finding.candidates.append(.firewall)
            finding.cannotShow.append("what the client said before this")
        }
        if story.mayBeRedirected, [.serverPolicy, .deviceConfig].contains(finding.responsible) {
            finding.confidence = min(finding.confidence, .likely)
            // Nothing that the server said of itself is here: the rule may be another server's.
            if !(IdentityFault.introduction(story).map { !$0.isIncomplete } ?? false) {
                finding.confidence = .possible
                finding.leaveOpen(or: [.dnsConfig, .firewall, .isp])
            }
            finding.cannotShow.append(Story.redirectDoubt)
        }
    }

    /// Nothing that was said before it is in the capture: how long the client was silent does not show.
    private static func beginsWith(_ refusal: Refusal, _ story: Story) -> Bool {
        story.connection?.startsMidStream ?? false
            && !story.exchanges[..<refusal.exchange].contains { $0.command != nil }
    }
}
