import Capture
import SMTP
import Sessions
import Streams
import TLS

/// How a device behaves, whatever the server says: facts of its sessions.
enum Habits {
    typealias Remark = DeviceStory.Remark
    typealias Sign = DeviceStory.Sign

    /// `attempts` are one device's, in the order of their times.
    static func of(_ attempts: [Attempt]) -> [Remark] {
        // These rest on what was said, and how it ended; under TLS that may be inferred.
        let told = [
            testDepth(attempts), helloOnly(attempts), goesOn(attempts), givesUp(attempts), triesAgain(attempts),
            mechanisms(attempts),
        ].map { $0?.weighed(by: attempts) }
        return
            [
                told[0], talksFirst(attempts), told[1], told[2], told[3], told[4], startTLSUnused(attempts),
                ceiling(attempts), told[5], names(attempts),
            ].compactMap(\.self)
    }

    private static func phrase(_ signs: [Sign]) -> String { DeviceStory.phrase(signs.map(\.session)) }

    /// How far its connection tests go.
    private static func testDepth(_ attempts: [Attempt]) -> Remark? {
        let tests = attempts.filter(\.isTest)
        guard let depth = tests.compactMap(\.verdict.stageReached).max() else { return nil }
        let signs = tests.filter { $0.verdict.stageReached == depth }.map { Sign(session: $0.id, frames: lastWord($0)) }
        return Remark("test-depth", "its connection test goes as far as \(depth.rawValue) (\(phrase(signs)))", signs)
    }

    private static func lastWord(_ attempt: Attempt) -> [Int] {
        [attempt.dialogue.exchanges.last { $0.command != nil }?.command?.first.frame ?? attempt.session.last.frame]
    }

    private static func talksFirst(_ attempts: [Attempt]) -> Remark? {
        let signs = attempts.filter(\.dialogue.clientTalkedFirst).map { attempt in
            Sign(
                session: attempt.id,
                frames: attempt.dialogue.exchanges.lazy.compactMap(\.command).first.map { [$0.first.frame] } ?? [])
        }
        guard !signs.isEmpty else { return nil }
        return Remark("talks-before-greeting", "it talks before the server has greeted (\(phrase(signs)))", signs)
    }

    private static func helloOnly(_ attempts: [Attempt]) -> Remark? {
        guard !attempts.contains(where: { $0.first([.ehlo, .lhlo]) != nil }) else { return nil }
        let signs = attempts.compactMap { attempt in
            attempt.first([.helo]).map { Sign(session: attempt.id, frames: [$0.first.frame]) }
        }
        guard !signs.isEmpty else { return nil }
        return Remark("helo-only", "it says HELO, never EHLO (\(phrase(signs)))", signs)
    }

    /// A command was refused, and the device sent what presupposes it. Pipelined commands do not count: they had left
    /// before the refusal came.
    private static func goesOn(_ attempts: [Attempt]) -> Remark? {
        var words: Set<String> = []
        let signs = attempts.compactMap { attempt -> Sign? in
            let found = sequel(attempt.dialogue)
            guard let found else { return nil }
            words.insert(found.words)
            return Sign(session: attempt.id, frames: found.frames)
        }
        guard !signs.isEmpty else { return nil }
        return Remark(
            "goes-on-after-refusal", "it goes on \(words.sorted().joined(separator: ", and ")) (\(phrase(signs)))",
            signs)
    }

    private static func sequel(_ dialogue: Dialogue) -> (words: String, frames: [Int])? {
        for (index, exchange) in dialogue.exchanges.enumerated() {
            guard let reply = exchange.reply, reply.isNegative, let verb = exchange.verb else { continue }
            let (name, needed): (String, Set<Verb>) =
                switch verb {
                case .mail: ("to RCPT after a refused MAIL", [.rcpt, .data, .bdat])
                case .auth, .authResponse: ("to MAIL after a refused login", [.mail])
                default: ("", [])
                }
            guard !needed.isEmpty, index + 1 < dialogue.exchanges.count,
                let next = dialogue.exchanges[(index + 1)...].lazy.compactMap(\.command).first,
                needed.contains(next.verb), next.first.frame > reply.last.frame
            else { continue }
            return (name, [reply.last.frame, next.first.frame])
        }
        return nil
    }

    /// How long a server wants to be left alone at least (RFC 5321 §4.5.4.1).
    private static let retrySeconds = 1_800.0

    /// It was asked to try later, the capture went on long enough to see that, and nothing came.
    private static func givesUp(_ attempts: [Attempt]) -> Remark? {
        guard let last = attempts.last, last.isRefusedForNow else { return nil }
        let watched = last.session.captureEnd.seconds(since: last.end)
        guard watched >= retrySeconds else { return nil }
        return Remark(
            "gives-up-after-temporary-refusal",
            "refused for now (\(last.failurePhrase), session \(last.id)), it did not try again in the \(Phrase.seconds(watched)) that were watched",
            [Sign(session: last.id, frames: last.decisiveFrames)])
    }

    private static func triesAgain(_ attempts: [Attempt]) -> Remark? {
        for (refused, next) in zip(attempts, attempts.dropFirst())
        where refused.isRefusedForNow && !next.isTest && next.target == refused.target && next.start >= refused.end {
            return Remark(
                "tries-again-after-temporary-refusal",
                "refused for now (session \(refused.id)), it tried again after \(Phrase.seconds(next.start.seconds(since: refused.end))) (session \(next.id))",
                [
                    Sign(session: refused.id, frames: refused.decisiveFrames),
                    Sign(session: next.id, frames: [next.session.first.frame]),
                ],
                isNotable: false)
        }
        return nil
    }

    private static func startTLSUnused(_ attempts: [Attempt]) -> Remark? {
        let isUsed = attempts.contains {
            $0.dialogue.startedTLS || $0.session.tls != nil || $0.first([.startTLS]) != nil
        }
        guard !isUsed else { return nil }
        let signs = attempts.compactMap { attempt -> Sign? in
            let offers = attempt.dialogue.extensions.contains { $0.uppercased() == "STARTTLS" }
            guard offers,
                attempt.verdict.stageReached.map({ $0 >= .mail }) ?? false || attempt.first([.mail, .auth]) != nil
            else { return nil }
            return Sign(
                session: attempt.id,
                frames: attempt.first([.auth, .mail]).map { [$0.first.frame] } ?? attempt.helloFrames)
        }
        guard !signs.isEmpty else { return nil }
        // Between mail servers, on port 25, encryption is a courtesy.
        let matters = attempts.contains { $0.port != 25 || !$0.dialogue.authTried.isEmpty }
        return Remark(
            "starttls-never-used", "it never uses STARTTLS, which is offered (\(phrase(signs)))", signs,
            isNotable: matters)
    }

    private static func ceiling(_ attempts: [Attempt]) -> Remark? {
        let hellos = attempts.compactMap { attempt in
            attempt.session.tls?.clientHello.map { (attempt.id, $0.highestVersion, $0.moment.frame) }
        }
        guard let highest = hellos.map(\.1).max() else { return nil }
        let signs = hellos.filter { $0.1 == highest }.map { Sign(session: $0.0, frames: [$0.2]) }
        return Remark(
            "tls-ceiling", "it offers \(highest) at most (\(phrase(signs)))", signs, isNotable: highest < .tls12)
    }

    private static func mechanisms(_ attempts: [Attempt]) -> Remark? {
        var tried: [String] = []
        for mechanism in attempts.flatMap(\.dialogue.authTried) where !tried.contains(mechanism) {
            tried.append(mechanism)
        }
        guard !tried.isEmpty else { return nil }
        let signs = attempts.compactMap { attempt in
            attempt.first([.auth]).map { Sign(session: attempt.id, frames: [$0.first.frame]) }
        }
        return Remark("auth-mechanisms", "it logs in with \(tried.joined(separator: ", "))", signs, isNotable: false)
    }

    private static func names(_ attempts: [Attempt]) -> Remark? {
        var names: [String] = []
        for name in attempts.compactMap(\.dialogue.clientName) where !names.contains(name) { names.append(name) }
        guard !names.isEmpty else { return nil }
        let shown = names.prefix(4).map(Quote.short).joined(separator: ", ")
        return Remark(
            "ehlo-name", "it calls itself \(shown)\(names.count > 4 ? ", …" : "")",
            attempts.map { Sign(session: $0.id, frames: $0.helloFrames) }, isNotable: false)
    }
}
