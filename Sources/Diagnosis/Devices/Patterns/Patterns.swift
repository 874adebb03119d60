import Capture
import SMTP
import Sessions
import Streams

/// What a device's sessions show together. Each pattern names sessions; none names a culprit.
enum Patterns {
    /// `attempts` are one device's, in the order of their times.
    static func of(_ attempts: [Attempt]) -> [DeviceStory.Remark] {
        // A session whose end nobody saw says nothing either way, nor does a guess at it.
        let told = attempts.filter { ($0.verdict.outcome != .unknown || $0.isBroken) && !$0.isGuess }
        guard told.count > 1 else { return [] }
        var remarks: [DeviceStory.Remark] = []
        for group in byTarget(told) {
            let change = ChangePattern.find(group)
            remarks += [
                TestPattern.find(group), LoginPattern.find(group), RepetitionPattern.find(group),
                StormPattern.find(group), RetryPattern.find(group), change,
            ].compactMap(\.self)
            if change == nil { remarks += DividingPattern.find(group) }
        }
        if let port = DividingPattern.ports(told) { remarks.append(port) }
        let guesses = attempts.filter { $0.isGuess && !$0.target.isEmpty }
        return remarks.map { remark in
            var weighed = remark.weighed(by: told)
            // "Every delivery" is every one that was told.
            let targets = Set(told.filter { remark.rests.contains($0.id) }.map(\.target))
            let left = guesses.filter { targets.contains($0.target) }.ids
            if !left.isEmpty {
                weighed.text += "; \(DeviceStory.phrase(left)) left out, of which lengths under TLS tell too little"
            }
            return weighed
        }
    }

    /// Sessions with one server, by its name; those without any are left out. In the order of their first sessions.
    private static func byTarget(_ attempts: [Attempt]) -> [[Attempt]] {
        var order: [String] = []
        var groups: [String: [Attempt]] = [:]
        for attempt in attempts where !attempt.target.isEmpty {
            if groups[attempt.target] == nil { order.append(attempt.target) }
            groups[attempt.target, default: []].append(attempt)
        }
        return order.compactMap { groups[$0] }
    }
}

/// The connection test passes, and every delivery to the same server and port breaks beyond what it tried.
enum TestPattern {
    static func find(_ attempts: [Attempt]) -> DeviceStory.Remark? {
        guard !attempts.contains(where: \.isDelivered), !attempts.contains(where: { $0.verdict.outcome == .partial })
        else {
            return nil
        }
        let broken = attempts.filter(\.isBroken)
        let tests = attempts.filter { test in
            guard test.isTest, let depth = test.verdict.stageReached else { return false }
            return broken.contains { $0.port == test.port && ($0.verdict.stoppedAt.map { $0 > depth } ?? false) }
        }
        guard let depth = tests.compactMap(\.verdict.stageReached).max() else { return nil }
        let beyond = broken.filter { attempt in
            tests.contains { $0.port == attempt.port } && (attempt.verdict.stoppedAt.map { $0 > depth } ?? false)
        }
        guard let first = beyond.first else { return nil }
        let isAlike = Set(beyond.map(\.failure)).count == 1
        let passes = tests.count == 1 ? "passes" : "pass"
        let delivery =
            beyond.count == 1 ? "the delivery" : isAlike ? "every delivery" : "each delivery breaks; the first"
        return DeviceStory.Remark(
            "test-passes-delivery-fails",
            "the connection \(tests.count == 1 ? "test" : "tests") (\(DeviceStory.phrase(tests.ids))) \(passes), as far as \(depth.rawValue.uppercased()); \(delivery) (\(DeviceStory.phrase(isAlike ? beyond.ids : [first.id]))) \(first.outcomePhrase)",
            tests.map { DeviceStory.Sign(session: $0.id, frames: [$0.session.last.frame]) } + beyond.decisive)
    }
}

/// A login was refused, and the next attempt comes without one.
enum LoginPattern {
    static func find(_ attempts: [Attempt]) -> DeviceStory.Remark? {
        for (index, refused) in attempts.enumerated() {
            guard
                let refusal = refused.dialogue.exchanges.first(where: {
                    [.auth, .authResponse].contains($0.verb) && ($0.reply?.isNegative ?? false)
                })?.reply, !refused.dialogue.isAuthenticated
            else { continue }
            guard let next = attempts[(index + 1)...].first(where: { $0.start >= refused.end && !$0.isTest }),
                next.dialogue.authTried.isEmpty, let mail = next.first([.mail])
            else { continue }
            let words = "\(refusal.code)" + (refusal.enhanced.map { " \($0)" } ?? "")
            return DeviceStory.Remark(
                "retries-without-auth",
                "the login is refused (session \(refused.id), \(words)); \(Phrase.seconds(next.start.seconds(since: refused.end))) later it tries without one, and that \(next.outcomePhrase) (session \(next.id))",
                [
                    DeviceStory.Sign(session: refused.id, frames: [refusal.last.frame]),
                    DeviceStory.Sign(session: next.id, frames: [mail.first.frame]),
                ])
        }
        return nil
    }
}

/// Every delivery breaks in the same way.
enum RepetitionPattern {
    static func find(_ attempts: [Attempt]) -> DeviceStory.Remark? {
        let deliveries = attempts.filter { !$0.isTest }
        guard deliveries.count > 1, deliveries.allSatisfy(\.isBroken), Set(deliveries.map(\.failure)).count == 1,
            let first = deliveries.first, let last = deliveries.last
        else { return nil }
        let span = Phrase.seconds(last.start.seconds(since: first.start))
        let isRefusal = first.verdict.decisiveReply != nil
        return DeviceStory.Remark(
            isRefusal ? "same-refusal-every-time" : "same-failure-every-time",
            "every delivery to \(Quote.short(first.target)) \(first.outcomePhrase): \(deliveries.count) of \(deliveries.count) within \(span) (\(DeviceStory.phrase(deliveries.ids)))",
            deliveries.decisive)
    }
}

/// Many attempts right after one another, each of them refused for good or broken.
enum StormPattern {
    /// Attempts that make a storm, and seconds from one's start to the next's.
    static let fewest = 4
    static let longestGap = 60.0

    static func find(_ attempts: [Attempt]) -> DeviceStory.Remark? {
        var longest: [Attempt] = []
        var run: [Attempt] = []
        for attempt in attempts where !attempt.isTest {
            let isClose = run.last.map { attempt.start.seconds(since: $0.start) <= longestGap } ?? true
            if !attempt.isBroken || attempt.isRefusedForNow || !isClose { run = [] }
            if attempt.isBroken, !attempt.isRefusedForNow { run.append(attempt) }
            if run.count > longest.count { longest = run }
        }
        guard longest.count >= fewest, let first = longest.first, let last = longest.last else { return nil }
        let span = Phrase.seconds(last.start.seconds(since: first.start))
        return DeviceStory.Remark(
            "retry-storm",
            "it tries \(longest.count) times within \(span), though no answer asks it to (\(DeviceStory.phrase(longest.ids)))",
            longest.decisive)
    }
}

/// Refused for now: how soon it comes again, and whether that helps.
enum RetryPattern {
    static func find(_ attempts: [Attempt]) -> DeviceStory.Remark? {
        let deliveries = attempts.filter { !$0.isTest }
        guard let start = deliveries.firstIndex(where: \.isRefusedForNow) else { return nil }
        let refused = deliveries[start...].prefix { $0.isRefusedForNow }
        let next = deliveries[start...].dropFirst(refused.count).first
        if let next, next.isDelivered, let last = refused.last, refused.first?.verdict.cause == "greylisted",
            recipients(next).isSuperset(of: recipients(last)), next.start >= last.end,
            // Lengths tell no address.
            !next.dialogue.isInferred, !last.dialogue.isInferred
        {
            return DeviceStory.Remark(
                "greylisted-then-accepted",
                "refused for now (\(DeviceStory.phrase(refused.ids)), \(last.failurePhrase)), the message is accepted \(Phrase.seconds(next.start.seconds(since: refused.first?.start ?? last.start))) after the first attempt (session \(next.id))",
                refused.decisive + [DeviceStory.Sign(session: next.id, frames: [next.session.last.frame])])
        }
        guard refused.count > 1, let first = refused.first else { return nil }
        let gaps = zip(refused, refused.dropFirst()).map { $1.start.seconds(since: $0.end) }
        let shortest = Phrase.seconds(max(0, gaps.min() ?? 0))
        let longest = Phrase.seconds(max(0, gaps.max() ?? 0))
        let pause = shortest == longest ? shortest : "\(shortest) to \(longest)"
        return DeviceStory.Remark(
            "throttled-retries",
            "refused for now \(Phrase.times(refused.count)) (\(DeviceStory.phrase(refused.ids)), the first with \(first.failurePhrase)), it tries again after \(pause)",
            refused.decisive)
    }

    private static func recipients(_ attempt: Attempt) -> Set<String> {
        Set(attempt.dialogue.transactions.flatMap(\.recipients).map { $0.address.lowercased() })
    }
}
