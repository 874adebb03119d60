import Capture
import SMTP
package import Streams

/// A time in which one end waited for the other: how long, who owed the next word, and what RFC 5321 §4.5.3.2 asks of
/// the one who waits.
package struct TimedWait: Sendable {
    package var stage: Stage
    /// Who owed the next word.
    package var owner: Side
    package var seconds: Double
    /// Nothing came: one of them left, or the capture ended.
    package var isInVain: Bool
    /// How long the other one has to wait at least.
    package var minimum: Double?
    package var frames: [Int]
}

extension Story {
    /// Shorter waits are everyday.
    static let toldWait = 1.0

    /// The waits of a second or more, in order.
    var waits: [TimedWait] {
        var waits: [TimedWait] = []
        var heard: Moment?
        var last: Stage = .greeting
        for (index, exchange) in exchanges.enumerated() {
            let stage =
                index == dialogue.greeting ? .greeting : exchange.verb.flatMap(Stage.init(verb:)) ?? last
            last = stage
            // The client's turn: from a whole reply to its next command. Pipelined commands wait for nobody.
            if let command = exchange.command, let heard, command.first.nanoseconds > heard.nanoseconds {
                note(.client, stage, heard, command.first, Patience.server.seconds)
            }
            let asked = index == dialogue.greeting ? greetingOwed : exchange.command?.last
            if let asked, let reply = exchange.reply, reply.first.nanoseconds > asked.nanoseconds {
                note(.server, stage, asked, reply.first, Patience.minimum(for: stage)?.seconds)
            }
            heard = exchange.reply?.last ?? heard
        }
        if let wait {
            let seconds = wait.until.time.seconds(since: wait.since.time)
            if seconds >= Self.toldWait {
                waits.append(
                    TimedWait(
                        stage: wait.stage, owner: .server, seconds: seconds, isInVain: true,
                        minimum: Patience.minimum(for: wait.stage)?.seconds,
                        frames: [wait.since.frame, wait.until.frame]))
            }
        }
        return waits

        func note(_ owner: Side, _ stage: Stage, _ from: Moment, _ to: Moment, _ minimum: Double?) {
            let seconds = self.seconds(from: from, to: to)
            guard seconds >= Self.toldWait else { return }
            waits.append(
                TimedWait(
                    stage: stage, owner: owner, seconds: seconds, isInVain: false, minimum: minimum,
                    frames: [from.frame, to.frame]))
        }
    }

    private var greetingOwed: Moment? {
        connection?.established.map { Moment(frame: $0.frame, nanoseconds: $0.time.nanoseconds) }
    }
}
