import Knowledge
import SMTP
import Streams

/// A server's words that the client was silent for too long, held against what the capture shows.
enum TimedOutServer {
    static func weigh(_ finding: inout Finding, _ refusal: Refusal, _ story: Story) {
        guard ["client-idle-too-long", "no-end-of-data"].contains(finding.cause) else { return }
        if let owed = owed(refusal, story) {
            owes(&finding, owed, story)
        } else {
            wasImpatient(&finding, refusal, story)
        }
    }

    /// Seconds after which a command cannot have crossed the server's words on its way.
    private static let crossingSeconds = 5.0

    /// The server's system had taken the command long before: the server owed the next word.
    private static func owed(_ refusal: Refusal, _ story: Story) -> Evidence? {
        guard story.clientIsAcknowledged, let command = story.exchanges[refusal.exchange].command else { return nil }
        let seconds = story.seconds(from: command.last, to: refusal.reply.first)
        guard seconds >= crossingSeconds else { return nil }
        return Evidence(
            "the server's TCP acknowledged \(Quote.short(command.text)), and its timeout came \(Phrase.seconds(seconds)) later: the client was not silent",
            [command.last.frame, refusal.reply.first.frame])
    }

    private static func owes(_ finding: inout Finding, _ owed: Evidence, _ story: Story) {
        finding.cause =
            finding.stoppedAt == .accepted ? "closed-after-message-without-reply" : "server-closed-without-reply"
        finding.rule = nil
        finding.confidence = .likely
        finding.evidence.append(owed)
        if story.boxAnswersForServer == nil {
            finding.responsible = .serverFault
            finding.candidates = story.isOutside ? [] : [.firewall]
        } else {
            finding.responsible = .unknown
            finding.candidates = story.farSide
        }
    }

    /// RFC 5321 §4.5.3.2.7 asks a server for five minutes.
    private static func wasImpatient(_ finding: inout Finding, _ refusal: Refusal, _ story: Story) {
        let before = story.exchanges[..<refusal.exchange].flatMap { [$0.command?.last, $0.reply?.last] }
        guard let heard = before.compactMap(\.self).max(by: { $0.nanoseconds < $1.nanoseconds }),
            !story.isInMessage, !story.isMessageUnfinished
        else { return }
        let seconds = story.seconds(from: heard, to: refusal.reply.first)
        guard seconds < Patience.server.seconds else { return }
        finding.confidence = min(finding.confidence, .likely)
        if !finding.candidates.contains(.serverPolicy), finding.responsible != .serverPolicy {
            finding.candidates.append(.serverPolicy)
        }
        finding.evidence.append(
            Evidence(
                "the server waited \(Phrase.seconds(seconds)); RFC 5321 \(Patience.server.section) asks for \(Phrase.seconds(Patience.server.seconds))",
                [heard.frame, refusal.reply.first.frame]))
    }
}
