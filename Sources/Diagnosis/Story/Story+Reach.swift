import Capture
import SMTP
import Sessions
import Streams

extension Story {
    /// What else answered under the server's address: the host is up.
    var reach: [Evidence] {
        session.reach.prefix(2).map { answer in
            let address = session.server.map { "\($0.address)" } ?? "the host"
            return switch answer.kind {
            case .port(let port): Evidence("\(address) accepts connections on port \(port)", [answer.origin.frame])
            case .echo: Evidence("\(address) answers an ICMP echo", [answer.origin.frame])
            }
        }
    }

    /// A silence of both ends, this long or longer, makes boxes that keep states forget them. RFC 5382 REQ-5 asks for
    /// two hours; many keep them for minutes.
    static let idleSeconds = 60.0

    /// How the sentence about such a silence begins.
    static let idlePhrase = "before that nobody had sent anything for"

    /// How long nobody had said anything before a moment; nil where that was no longer than people wait.
    func idle(before origin: Origin, atLeast shortest: Double = 2) -> Evidence? {
        let spoken = exchanges.flatMap { [$0.command?.last, $0.reply?.last] }.compactMap(\.self)
            .filter { $0.frame < origin.frame }
        // What is repeated in vain, or was answered with the reset, is not before the silence.
        let heard = spoken.filter { Double(origin.time.nanoseconds &- $0.nanoseconds) / 1e9 >= shortest }
        guard let last = heard.max(by: { $0.nanoseconds < $1.nanoseconds }) else { return nil }
        let next = spoken.filter { $0.nanoseconds > last.nanoseconds }.min { $0.nanoseconds < $1.nanoseconds }
        let end = next.map { Double($0.nanoseconds &- last.nanoseconds) / 1e9 }
        let seconds = end ?? Double(origin.time.nanoseconds &- last.nanoseconds) / 1e9
        guard seconds >= shortest else { return nil }
        return Evidence(
            "\(Self.idlePhrase) \(Phrase.seconds(seconds)): a box that keeps states may have forgotten this connection (RFC 5382 REQ-5 asks for 2 h)",
            [last.frame, next?.frame ?? origin.frame])
    }
}
