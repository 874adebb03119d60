import Capture
import Packets
import SMTP
import Sessions
import Streams

/// One session as habits and patterns look at it. Its verdict is taken as it is.
/// A class, so that many sessions can be sorted and filtered without being copied.
final class Attempt: Sendable {
    /// The session's number in the report.
    let id: Int
    let diagnosed: DiagnosedSession
    /// Whom it wanted to reach: by name, so that one service with several addresses is one.
    let target: String
    /// What makes two failures the same.
    let failure: Failure
    /// What was read of it, and what was inferred with some certainty.
    let dialogue: Dialogue

    init(id: Int, diagnosed: DiagnosedSession) {
        self.id = id
        self.diagnosed = diagnosed
        let session = diagnosed.session
        target =
            diagnosed.serverName?.lowercased() ?? session.server.map { "\($0.address)" } ?? session.lookup?.name ?? ""
        let verdict = diagnosed.verdict
        dialogue = diagnosed.isGuess ? session.dialogue.withoutInference : session.dialogue
        failure = Failure(
            cause: verdict.cause, stage: verdict.stoppedAt, code: verdict.decisiveReply?.code,
            enhanced: verdict.decisiveReply?.enhanced.map { "\($0)" })
    }

    var session: Session { diagnosed.session }
    var verdict: Verdict { diagnosed.verdict }
    var start: Timestamp { session.first.time }
    var end: Timestamp { session.last.time }

    /// Its end was inferred under TLS, and may well be another: it supports nothing.
    var isGuess: Bool { diagnosed.isGuess }
    /// Its end is likely, and nobody read it.
    var isInferred: Bool { diagnosed.isInferred && !isGuess }

    var isTest: Bool { verdict.outcome == .testOnly && !isGuess }
    var isDelivered: Bool { verdict.outcome == .delivered && !isGuess }
    /// It tried to deliver, and the capture shows that it did not come to that.
    var isBroken: Bool {
        if isGuess { return false }
        return switch verdict.outcome {
        case .refused, .failed: true
        // Without a connection nothing was delivered, whoever is to blame.
        case .unknown: verdict.stoppedAt == .resolve || verdict.stoppedAt == .connect
        case .delivered, .partial, .testOnly: false
        }
    }

    var port: UInt16? { session.server?.port }

    struct Failure: Hashable {
        var cause: String
        var stage: Stage?
        var code: Int?
        var enhanced: String?
    }

    /// The server said 4xx, and that decided it.
    var isRefusedForNow: Bool { isBroken && verdict.decisiveReply?.isTransient ?? false }

    /// Octets of the largest message that was sent or announced.
    var size: Int? {
        let sizes = dialogue.transactions.compactMap { transaction -> Int? in
            let announced = transaction.parameters.first { $0.uppercased().hasPrefix("SIZE=") }
            return transaction.message.map(\.size) ?? announced.flatMap { Int($0.dropFirst(5)) }
        }
        return sizes.max()
    }

    /// The frames that decided it.
    var decisiveFrames: [Int] {
        if let reply = verdict.decisiveReply { return [reply.last.frame] }
        return verdict.evidence.first.map(\.frames) ?? [session.first.frame]
    }

    var helloFrames: [Int] {
        dialogue.exchanges.first { [.ehlo, .helo, .lhlo].contains($0.verb) }?.command.map { [$0.first.frame] } ?? []
    }

    func first(_ verbs: Set<Verb>) -> Command? {
        dialogue.exchanges.first { $0.verb.map(verbs.contains) ?? false }?.command
    }

    /// `550 5.7.1`, or the cause where no reply decided.
    var failurePhrase: String {
        guard let reply = verdict.decisiveReply else { return verdict.cause }
        return "\(reply.code)" + (reply.enhanced.map { " \($0)" } ?? "")
    }

    /// `is refused at RCPT (550 5.7.1)`, `fails at CONNECT (syn-unanswered)`.
    var outcomePhrase: String {
        switch verdict.outcome {
        case .delivered: return "is delivered"
        case .partial: return "is delivered to some of its recipients"
        case .testOnly: return "is a test"
        case .unknown where !isBroken: return "ends unseen"
        case .refused, .failed, .unknown:
            let word = verdict.outcome == .refused ? "is refused" : verdict.outcome == .failed ? "fails" : "ends"
            let stage = verdict.stoppedAt.map { " at \($0.rawValue.uppercased())" } ?? ""
            return "\(word)\(stage) (\(failurePhrase))"
        }
    }
}

extension Sequence<Attempt> {
    var ids: [Int] { map(\.id) }

    /// For evidence: each session with the frames that decided it.
    var decisive: [DeviceStory.Sign] { map { DeviceStory.Sign(session: $0.id, frames: $0.decisiveFrames) } }
}
