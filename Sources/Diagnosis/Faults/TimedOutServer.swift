import Capture
import Knowledge
import SMTP
import Streams

/// A server's words that the client was silent for too long, held against what the capture shows.
enum TimedOutServer {
    /// Causes that say so.
    private static let causes: Set<String> = ["client-idle-too-long", "no-end-of-data"]

    /// A farewell, by its code or by what the rules make of its words.
    static func isFarewell(_ refusal: Refusal, _ story: Story, _ knowledge: KnowledgeBase) -> Bool {
        if refusal.reply.code == 421 { return true }
        guard refusal.reply.isTransient, let rule = RefusalFault.rule(for: refusal, story, knowledge) else {
            return false
        }
        return causes.contains(rule.cause)
    }

    /// The server says farewell to octets that never reached it, or that it did not take, or did not hear that its own
    /// reply had arrived: it answers nothing with that. See `SilenceFault` and `ZeroWindowFault`.
    static func gaveUp(_ refusal: Refusal, _ story: Story, _ knowledge: KnowledgeBase) -> Bool {
        let frame = refusal.reply.first.frame
        if let lost = story.unanswered(.client), lost.first.frame < frame {
            // Whatever it says, it does not answer a command that it did not acknowledge.
            let command = story.exchanges[refusal.exchange].command
            return command.map { $0.first.frame >= lost.first.frame } ?? false
                || isFarewell(refusal, story, knowledge)
        }
        let tookNothing = story.isMessageUnfinished && story.connection?.server.isWindowClosed ?? false
        guard tookNothing || SilenceFault.isUnheard(story, before: frame) else { return false }
        return isFarewell(refusal, story, knowledge)
    }

    static func weigh(_ finding: inout Finding, _ refusal: Refusal, _ story: Story) {
        guard causes.contains(finding.cause) else { return }
        if story.missingOctets > 0 {
            finding.leaveOpen(or: [.serverFault])
            finding.confidence = .possible
            finding.cannotShow.append("what stood in the octets that are missing: whose turn it was")
        } else if let owed = owed(refusal, story) {
            owes(&finding, owed, story)
        } else if story.isOutside, story.connection?.startsMidStream ?? false, finding.cause == "client-idle-too-long" {
            // Of a session whose beginning is not here, whose silence it was does not show.
            (finding.cause, finding.rule) = ("client-side-silent", nil)
            (finding.responsible, finding.candidates) = (.unknown, story.nearSide)
            finding.confidence = .likely
        } else {
            wasImpatient(&finding, refusal, story)
        }
    }

    /// Seconds after which a command cannot have crossed the server's words on its way.
    private static let crossingSeconds = 5.0

    /// The server's system had taken the command long before: the server owed the next word.
    private static func owed(_ refusal: Refusal, _ story: Story) -> Evidence? {
        if refusal.stage == .greeting { return owedGreeting(refusal, story) }
        // A chunk whose octets did not all come is the client's turn (RFC 3030 §2).
        guard story.clientIsAcknowledged, story.dialogue.transactions.last?.message?.unsent ?? 0 == 0,
            let command = story.exchanges[refusal.exchange].command
        else { return nil }
        let seconds = story.seconds(from: command.last, to: refusal.reply.first)
        guard seconds >= crossingSeconds else { return nil }
        return Evidence(
            "the server's TCP acknowledged \(Quote.short(command.text)), and its timeout came \(Phrase.seconds(seconds)) later: the client was not silent",
            [command.last.frame, refusal.reply.first.frame])
    }

    private static func owedGreeting(_ refusal: Refusal, _ story: Story) -> Evidence? {
        guard let connected = story.connectedAt else { return nil }
        let seconds = Double(refusal.reply.first.nanoseconds &- connected.time.nanoseconds) / 1e9
        guard seconds >= crossingSeconds else { return nil }
        return Evidence(
            "the server's first word came \(Phrase.seconds(seconds)) after the connection: it owed its greeting",
            [connected.frame, refusal.reply.first.frame])
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
