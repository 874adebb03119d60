import Packets
import SMTP
import Sessions
import Streams

/// What the name, the path and the times have otherwise.
struct ConnectionDiff {
    private let diff: SessionDiff
    private var found: [SessionDifference] = []

    static func differences(_ diff: SessionDiff) -> [SessionDifference] {
        var own = ConnectionDiff(diff: diff)
        own.names()
        own.openings()
        own.path()
        own.waits()
        return own.found
    }

    private init(diff: SessionDiff) { self.diff = diff }

    private var good: Session { diff.good.session }
    private var bad: Session { diff.bad.session }

    private mutating func note(
        _ stage: Stage, _ kind: SessionDifference.Kind, _ subject: String, _ good: String, _ goodFrames: [Int],
        _ bad: String, _ badFrames: [Int], matters: Bool
    ) {
        found.append(
            SessionDifference(stage, kind, subject, good: [good], goodFrames, bad: [bad], badFrames, matters: matters))
    }

    static let port = "port"

    // MARK: - Names and addresses

    private mutating func names() {
        if let mine = good.lookup, let other = bad.lookup, mine.name != other.name {
            note(
                .resolve, .server, "name that was looked up", mine.name, [mine.first.frame], other.name,
                [other.first.frame], matters: true)
        }
        if bad.connection == nil, good.connection != nil, let lookup = bad.lookup {
            let words =
                switch lookup.outcome {
                case .answered: "answered"
                case .noSuchName: "no such name"
                case .noAddress: "no address"
                case .serverFailure: "the resolver failed"
                case .refused: "refused"
                case .unanswered: "no answer"
                case .otherError(let code): "error \(code)"
                }
            note(
                .resolve, .reply, "name look-up", good.lookup == nil ? "not in the capture" : "answered",
                good.lookup.map { [$0.first.frame] } ?? [], words, [lookup.first.frame], matters: true)
        }
        guard let mine = good.server, let other = bad.server else { return }
        if mine.port != other.port {
            note(
                .connect, .server, Self.port, "\(mine.port)", [good.first.frame], "\(other.port)", [bad.first.frame],
                matters: true)
        }
        guard mine.address != other.address else { return }
        // A pool answers with many addresses under one name.
        let isPool = good.lookup != nil && good.lookup?.name == bad.lookup?.name
        note(
            .connect, .server, "server's address", "\(mine.address)", [good.first.frame], "\(other.address)",
            [bad.first.frame], matters: !isPool)
    }

    // MARK: - The handshake

    private mutating func openings() {
        guard let mine = good.connection, let other = bad.connection else { return }
        func answer(_ facts: ConnectionFacts) -> String {
            if facts.server.opening != nil || facts.established != nil || facts.server.hasData { return "SYN-ACK" }
            if !facts.server.resets.isEmpty { return "RST" }
            if let error = facts.icmp.first { return "ICMP \(error.message.meaning)" }
            return "no answer to \(facts.client.opening?.count ?? 0) SYN"
        }
        if answer(mine) != answer(other) {
            note(
                .connect, .reply, "answer to the SYN", answer(mine), [good.first.frame], answer(other),
                [bad.first.frame], matters: true)
        }
        for side in Side.allCases {
            guard let a = mine[side].opening, let b = other[side].opening else { continue }
            let name = side == .client ? "client's" : "server's"
            if let size = a.options.maximumSegmentSize, let found = b.options.maximumSegmentSize, size != found {
                note(
                    .connect, .path, "\(name) maximum segment size", "\(size)", [a.first.frame], "\(found)",
                    [b.first.frame], matters: diff.brokeSilently)
            }
            if (a.options.windowScale == nil) != (b.options.windowScale == nil)
                || a.options.sackPermitted != b.options.sackPermitted
                || (a.options.timestampValue == nil) != (b.options.timestampValue == nil)
            {
                note(
                    .connect, .path, "\(name) TCP options", Self.options(a), [a.first.frame], Self.options(b),
                    [b.first.frame], matters: diff.brokeSilently)
            }
        }
    }

    private static func options(_ opening: OpeningSegment) -> String {
        let options = opening.options
        let names = [
            options.windowScale.map { "window scale \($0)" }, options.sackPermitted ? "SACK" : nil,
            options.timestampValue == nil ? nil : "timestamps",
        ].compactMap(\.self)
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    // MARK: - Path and times

    private mutating func path() {
        guard let mine = good.connection, let other = bad.connection else { return }
        if let ttl = mine.server.ttlFirst, let found = other.server.ttlFirst, ttl != found {
            // Another server of a pool may be a few routers nearer.
            let isFar = abs(Int(ttl) - Int(found)) > 3
            note(
                .connect, .path, "TTL of the server's packets", "\(ttl)",
                [mine.server.first?.frame ?? mine.first.frame],
                "\(found)", [other.server.first?.frame ?? other.first.frame], matters: isFar)
        }
        if let time = mine.handshakeSeconds, let found = other.handshakeSeconds, Self.isOther(time, found, above: 0.02)
        {
            note(
                .connect, .timing, "round trip", Phrase.seconds(time),
                [mine.server.opening?.first.frame ?? mine.first.frame],
                Phrase.seconds(found), [other.server.opening?.first.frame ?? other.first.frame],
                matters: found * 20 < time || diff.brokeSilently)
        }
        let (repeated, again) = (
            mine.client.retransmissions + mine.server.retransmissions,
            other.client.retransmissions + other.server.retransmissions
        )
        if again > repeated + 2 {
            note(
                diff.stop, .path, "segments sent again", "\(repeated)", [good.last.frame], "\(again)",
                [bad.last.frame], matters: diff.brokeSilently)
        }
    }

    /// A reset where the working session had none, with the time to live that tells where it comes from.
    static func endings(_ diff: SessionDiff) -> [SessionDifference] {
        var own = ConnectionDiff(diff: diff)
        own.ended()
        return own.found
    }

    private mutating func ended() {
        guard let mine = good.connection, let other = bad.connection, let reset = other.server.resets.first,
            mine.server.resets.isEmpty, other.firstClose?.isReset ?? false
        else { return }
        note(
            diff.stop, .reply, "reset under the server's address", "none", [good.last.frame],
            "TTL \(reset.ttl) (its other packets: \(other.server.ttlFirst ?? reset.ttl))", [reset.origin.frame],
            matters: true)
    }

    /// How long each stage took.
    private mutating func waits() {
        for rung in diff.good.ladder where rung.stage != .connect {
            guard let time = rung.seconds, let other = diff.bad.ladder.first(where: { $0.stage == rung.stage }),
                let found = other.seconds, Self.isOther(time, found, above: 1)
            else { continue }
            note(
                rung.stage, .timing, "time for \(rung.stage.rawValue)", Phrase.seconds(time), rung.frames,
                Phrase.seconds(found), other.frames, matters: diff.brokeSilently && found > time)
        }
    }

    /// Three times as long, or a third, where the longer one is above `least` seconds.
    private static func isOther(_ a: Double, _ b: Double, above least: Double) -> Bool {
        max(a, b) >= least && max(a, b) >= 3 * min(a, b)
    }
}
