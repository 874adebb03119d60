import SMTP
import Sessions
import Streams
import TLS

/// What was said otherwise.
struct DialogueDiff {
    private let diff: SessionDiff
    private var found: [SessionDifference] = []

    static func differences(_ diff: SessionDiff) -> [SessionDifference] {
        var own = DialogueDiff(diff: diff)
        own.greetings()
        own.hello()
        own.extensions()
        own.envelope()
        own.steps()
        own.ending()
        return own.found
    }

    private init(diff: SessionDiff) { self.diff = diff }

    private var good: Dialogue { diff.good.session.dialogue }
    private var bad: Dialogue { diff.bad.session.dialogue }

    private mutating func note(
        _ stage: Stage, _ kind: SessionDifference.Kind, _ subject: String, _ good: [String], _ goodFrames: [Int],
        _ bad: [String], _ badFrames: [Int], matters: Bool = true, inferred: (good: Bool, bad: Bool) = (false, false)
    ) {
        var difference = SessionDifference(
            stage, kind, subject, good: good, goodFrames, bad: bad, badFrames, matters: matters)
        difference.goodIsInferred = inferred.good
        difference.badIsInferred = inferred.bad
        found.append(difference)
    }

    private static func shown(_ reply: Reply?) -> [String] { reply.map(DialoguePairs.lines) ?? [] }

    // MARK: - Who answers

    private mutating func greetings() {
        let (mine, other) = (good.reply(good.greeting), bad.reply(bad.greeting))
        guard mine != nil || other != nil else { return }
        let isSame =
            mine?.code == other?.code && Normalised.text(mine?.text ?? "") == Normalised.text(other?.text ?? "")
        guard !isSame else { return }
        // Nothing was heard because the way ended before: that is told where it ended.
        if other == nil, diff.stop < .greeting { return }
        note(
            .greeting, .reply, "greeting", Self.shown(mine), mine.map { [$0.first.frame] } ?? [], Self.shown(other),
            other.map { [$0.first.frame] } ?? [],
            inferred: (mine?.inferredOctets != nil, other?.inferredOctets != nil))
    }

    // MARK: - What the client says of itself, and what it is offered

    private static func hello(_ dialogue: Dialogue) -> Exchange? {
        dialogue.exchanges.last { [.ehlo, .helo, .lhlo].contains($0.verb) && $0.reply?.isPositive ?? false }
            ?? dialogue.exchanges.first { [.ehlo, .helo, .lhlo].contains($0.verb) }
    }

    private mutating func hello() {
        guard let mine = Self.hello(good)?.command, let other = Self.hello(bad)?.command, mine.text != other.text else {
            return
        }
        // Lengths tell no name.
        guard mine.verb != other.verb || !mine.isInferred && !other.isInferred else { return }
        let isAboutName = mine.verb != other.verb || diff.stop == .ehlo || diff.stop == .greeting
        note(
            .ehlo, .command, mine.verb == other.verb ? "name in \(mine.verb.name)" : "greeting of the client",
            [mine.text], [mine.first.frame], [other.text], [other.first.frame], matters: isAboutName,
            inferred: (mine.isInferred, other.isInferred))
    }

    private mutating func extensions() {
        // Before STARTTLS with before STARTTLS: the first EHLO reply of both.
        func first(_ dialogue: Dialogue) -> Reply? {
            dialogue.exchanges.first { [.ehlo, .lhlo].contains($0.verb) && $0.reply?.isPositive ?? false }?.reply
        }
        guard let mine = first(good), let other = first(bad) else { return }
        func keywords(_ reply: Reply) -> [String: String] {
            Dictionary(reply.lines.dropFirst().map { (Self.keyword($0), $0) }) { first, _ in first }
        }
        let (offered, found) = (keywords(mine), keywords(other))
        let lacking = offered.keys.filter { offered[$0] != found[$0] }.sorted().compactMap { offered[$0] }
        let further = found.keys.filter { offered[$0] != found[$0] }.sorted().compactMap { found[$0] }
        guard !lacking.isEmpty || !further.isEmpty else { return }
        note(
            .ehlo, .capabilities, "EHLO keywords", lacking, [mine.last.frame], further, [other.last.frame],
            inferred: (mine.inferredOctets != nil, other.inferredOctets != nil))
    }

    /// `AUTH=LOGIN` and `AUTH LOGIN` are one keyword.
    private static func keyword(_ line: String) -> String {
        String(line.prefix { $0 != " " && $0 != "=" }).uppercased()
    }

    // MARK: - Step by step

    /// The first exchange of each stage: said in one session only, said otherwise, answered otherwise.
    private mutating func steps() {
        chunks()
        for stage in [Stage.ehlo, .starttls, .auth, .mail, .rcpt, .data, .accepted] {
            let mine = Self.exchange(good, stage)
            let other = Self.exchange(bad, stage)
            switch (mine, other) {
            case (let mine?, let other?): replies(mine, other, stage)
            case (_?, nil) where stage == .data && Self.isChunked(bad),
                (nil, _?) where stage == .data && Self.isChunked(good):
                continue
            case (let mine?, nil) where stage <= diff.stop || diff.stop == .quit:
                // What lies in the dark cannot be missed.
                if diff.bad.session.tls?.established != nil, !diff.good.isReadable(after: .tls) || stage > .tls {
                    continue
                }
                note(
                    stage, .command, "\(stage.rawValue) said in the good session only", Self.said(mine), mine.frames,
                    [], [], inferred: (mine.isInferred, false))
            case (nil, let other?):
                if diff.good.session.tls?.established != nil, stage > .tls { continue }
                added(other, stage)
            default: continue
            }
        }
    }

    /// What the working session never came to: a refusal of it matters, and what went well does where the good one got
    /// to its end without it.
    private mutating func added(_ other: Exchange, _ stage: Stage) {
        if let reply = other.reply, reply.isNegative {
            note(
                stage, .reply, "\(stage.rawValue) said in the bad session only, and refused", [], [],
                Self.said(other) + ["\(reply.code) \(Quote.short(reply))"], other.frames,
                inferred: (false, other.isInferred))
            return
        }
        let isBeyond = diff.good.verdict.outcome != .delivered && stage > diff.good.verdict.stageReached ?? .resolve
        note(
            stage, .command, "\(stage.rawValue) said in the bad session only", [], [], Self.said(other), other.frames,
            matters: !isBeyond, inferred: (false, other.isInferred))
    }

    /// DATA, or BDAT (RFC 3030 §2), which needs no leave and whose last chunk ends the message.
    private mutating func chunks() {
        guard let mine = good.transactions.last, let other = bad.transactions.last, mine.data != nil,
            other.data != nil, Self.isChunked(good) != Self.isChunked(bad)
        else { return }
        func way(_ dialogue: Dialogue) -> [String] { [Self.isChunked(dialogue) ? "BDAT" : "DATA"] }
        note(
            .data, .command, "how the message is sent", way(good), frames(mine.data, good), way(bad),
            frames(other.data, bad), matters: diff.stop >= .data && diff.bad.verdict.outcome != .delivered,
            inferred: (good.isInferred, bad.isInferred))
    }

    private static func isChunked(_ dialogue: Dialogue) -> Bool {
        guard let data = dialogue.transactions.last?.data, dialogue.exchanges.indices.contains(data) else {
            return false
        }
        return dialogue.exchanges[data].verb == .bdat
    }

    private static func exchange(_ dialogue: Dialogue, _ stage: Stage) -> Exchange? {
        let ends = Set(dialogue.transactions.compactMap(\.end))
        let all = dialogue.exchanges.enumerated().filter { index, exchange in
            // The reply to the last chunk is the server's word about the message.
            let isEnd = exchange.verb == .bdat && ends.contains(index)
            return (isEnd ? .accepted : exchange.verb.flatMap(Stage.init(verb:))) == stage
        }.map(\.element)
        // The one that decided: a refusal before a later success of another recipient.
        return all.first { $0.reply?.isNegative ?? false } ?? all.last
    }

    private static func said(_ exchange: Exchange) -> [String] {
        [exchange.command.map { $0.verb == .endOfData ? "(end of the message)" : $0.text }].compactMap(\.self)
    }

    private mutating func replies(_ mine: Exchange, _ other: Exchange, _ stage: Stage) {
        let (answer, found) = (mine.reply, other.reply)
        guard answer?.code != found?.code || answer?.enhanced != found?.enhanced else { return }
        // Two kinds of success are one; the leave to send is no answer to a chunk.
        let isHarmless = (answer?.isPositive ?? false) && (found?.isPositive ?? false)
        if isHarmless, stage == .data, mine.verb != other.verb { return }
        note(
            stage, .reply, "answer to \(Self.said(other).first ?? stage.rawValue)",
            answer.map { ["\($0.code) \(Quote.short($0))"] } ?? ["no answer"], mine.frames,
            found.map { ["\($0.code) \(Quote.short($0))"] } ?? ["no answer"], other.frames, matters: !isHarmless,
            inferred: (mine.isInferred, other.isInferred))
    }

    // MARK: - The mail itself

    private mutating func envelope() {
        guard let mine = good.transactions.last, let other = bad.transactions.last else { return }
        sizes(mine, other)
        // Lengths tell no address.
        guard !good.isInferred, !bad.isInferred else { return }
        if mine.mailFrom != other.mailFrom {
            note(
                .mail, .message, "sender", [mine.mailFrom ?? ""], frames(mine.mail, good), [other.mailFrom ?? ""],
                frames(other.mail, bad), matters: diff.stop >= .mail)
        }
        if mine.parameters.map(Self.keyword) != other.parameters.map(Self.keyword) {
            note(
                .mail, .command, "parameters of MAIL", mine.parameters, frames(mine.mail, good), other.parameters,
                frames(other.mail, bad), matters: diff.stop == .mail)
        }
        let (recipients, others) = (mine.recipients.map(\.address), other.recipients.map(\.address))
        if Set(recipients) != Set(others) {
            note(
                .rcpt, .message, "recipients", recipients, frames(mine.recipients.first?.exchange, good), others,
                frames(other.recipients.first?.exchange, bad), matters: diff.stop >= .rcpt)
        }
    }

    private mutating func sizes(_ mine: Transaction, _ other: Transaction) {
        guard let message = mine.message, let bad = other.message,
            bad.size > message.size + message.size / 4 || bad.size * 5 < message.size * 4
        else { return }
        note(
            .data, .message, "size of the message", [Phrase.octets(message.size)], [message.first.frame],
            [Phrase.octets(bad.size)], [bad.first.frame], matters: diff.stop >= .data,
            inferred: (message.isInferred, bad.isInferred))
    }

    private func frames(_ exchange: Int?, _ dialogue: Dialogue) -> [Int] {
        exchange.flatMap { dialogue.exchanges.indices.contains($0) ? dialogue.exchanges[$0].frames : nil } ?? []
    }

    private mutating func ending() {
        let (mine, other) = (diff.good.verdict, diff.bad.verdict)
        guard mine.endedBy != other.endedBy else { return }
        func words(_ verdict: Verdict) -> String { "the first to end it: \(verdict.endedBy.rawValue)" }
        note(
            diff.stop, .outcome, "who ended it", [words(mine)], [diff.good.session.last.frame], [words(other)],
            [diff.bad.session.last.frame], matters: diff.brokeSilently, inferred: (good.isInferred, bad.isInferred))
    }
}

extension Exchange {
    var frames: [Int] { [command?.first.frame, reply?.last.frame].compactMap(\.self) }

    /// Nobody read it.
    var isInferred: Bool { command?.isInferred ?? false || reply?.inferredOctets != nil }
}

extension DiagnosedSession {
    /// Commands after this stage are in the report.
    func isReadable(after stage: Stage) -> Bool { ladder.contains { $0.stage > stage && $0.status == .passed } }
}
