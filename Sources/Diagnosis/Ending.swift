import Capture
import SMTP
import Streams

/// Who made the first move to end the conversation: QUIT, a 421, a FIN or a reset, whichever came first.
enum Ending {
    static func of(_ story: Story) -> EndedBy {
        guard let facts = story.connection else { return .none }
        // A box that speaks for the server may have closed in its name.
        let server: EndedBy = story.boxAnswersForServer == nil ? .server : .unknown
        var moves: [(nanoseconds: Int64, by: EndedBy)] = []
        if let close = facts.firstClose {
            moves.append((close.origin.time.nanoseconds, close.side == .client ? .client : server))
        }
        if let quit = story.quit { moves.append((quit.first.nanoseconds, .client)) }
        for exchange in story.exchanges {
            if let reply = exchange.reply, reply.code == 421 { moves.append((reply.first.nanoseconds, server)) }
        }
        return moves.min { $0.nanoseconds < $1.nanoseconds }?.by ?? .none
    }
}
