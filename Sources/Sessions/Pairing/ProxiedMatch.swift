import Capture
import SMTP
import Streams
import TLS

/// Whether a connection outside is the one that a box made for a connection inside: who speaks, to whom, what, and when.
struct ProxiedMatch {
    struct Candidate {
        var i: Int
        var o: Int
        var score: Int
        /// Seconds from the inner connection's beginning to the outer one's; nil where the clocks are not known.
        var delay: Double?
        var signs: [PairedSession.Sign]
        var isSure: Bool

        var distance: Double { delay.map { abs($0) } ?? 0 }

        /// More speaks for it, or as much and it lies clearly nearer in time.
        func isBetter(than other: Candidate) -> Bool {
            if score != other.score { return score > other.score }
            guard delay != nil, other.delay != nil else { return false }
            return distance * 3 + 0.02 < other.distance
        }
    }

    /// Points that suffice against rivals, and where there is none.
    static let sure = 5
    static let alone = 3
    /// A box that connects onward does so within this time after the inner connection's last packet. One that stores
    /// the message first is known by the envelope.
    private static let lateSeconds = 5.0
    private static let storedSeconds = 3_600.0

    private(set) var score = 0
    private(set) var signs: [PairedSession.Sign] = []
    private(set) var delay: Double?
    private var isPossible = true
    /// The same ClientHello on both sides: its random octets are chosen anew each time.
    private var isSameHello = false
    private var isSameGreeting = false
    /// Words of the server that no other session has came to the client.
    private let hasSameWords: Bool
    private let isAligned: Bool

    /// It is worth a closer look.
    var mayBe: Bool { isPossible && score >= Self.alone }

    /// More than that both were at about the same time by two clocks that nothing has aligned.
    var isSure: Bool { isSameHello || hasSameWords || isAligned }

    init(
        _ inner: (session: Session, words: SessionWords), _ outer: (session: Session, words: SessionWords),
        _ clock: ClockAlignment?
    ) {
        let (inside, outside) = (inner.session, outer.session)
        hasSameWords = inner.words.agrees(with: outer.words)
        isAligned = clock != nil
        guard inside.connection != nil, outside.connection != nil, !inner.words.contradicts(outer.words) else {
            isPossible = false
            return
        }
        addresses(inside, outside)
        let isSameEnvelope = envelope(inside.dialogue, outside.dialogue)
        names(inside, outside)
        // Sent on to somebody else: far away as well, but with the same words on both sides.
        let isSentOn = inside.server != outside.server && isSameEnvelope && isSameGreeting
        guard isSameHello || isSentOn || BoxHandshake.isNear(inside, than: outside) else {
            isPossible = false
            return
        }
        // Without a clock, only what is made anew each time tells this session from yesterday's, or two clocks that
        // agree. A message is no such thing: a client sends it again, and some devices have one number and one date.
        guard let clock else {
            isPossible = isPossible && (isSameHello || hasSameWords || Self.isAtOnce(inside, outside))
            return
        }
        time(inside, outside, clock, isSameEnvelope)
    }

    private mutating func addresses(_ inside: Session, _ outside: Session) {
        if inside.server == outside.server {
            score += 3
            signs.append(.serverAddress)
        }
        if inside.client.port == outside.client.port {
            score += 2
            signs.append(.ports)
        }
        if inside.server?.port != outside.server?.port { score -= 2 }
    }

    private mutating func envelope(_ a: Dialogue, _ b: Dialogue) -> Bool {
        var isSame = false
        let (mine, theirs) = (a.transactions.compactMap(\.mailFrom), b.transactions.compactMap(\.mailFrom))
        if !mine.isEmpty, !theirs.isEmpty {
            if Set(mine).isDisjoint(with: theirs) {
                score -= 8
            } else {
                score += 3
                isSame = true
            }
        }
        let recipients = Set(a.transactions.flatMap(\.recipients).map(\.address))
        let others = Set(b.transactions.flatMap(\.recipients).map(\.address))
        if !recipients.isEmpty, !others.isEmpty {
            if recipients.isDisjoint(with: others) {
                // A message for somebody else.
                isPossible = false
            } else {
                score += 3
                signs.append(.envelope)
            }
        }
        // Some devices give each message the same number: the date goes with it.
        func messages(_ dialogue: Dialogue) -> Set<[String]> {
            Set(
                dialogue.transactions.compactMap(\.message).compactMap { message in
                    message.messageID.map { [$0, message.date ?? ""] }
                })
        }
        if !messages(a).isDisjoint(with: messages(b)) { score += 6 }
        return isSame
    }

    private mutating func names(_ inside: Session, _ outside: Session) {
        if let name = inside.dialogue.clientName, let other = outside.dialogue.clientName {
            score += name == other ? 3 : -1
            if name == other { signs.append(.dialogue) }
        }
        // A handshake that the box passes on: 32 octets that are chosen anew each time.
        if let hello = inside.tls?.clientHello, let other = outside.tls?.clientHello, hello.random == other.random {
            score += 8
            isSameHello = true
            signs.append(.payload)
        }
        if let name = inside.tls?.clientHello?.serverName, name == outside.tls?.clientHello?.serverName { score += 2 }
        let greeting = inside.dialogue.reply(inside.dialogue.greeting)?.text
        if let greeting, greeting == outside.dialogue.reply(outside.dialogue.greeting)?.text {
            score += 2
            isSameGreeting = true
        }
    }

    private mutating func time(
        _ inside: Session, _ outside: Session, _ clock: ClockAlignment, _ isSameEnvelope: Bool
    ) {
        let slack = (clock.errorSeconds ?? 1) + 0.1
        let began = clock.inner(outside.first.time)
        let delay = began.seconds(since: inside.first.time)
        self.delay = delay
        let late = began.seconds(since: inside.last.time)
        guard delay >= -slack, late <= (isSameEnvelope ? Self.storedSeconds : Self.lateSeconds) + slack else {
            isPossible = false
            return
        }
        if late <= slack + 1 {
            score += 3
            signs.append(.time)
        }
    }

    /// By clocks that nothing has aligned.
    private static func isAtOnce(_ inside: Session, _ outside: Session) -> Bool {
        (-1...lateSeconds).contains(outside.first.time.seconds(since: inside.first.time))
    }

    // MARK: - For the clock

    /// Lines that both connections have: what the client said went out after it came in.
    static func sightings(_ pair: PairedSession) -> [ClockAlignment.Sighting] {
        guard let inside = pair.inside, let outside = pair.outside, let a = inside.connection,
            let b = outside.connection
        else { return [] }
        // The box began its own connection because of the other one.
        var sightings = [ClockAlignment.Sighting(isOutbound: true, inside: a.first.time, outside: b.first.time)]
        for (mine, theirs) in zip(inside.dialogue.exchanges, outside.dialogue.exchanges) {
            if let command = mine.command, let other = theirs.command {
                guard command.text == other.text else { break }
                sightings.append(.init(isOutbound: true, inside: time(command.last), outside: time(other.last)))
            }
            guard let reply = mine.reply, let other = theirs.reply, reply.code == other.code,
                reply.lines.last == other.lines.last || reply.lines.first == other.lines.first
            else { break }
            sightings.append(.init(isOutbound: false, inside: time(reply.last), outside: time(other.last)))
        }
        return sightings
    }

    private static func time(_ moment: Moment) -> Timestamp { Timestamp(nanoseconds: moment.nanoseconds) }
}
