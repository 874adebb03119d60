import Foundation
import Knowledge
import SMTP
import Sessions
import TLS

/// Concludes what was said under TLS from record lengths, directions and order, and what that means: each reading of the
/// records is judged like a dialogue that was read, and the probabilities of readings with the same verdict add up.
struct DialogueInference {
    /// From these on something is said, and is called likely. Nothing inferred is proven.
    static let possible = 0.6
    static let likely = 0.9
    /// Readings that are judged at most, and their share of all that suffices.
    static let judged = 32
    static let sufficient = 0.999

    struct Conclusion {
        var session: Session
        var verdict: Verdict
        var inference: Inference
    }

    /// Readings with one verdict.
    private struct Group {
        var probability: Double
        var session: Session
        var story: Story
        var verdict: Verdict
        var path: [InferredStep]
        var dialect: String
        /// The decisive reply's words are not known.
        var isWordless: Bool
    }

    private let story: Story
    private let knowledge: KnowledgeBase
    private let judge: Judge
    private let model: DialogueLengths

    init(_ story: Story, _ knowledge: KnowledgeBase, _ judge: Judge, model: DialogueLengths = .builtIn) {
        self.story = story
        self.knowledge = knowledge
        self.judge = judge
        self.model = model
    }

    /// nil where the records say nothing. `dark` is the verdict without them.
    func conclude(instead dark: Verdict) -> Conclusion? {
        guard story.isDark, story.dialogue.encryptedFrom == nil, dark.cause == "encrypted-after-tls",
            story.tls?.established != nil,
            let encrypted = EncryptedRecords(story.session), encrypted.records.count >= 2
        else { return nil }
        let clear = ClearFacts(story)
        var parse = DialogueParse(model, clear, encrypted)
        let readings = parse.run(priors: priors(clear))
        guard !readings.isEmpty else { return nil }
        let groups = judged(readings, parse)
        guard let best = groups.first else { return nil }
        var inference = Inference(
            cause: best.verdict.cause, outcome: best.verdict.outcome, probability: best.probability,
            alternatives: groups.dropFirst().filter { $0.probability >= 0.01 }.map {
                Inference.Alternative(
                    cause: $0.verdict.cause, outcome: $0.verdict.outcome, probability: $0.probability)
            }, dialect: best.dialect, isUsed: false)
        if best.probability >= Self.possible, Self.maySay(best.verdict) {
            inference.isUsed = true
            var verdict = best.verdict
            verdict.confidence = min(
                best.probability >= Self.likely ? .likely : .possible, max(verdict.confidence, .possible))
            return Conclusion(
                session: best.session, verdict: explained(verdict, best, clear, encrypted), inference: inference)
        }
        return common(groups, clear, encrypted)
            ?? Conclusion(
                session: story.session, verdict: dark, inference: inference)
    }

    /// What a dialogue that went to its end shows. Silences and breaks under TLS are not told by lengths.
    private static func maySay(_ verdict: Verdict) -> Bool {
        switch verdict.outcome {
        case .delivered, .partial, .refused, .testOnly: true
        case .failed, .unknown: false
        }
    }

    // MARK: - Which server

    /// How probable each dialect is before any record is looked at.
    private func priors(_ clear: ClearFacts) -> [Double] {
        let greeting = clear.greeting.lowercased()
        let endpoint = story.endpoint?.id
        let fits = model.dialects.map { dialect in
            (endpoint.map { dialect.endpoints.contains($0) } ?? false)
                || dialect.greetings.contains { !greeting.isEmpty && greeting.contains($0) }
        }
        // The endpoint is told by names, which say more than a program's greeting.
        let named = model.dialects.map { dialect in endpoint.map { dialect.endpoints.contains($0) } ?? false }
        let weights = model.dialects.indices.map { index in
            model.dialects[index].weight * (named[index] ? 1_000 : fits[index] ? 200 : 1)
        }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    // MARK: - What the readings mean

    private func judged(_ readings: [Hypothesis], _ parse: DialogueParse) -> [Group] {
        let background = parse.background()
        let best = max(background, readings[0].score)
        let weights = readings.map { exp(($0.score - best) * model.sharpness) }
        let total = weights.reduce(0, +) + exp((background - best) * model.sharpness)
        var groups: [Group] = []
        var seen = 0.0
        for (reading, weight) in zip(readings, weights).prefix(Self.judged) {
            let probability = weight / total
            let group = group(reading, probability, parse)
            if let index = groups.firstIndex(where: { Self.agree($0, group) }) {
                groups[index].probability += probability
            } else {
                groups.append(group)
            }
            seen += probability
            if seen >= Self.sufficient { break }
        }
        return groups.sorted { $0.probability > $1.probability }
    }

    private static func agree(_ a: Group, _ b: Group) -> Bool {
        a.verdict.cause == b.verdict.cause && a.verdict.outcome == b.verdict.outcome
            && a.verdict.stoppedAt == b.verdict.stoppedAt && a.verdict.responsible == b.verdict.responsible
    }

    private func group(_ reading: Hypothesis, _ probability: Double, _ parse: DialogueParse) -> Group {
        let path = parse.path(of: reading)
        let inferred = InferredDialogue(story.dialogue, path, values: values)
        var session = story.session
        session.dialogue = inferred.dialogue
        let told = Story(session, as: story)
        var verdict = judge.judge(told)
        let isWordless = inferred.wordless.contains { index in
            inferred.dialogue.reply(index).map { $0 == verdict.decisiveReply } ?? false
        }
        if isWordless, verdict.outcome == .refused || verdict.outcome == .partial {
            verdict = judge.refusedWithoutWords(verdict, told)
        }
        return Group(
            probability: probability, session: session, story: told, verdict: verdict, path: path,
            dialect: model.dialects[reading.dialect].id, isWordless: isWordless)
    }

    private var values: [String: String] {
        var values = ReplyValues.session(story)
        values["host"] = story.dialogue.reply(story.dialogue.greeting).flatMap {
            ServerIdentity.hostName($0.lines.first ?? "")
        }
        values["peer"] = values["ip"]
        return ["host": values["host"], "peer": values["peer"], "ehlo": values["ehlo"]].compactMapValues(\.self)
    }

    /// No single cause is probable enough, but that it was refused, and where.
    private func common(_ groups: [Group], _ clear: ClearFacts, _ encrypted: EncryptedRecords) -> Conclusion? {
        for stage in Stage.allCases {
            let refused = groups.filter { $0.verdict.outcome == .refused && $0.verdict.stoppedAt == stage }
            let probability = refused.reduce(0) { $0 + $1.probability }
            guard probability >= Self.possible, let first = refused.first else { continue }
            var verdict = judge.refusedWithoutWords(first.verdict, first.story)
            verdict.confidence = probability >= Self.likely ? .likely : .possible
            for group in refused {
                for party in [group.verdict.responsible] + group.verdict.candidates
                where party != .unknown && !verdict.candidates.contains(party) {
                    verdict.candidates.append(party)
                }
            }
            let causes = refused.prefix(4).map { "\($0.verdict.cause) (\(Self.percent($0.probability)))" }
            let all = refused.map {
                Inference.Alternative(
                    cause: $0.verdict.cause, outcome: .refused, probability: $0.probability)
            }
            let inference = Inference(
                cause: verdict.cause, outcome: .refused, probability: probability, alternatives: all,
                dialect: first.dialect, isUsed: true)
            var group = first
            group.probability = probability
            verdict = explained(verdict, group, clear, encrypted)
            verdict.evidence.append(
                Evidence("the refusal's length fits several: \(causes.joined(separator: ", "))", []))
            return Conclusion(session: first.session, verdict: verdict, inference: inference)
        }
        return nil
    }

    static func percent(_ probability: Double) -> String {
        "\(Int((min(probability, 0.99) * 100).rounded())) %"
    }

    // MARK: - What it rests on

    private func explained(
        _ verdict: Verdict, _ group: Group, _ clear: ClearFacts, _ encrypted: EncryptedRecords
    ) -> Verdict {
        var verdict = verdict
        verdict.evidence = InferenceEvidence(clear: clear, encrypted: encrypted, story: story).lines(
            group.path, decisive: verdict.decisiveReply, probability: group.probability)
        verdict.cannotShow.append("the words themselves: they are encrypted, and were concluded from their lengths")
        // Only what TCP shows clears for certain; a login clears where all of this is likely.
        let path: Set<ClearableParty> = [.firewall, .isp, .networkPath, .dns]
        let isLikely = verdict.confidence != .possible
        verdict.cleared.removeAll { clearance in
            !path.contains(clearance.party) && !(isLikely && clearance.party == .credentials)
        }
        return verdict
    }
}
