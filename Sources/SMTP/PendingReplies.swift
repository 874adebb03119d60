/// Commands that wait for their replies, oldest first (RFC 2920 §3.1: replies come in the order of the commands).
///
/// A reply whose code names a command (354, 334, 235, 221) and does not fit the oldest is that command's.
///
/// After a gap in the server's octets it is not known how many replies were lost. Replies are then set aside until
/// their code names a command (354, 334, 235, 221), until there are as many as commands, or until the client goes on:
/// then they are matched from the back, because the lost ones came first.
struct PendingReplies {
    struct Waiting {
        var exchange: Int?
        var verb: Verb
        /// The transaction that the command belongs to.
        var transaction: Int?
        /// The transaction that the command ended, unless it is refused.
        var ended: Int?
        /// The server may give no reply to it: an empty line, or the end of a message that was refused before.
        var mayStayUnanswered = false
        /// Commands before it fell into a gap: a reply may be theirs.
        var followsGap = false
    }

    enum Outcome {
        case answered(Waiting, Reply)
        /// The reply was in the gap.
        case missing(Waiting)
        /// A reply without a command.
        case unasked(Reply)
    }

    private var queue: [Waiting] = []
    private var setAside: [Reply] = []
    private(set) var hasGap = false

    var isEmpty: Bool { queue.isEmpty }
    var count: Int { queue.count }
    var verbs: [Verb] { queue.map(\.verb) }

    func contains(_ verb: Verb) -> Bool { queue.contains { $0.verb == verb } }

    /// `cap`: the oldest is dropped beyond it.
    mutating func push(_ waiting: Waiting, cap: Int) {
        if queue.count >= max(cap, 1) { queue.removeFirst() }
        queue.append(waiting)
    }

    mutating func gap() { hasGap = !queue.isEmpty }

    mutating func removeAll() { self = PendingReplies() }

    /// What came before the greeting was meant for somebody else: an HTTP proxy's CONNECT and its header.
    mutating func removeUnknown() { queue.removeAll { !$0.verb.isKnown } }

    mutating func answer(_ reply: Reply) -> [Outcome] {
        hasGap ? answerAfterGap(reply) : answerInOrder(reply)
    }

    /// The client went on, or all is over: what is older than the gap has had its reply.
    mutating func settle() -> [Outcome] { hasGap ? match(queue.count) : [] }

    private mutating func answerInOrder(_ reply: Reply) -> [Outcome] {
        while let front = queue.first {
            let fits = front.verb.mayGet(reply.code)
            if !fits, front.followsGap { return [.unasked(reply)] }
            queue.removeFirst()
            let isSkipped =
                front.mayStayUnanswered || (reply.code != 220 && queue.contains { $0.verb.isNamed(by: reply.code) })
            if !fits, isSkipped, !queue.isEmpty { continue }
            return [.answered(front, reply)]
        }
        return [.unasked(reply)]
    }

    private mutating func answerAfterGap(_ reply: Reply) -> [Outcome] {
        setAside.append(reply)
        if let index = queue.lastIndex(where: { $0.verb.isNamed(by: reply.code) }) { return match(index + 1) }
        return setAside.count >= queue.count ? match(queue.count) : []
    }

    /// Matches the replies set aside with the first `count` commands, from the back.
    private mutating func match(_ count: Int) -> [Outcome] {
        let commands = Array(queue.prefix(count))
        let replies = setAside
        queue.removeFirst(min(count, queue.count))
        setAside = []
        hasGap = false
        var outcomes: [Outcome] = []
        var command = commands.count - 1
        var reply = replies.count - 1
        while command >= 0 {
            if reply >= 0, command <= reply || commands[command].verb.mayGet(replies[reply].code) {
                outcomes.append(.answered(commands[command], replies[reply]))
                reply -= 1
            } else {
                outcomes.append(.missing(commands[command]))
            }
            command -= 1
        }
        while reply >= 0 {
            outcomes.append(.unasked(replies[reply]))
            reply -= 1
        }
        return outcomes.reversed()
    }
}

extension Verb {
    /// Could a server that follows RFC 5321 §4.3.2 reply so? Refusals fit everything.
    func mayGet(_ code: Int) -> Bool {
        guard (200..<400).contains(code) else { return true }
        switch self {
        case .data: return code != 334 && code >= 300
        case .auth, .authResponse: return code == 334 || code == 235
        case .quit: return code == 221
        case .startTLS: return code == 220
        case .other(""): return false
        case .ehlo, .helo, .lhlo, .mail, .rcpt, .bdat, .rset, .noop, .vrfy, .expn, .help, .etrn, .turn, .endOfData:
            return ![220, 221, 235, 334, 354].contains(code)
        case .other: return code != 354
        }
    }

    /// Is this the one command that gets this code?
    func isNamed(by code: Int) -> Bool {
        switch code {
        case 354: self == .data
        case 334, 235: self == .auth || self == .authResponse
        case 221: self == .quit
        case 220: self == .startTLS
        default: false
        }
    }
}
