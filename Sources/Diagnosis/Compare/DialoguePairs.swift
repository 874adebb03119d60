import SMTP

/// The exchanges of two dialogues side by side: what the inner one and the outer one have in common, and where they part.
struct DialoguePairs: Sendable {
    struct Pair: Sendable {
        /// Indices into the exchanges.
        var inside: Int?
        var outside: Int?
    }

    private(set) var pairs: [Pair] = []
    private(set) var changes: [LineChange] = []
    private let inner: Dialogue
    private let outer: Dialogue

    init(_ inner: Dialogue, _ outer: Dialogue) {
        self.inner = inner
        self.outer = outer
        align()
        for pair in pairs { compare(pair) }
    }

    /// Where the outer dialogue has this exchange.
    func outside(of index: Int) -> Exchange? {
        pairs.first { $0.inside == index }?.outside.map { outer.exchanges[$0] }
    }

    /// Greeting to greeting, command to command; the first one that is another ends it.
    private mutating func align() {
        var (i, o) = (0, 0)
        while i < inner.exchanges.count, o < outer.exchanges.count {
            guard isSame(i, o) else { break }
            pairs.append(Pair(inside: i, outside: o))
            i += 1
            o += 1
        }
        pairs += (i..<max(i, inner.exchanges.count)).map { Pair(inside: $0, outside: nil) }
        pairs += (o..<max(o, outer.exchanges.count)).map { Pair(inside: nil, outside: $0) }
    }

    private func isSame(_ i: Int, _ o: Int) -> Bool {
        guard let mine = inner.exchanges[i].command, let theirs = outer.exchanges[o].command else {
            return inner.exchanges[i].command == nil && outer.exchanges[o].command == nil
        }
        if mine.verb == theirs.verb || mine.verb.name == theirs.verb.name { return true }
        // A masked command has the length that it had.
        return mine.length == theirs.length
            && (InspectionFault.quotesMask(theirs.text) || InspectionFault.quotesMask(mine.text))
    }

    private mutating func compare(_ pair: Pair) {
        guard let i = pair.inside, let o = pair.outside else { return }
        let (mine, theirs) = (inner.exchanges[i], outer.exchanges[o])
        if let command = mine.command, let other = theirs.command, command.text != other.text, !command.isIncomplete,
            !other.isIncomplete, command.verb != .authResponse
        {
            changes.append(
                LineChange(
                    from: .client, inside: [command.text], outside: [other.text],
                    frames: [command.first.frame, other.first.frame], verb: command.verb))
        }
        guard let reply = mine.reply, let other = theirs.reply, !reply.isIncomplete, !other.isIncomplete,
            reply.code != other.code || reply.lines != other.lines
        else { return }
        changes.append(
            LineChange(
                from: .server, inside: Self.lines(reply), outside: Self.lines(other),
                frames: [reply.last.frame, other.last.frame], verb: mine.verb))
    }

    static func lines(_ reply: Reply) -> [String] {
        reply.lines.enumerated().map { index, line in
            "\(reply.code)\(index + 1 < reply.lines.count ? "-" : " ")\(line)"
        }
    }
}
