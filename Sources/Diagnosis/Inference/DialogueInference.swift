import Foundation
import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// Concludes what was said under TLS from record lengths, directions and order, and what that means: each reading of the
/// records is judged like a dialogue that was read, and the probabilities of readings with the same verdict add up.
struct DialogueInference {
    /// From these on something is said, and is called likely. Nothing inferred is proven.
    static let possible = 0.6
    static let likely = 0.9
    /// A refusal that is only possible is told where a delivery is at most this much as probable: a false one sends people
    /// after a fault that is not there.
    static let doubt = 1.0 / 3
    /// Readings that are judged at most, and their share of all that suffices.
    static let judged = 32
    static let sufficient = 0.999

    struct Conclusion {
        var session: Session
        var verdict: Verdict
        var inference: Inference
    }

    private let story: Story
    private let knowledge: KnowledgeBase
    private let judge: Judge
    /// Read only where there is something to infer.
    private var model: DialogueLengths { .builtIn }

    init(_ story: Story, _ knowledge: KnowledgeBase, _ judge: Judge) {
        self.story = story
        self.knowledge = knowledge
        self.judge = judge
    }

    /// nil where the records say nothing. `dark` is the verdict without them.
    func conclude(instead dark: Verdict) -> Conclusion? {
        let isBroken = HiddenBreak.isShown(by: dark)
        guard story.isDark, story.dialogue.encryptedFrom == nil, dark.cause == "encrypted-after-tls" || isBroken,
            story.tls?.established != nil,
            let encrypted = EncryptedRecords(story.session, isBroken: isBroken), encrypted.records.count >= 2
        else { return nil }
        let clear = ClearFacts(story)
        var parse = DialogueParse(model, clear, encrypted, isBroken: isBroken)
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
        // A record that the client never ended is no message, whatever its length fits.
        if isBroken, dark.cause == "no-end-of-data", best.verdict.cause != dark.cause {
            return Conclusion(session: story.session, verdict: dark, inference: inference)
        }
        // Who broke it shows more surely than where.
        if isBroken, best.probability < Self.likely, best.verdict.cause == dark.cause,
            best.verdict.responsible == dark.responsible
        {
            var verdict = dark
            if let stage = best.verdict.stoppedAt, best.probability >= Self.possible {
                verdict.evidence.append(
                    Evidence(
                        "by the lengths of the records it was at \(stage.rawValue) (probability \(Self.percent(best.probability)))",
                        [encrypted.records.last?.first.frame ?? story.session.last.frame], isInferred: true))
            }
            return Conclusion(session: story.session, verdict: verdict, inference: inference)
        }
        if best.probability >= Self.possible,
            Self.maySay(best, isBroken: isBroken, story.connection?.firstClose?.side),
            best.verdict.outcome != .refused || !Self.mayBeDelivered(groups, besides: best.probability),
            best.probability >= Self.likely || !lacksBeginning(clear)
        {
            inference.isUsed = true
            var verdict = best.verdict
            verdict.confidence = min(
                best.probability >= Self.likely ? .likely : .possible, max(verdict.confidence, .possible))
            return Conclusion(
                session: best.session,
                verdict: explained(
                    verdict, best, clear, encrypted, isBroken: [.failed, .unknown].contains(verdict.outcome)),
                inference: inference)
        }
        // That it broke, and how, shows without the words.
        if isBroken { return Conclusion(session: story.session, verdict: dark, inference: inference) }
        return common(groups, clear, encrypted)
            ?? Conclusion(
                session: story.session, verdict: dark, inference: inference)
    }

    /// The EHLO in the clear is not in the capture, and with it the measure for the one under TLS.
    private func lacksBeginning(_ clear: ClearFacts) -> Bool {
        story.dialogue.startedTLS && (clear.ehloLength == nil || clear.ehloReply == nil)
    }

    /// It was perhaps delivered, so that a refusal of this probability stays untold.
    private static func mayBeDelivered(_ groups: [ReadingGroup], besides probability: Double) -> Bool {
        let delivered = groups.filter { $0.verdict.outcome == .delivered }.reduce(0) { $0 + $1.probability }
        return probability < likely && delivered > probability * doubt
    }

    /// What a dialogue that went to its end shows. Silences and breaks are told where TCP shows them as well: then lengths
    /// tell the stage; and that all had been said before only where it is likely.
    private static func maySay(_ group: ReadingGroup, isBroken: Bool, _ closed: Side?) -> Bool {
        switch group.verdict.outcome {
        case .delivered, .partial, .refused, .testOnly: !isBroken || group.probability >= likely
        case .failed, .unknown:
            isBroken
                ? HiddenBreak.causes.contains(group.verdict.cause)
                : group.probability >= likely
                    && (closed == nil && HiddenBreak.silences.contains(group.verdict.cause)
                        || closed == .server && HiddenBreak.farewells.contains(group.verdict.cause))
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

    private func judged(_ readings: [Hypothesis], _ parse: DialogueParse) -> [ReadingGroup] {
        let background = parse.background()
        let best = max(background, readings[0].score)
        let weights = readings.map { exp(($0.score - best) * model.sharpness) }
        let total = weights.reduce(0, +) + exp((background - best) * model.sharpness)
        var groups: [ReadingGroup] = []
        var seen = 0.0
        // Readings in the same words, of other dialects for instance, mean the same.
        var indices: [[String]: Int] = [:]
        for (reading, weight) in zip(readings, weights).prefix(Self.judged) {
            let probability = weight / total
            seen += probability
            let words = parse.path(of: reading).flatMap(\.words)
            if let index = indices[words] {
                groups[index].probability += probability
                if seen >= Self.sufficient { break }
                continue
            }
            let group = group(reading, probability, parse)
            if let index = groups.firstIndex(where: { Self.agree($0, group) }) {
                groups[index].probability += probability
                indices[words] = index
            } else {
                indices[words] = groups.count
                groups.append(group)
            }
            if seen >= Self.sufficient { break }
        }
        return groups.sorted { $0.probability > $1.probability }
    }

    private static func agree(_ a: ReadingGroup, _ b: ReadingGroup) -> Bool {
        a.verdict.cause == b.verdict.cause && a.verdict.outcome == b.verdict.outcome
            && a.verdict.stoppedAt == b.verdict.stoppedAt && a.verdict.responsible == b.verdict.responsible
    }

    private func group(_ reading: Hypothesis, _ probability: Double, _ parse: DialogueParse) -> ReadingGroup {
        let path = parse.path(of: reading)
        let inferred = InferredDialogue(story.dialogue, path, values: values)
        var session = story.session
        session.dialogue = inferred.dialogue
        let told = Story(ClientFarewell.applied(to: session), as: story)
        var verdict = judge.judge(told)
        let isWordless = inferred.wordless.contains { index in
            inferred.dialogue.reply(index).map { $0 == verdict.decisiveReply } ?? false
        }
        if isWordless, verdict.outcome == .refused || verdict.outcome == .partial {
            verdict = judge.refusedWithoutWords(verdict, told)
        }
        return ReadingGroup(
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
    private func common(_ groups: [ReadingGroup], _ clear: ClearFacts, _ encrypted: EncryptedRecords) -> Conclusion? {
        for stage in Stage.allCases {
            let refused = groups.filter { $0.verdict.outcome == .refused && $0.verdict.stoppedAt == stage }
            let probability = refused.reduce(0) { $0 + $1.probability }
            guard probability >= (lacksBeginning(clear) ? Self.likely : Self.possible), let first = refused.first,
                !Self.mayBeDelivered(groups, besides: probability)
            else { continue }
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
                Evidence("the refusal's length fits several: \(causes.joined(separator: ", "))", [], isInferred: true))
            return Conclusion(session: first.session, verdict: verdict, inference: inference)
        }
        return nil
    }

    static func percent(_ probability: Double) -> String {
        "\(Int((min(probability, 0.99) * 100).rounded())) %"
    }

    // MARK: - What it rests on

    private func explained(
        _ verdict: Verdict, _ group: ReadingGroup, _ clear: ClearFacts, _ encrypted: EncryptedRecords,
        isBroken: Bool = false
    ) -> Verdict {
        var verdict = verdict
        let shown = isBroken ? verdict.evidence : []
        verdict.evidence = InferenceEvidence(clear: clear, encrypted: encrypted, story: story).lines(
            group.path, decisive: verdict.decisiveReply, probability: group.probability)
        for index in verdict.evidence.indices { verdict.evidence[index].isInferred = true }
        verdict.evidence += shown
        verdict.cannotShow.append("the words themselves: they are encrypted, and were concluded from their lengths")
        // Only what TCP shows clears for certain; a login clears where all of this is likely.
        let path: Set<ClearableParty> = [.firewall, .isp, .networkPath, .dns]
        let isLikely = verdict.confidence != .possible
        verdict.cleared.removeAll { clearance in
            !path.contains(clearance.party) && !(isLikely && clearance.party == .credentials)
        }
        for index in verdict.cleared.indices where verdict.cleared[index].party == .credentials {
            verdict.cleared[index].because = "likely, as inferred: " + verdict.cleared[index].because
        }
        return verdict
    }
}
