import Capture
import Packets
import SMTP
import Sessions
import Streams

extension Story {
    /// A shorter time is judged by nobody: a box, a neighbour and jitter look the same.
    private static let shortestUsualAnswer = 0.005

    /// This command was answered sooner than anything can come from where the server is.
    func impossiblyQuickAnswer(_ index: Int) -> Evidence? {
        guard let took = answerSeconds(index), let command = exchanges[index].command,
            let reply = exchanges[index].reply
        else { return nil }
        let frames = [command.last.frame, reply.first.frame]
        let others = exchanges.indices.filter { $0 != index }.compactMap(answerSeconds)
        // A clock that is off moves the handshake's answer as well.
        let isQuickerThanTCP = connection?.handshakeSeconds.map { took * 3 < $0 || synProxy != nil } ?? true
        if others.count >= 2, let usual = others.min(), usual >= Self.shortestUsualAnswer, took * 3 < usual,
            isQuickerThanTCP, !isClientsClockLate
        {
            return Evidence(
                "this reply took \(Phrase.seconds(took)), none of the others less than \(Phrase.seconds(usual))", frames
            )
        }
        // Where a box is the whole server, other hosts of the Internet tell how far a server is.
        guard boxAnswersForServer != nil, let lookup = session.lookup, let usual = lookup.seconds,
            let resolver = lookup.resolvers.first, !resolver.isPrivate, let ttl = lookup.answerTTL,
            !Self.isInitial(ttl), usual >= Self.shortestUsualAnswer, took * 3 < usual
        else { return nil }
        return Evidence(
            "this reply took \(Phrase.seconds(took)); the name server's answer, from the Internet, took \(Phrase.seconds(usual))",
            frames)
    }

    /// Beside the client its ACK follows the SYN-ACK at once; where it does not, the directions have two clocks (two ports
    /// of a tap), and a reply's delay is not what it seems.
    private var isClientsClockLate: Bool {
        guard isNearClient, let answer = connection?.server.opening, let ack = connection?.established else {
            return false
        }
        return ack.time.seconds(since: answer.last.time) >= Self.shortestUsualAnswer
    }

    /// From a command to its reply, where nothing else was on its way: no pipelining, no message, no farewell (421)
    /// that may have crossed the command.
    private func answerSeconds(_ index: Int) -> Double? {
        let exchange = exchanges[index]
        guard let command = exchange.command, let reply = exchange.reply, reply.code != 421, let verb = exchange.verb,
            let stage = Stage(verb: verb), stage != .accepted, verb != .bdat
        else { return nil }
        let isAlone = exchanges[..<index].allSatisfy {
            ($0.reply?.last.nanoseconds ?? .min) < command.first.nanoseconds
        }
        let seconds = seconds(from: command.last, to: reply.first)
        return isAlone && seconds > 0 ? seconds : nil
    }
}
