import Capture
import SMTP
import Sessions
import Streams
import TLS

extension Story {
    /// A reply that somebody waited for at the end.
    struct Wait: Sendable {
        var stage: Stage
        /// What should have been answered.
        var since: Origin
        /// Until the client left, or the capture ended.
        var until: Origin
    }

    /// What the client was waiting for when the session ended; nil where nothing was owed.
    var wait: Wait? {
        guard let facts = connection, progress.passed.contains(.connect), hiddenTLS == nil else { return nil }
        let until = facts.firstClose?.origin ?? Origin(frame: facts.last.frame, time: session.captureEnd)
        let isUnheard = dialogue.greeting.map { Progress.cameTooLate(exchanges[$0], session) } ?? false
        if dialogue.exchanges.isEmpty || isUnheard {
            guard isUnheard || !facts.server.hasData, !facts.startsMidStream else { return nil }
            return Wait(stage: .greeting, since: connectedAt ?? facts.first, until: until)
        }
        if let pending, pending.command.verb != .quit, !isInChunk(pending.command) {
            let quit = exchanges.dropFirst(pending.index + 1).first { $0.verb == .quit }?.command?.first
            let left = quit.map { Origin(frame: $0.frame, time: Timestamp(nanoseconds: $0.nanoseconds)) }
            let stage = Stage(verb: pending.command.verb) ?? nextNeeded
            let since = Origin(
                frame: pending.command.last.frame, time: Timestamp(nanoseconds: pending.command.last.nanoseconds))
            return Wait(stage: stage, since: since, until: left ?? until)
        }
        return nil
    }

    /// From when on the client could expect a greeting. Where the ACK of the handshake is not here, its first packet after
    /// it may be its last one as well: the SYN-ACK tells.
    var connectedAt: Origin? {
        guard let facts = connection else { return nil }
        return [facts.server.opening?.last, facts.established].compactMap(\.self).min { $0.frame < $1.frame }
    }

    /// The client left before the time that RFC 5321 §4.5.3.2 asks it to wait, and no reply had come.
    var clientWaitedTooLittle: Bool {
        guard let wait, let minimum = Patience.minimum(for: wait.stage),
            quit != nil || connection?.firstClose?.side == .client
        else { return false }
        return wait.until.time.seconds(since: wait.since.time) < minimum.seconds
    }

    /// BDAT of which the client has not sent all octets (RFC 3030 §2): nobody owes a reply yet.
    private func isInChunk(_ command: Command) -> Bool {
        command.verb == .bdat && dialogue.transactions.last?.message?.unsent ?? 0 > 0
    }

    /// The stage that the session stood at when it ended.
    var stopStage: Stage {
        if let tls, tls.established == nil, tls.clientHello != nil { return .tls }
        if dialogue.startedTLS, tls?.established == nil { return .tls }
        if isInMessage { return .accepted }
        if let pending, let stage = Stage(verb: pending.command.verb), stage != .quit { return stage }
        return nextNeeded
    }

    /// The message's end is not among what the client sent.
    var isMessageUnfinished: Bool { dialogue.transactions.last?.message.map { !$0.isComplete } ?? false }

    /// DATA was granted and the message's end was not answered.
    var isInMessage: Bool {
        guard let transaction = dialogue.transactions.last,
            transaction.message != nil || dialogue.reply(transaction.data)?.code == 354
        else { return false }
        return dialogue.reply(transaction.end) == nil
            && !(transaction.end.map { exchanges[$0].replyIsMissing } ?? false)
    }
}
