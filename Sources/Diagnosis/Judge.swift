import Knowledge
import SMTP
import Sessions
import Streams

/// The one place that decides a verdict: asks each kind of fault in turn and takes the first that claims the session.
struct Judge: Sendable {
    private let knowledge: KnowledgeBase

    /// In the order in which they are believed: what the capture hides, then what was accepted, then what broke, then
    /// what merely ended.
    private let faults: [any Fault] = [
        ResolveFault(), ConnectFault(), VisibilityFault(), DeliveryFault(), ForeignServerFault(), UnseenEndFault(),
        TLSFault(),
        ClientSideFault(), InspectionFault(), IdentityFault(), RefusalFault(), ResetFault(), ZeroWindowFault(),
        SilenceFault(), CloseFault(), TestFault(), IncompleteFault(),
    ]

    init(knowledge: KnowledgeBase) { self.knowledge = knowledge }

    /// What two views together show, before what either shows alone.
    private let compareFaults: [any CompareFault] = [
        UnseenOutsideFault(), BoxReplyFault(), RewriteFault(), BoxResetFault(), SwallowFault(),
    ]

    func judge(_ story: Story) -> Verdict { verdict(finding(story), story) }

    func finding(_ story: Story) -> Finding {
        let claimed =
            faults.lazy.compactMap { $0.examine(story, knowledge) }.first
            ?? Finding("capture-ends-mid-session", .unknown, at: nil, .capture, .possible)
        return HealthGate.weigh(HiddenOffer.weigh(claimed, story), story)
    }

    /// A session that was seen from both sides of a box.
    func judge(_ story: PairStory) -> Verdict? {
        guard let one = story.inside ?? story.outside else { return nil }
        if story.pair.isSamePlace { return SamePlace.weigh(judge(one)) }
        let shown = compareFaults.lazy.compactMap { $0.examine(story, knowledge) }.first
            .map { HealthGate.weigh(HealthGate.weigh($0, story.inside), story.outside) }
        let finding = LoneAbsence.weigh(shown ?? MergedFinding.of(story), story)
        var verdict = verdict(finding, one, hasBothSides: shown != nil || story.inside != nil && story.outside != nil)
        // What one view says of itself is not true of two.
        if story.outside != nil, story.inside != nil, finding.responsible == .unknown { verdict.who = "" }
        let isShownByBoth = shown != nil && shown?.cause == finding.cause && shown?.responsible == finding.responsible
        verdict.cleared = PairClearances.of(story, finding, isShownByBoth: isShownByBoth)
        if let alone = story.insideFinding { Uncovered.reword(&verdict, story, as: self.verdict(alone, one)) }
        verdict.also += PairSideFindings.of(story, besides: finding)
        if let next = verdict.nextCapture, !next.isEmpty {
            if story.isUnrelated {
                verdict.nextCapture = Self.together
            } else if story.outside != nil, finding.responsible != .capture {
                verdict.nextCapture = Self.beyond
            }
        }
        return verdict
    }

    /// Where both captures do not belong together.
    private static let together =
        "Capture on both sides of the box at the same time, and let the device try once in that time."

    /// Where two captures leave the rest of the way open.
    static let beyond =
        "Both sides of the box are here. What remains shows at the server's side, or at the provider: ask for a capture there."

    private func verdict(_ finding: Finding, _ story: Story, hasBothSides: Bool = false) -> Verdict {
        var verdict = Verdict(
            outcome: finding.outcome, stageReached: reached(finding, story), stoppedAt: finding.stoppedAt,
            endedBy: finding.endedBy ?? Ending.of(story), responsible: finding.responsible,
            candidates: finding.candidates, cause: finding.cause, confidence: sureness(finding))
        verdict.decisiveReply = finding.reply
        verdict.rule = finding.rule?.id
        verdict.evidence = finding.evidence
        verdict.doubts = finding.doubts
        verdict.cannotShow =
            finding.cannotShow
            + [Alternatives.of(finding, sureness(finding), hasBothSides: hasBothSides)].compactMap(\.self)
        verdict.also = finding.also + SideFindings.of(story, besides: finding, knowledge)
        word(&verdict, finding, story)
        explainCodes(&verdict)
        verdict.cleared = Clearances.of(story, finding)
        // A box that signs certificates may be what acknowledged, and what answered.
        if verdict.also.contains(where: { $0.cause == "tls-interception" }), finding.outcome != .delivered {
            verdict.cleared.removeAll { $0.party == .firewall }
        }
        verdict.reset = story.resetOrigin
        return verdict
    }

    /// A refusal of which only the stage is known, not the words.
    func refusedWithoutWords(_ verdict: Verdict, _ story: Story) -> Verdict {
        var verdict = verdict
        verdict.cause = "refused-at-\(verdict.stoppedAt ?? .rcpt)"
        verdict.responsible = .unknown
        verdict.candidates = CutReply.suspects(at: verdict.stoppedAt)
        verdict.rule = nil
        let wording = knowledge.wording(of: verdict.cause)
        let values = ReplyValues.session(story)
        verdict.headline = Template.fill(wording?.headline ?? verdict.cause, with: values)
        verdict.explanation =
            "The server refused; which of its refusals it was, the length of the encrypted reply does not tell."
        verdict.who = Template.fill(wording?.who ?? "", with: values)
        verdict.advice = []
        verdict.nextCapture = "the same with a key log (--keylog), or the server's own log"
        return verdict
    }

    /// The last stage that completed; where the way ended at one that had completed before, the last below it.
    private func reached(_ finding: Finding, _ story: Story) -> Stage? {
        guard let stop = finding.stoppedAt, story.progress.reached == stop else { return story.progress.reached }
        return story.progress.passed.filter { $0 < stop }.max()
    }

    /// What no source says is nobody's proof.
    private func sureness(_ finding: Finding) -> Confidence {
        guard let rule = finding.rule, !rule.isSourced else { return finding.confidence }
        return min(finding.confidence, .likely)
    }

    /// What the codes of the decisive reply mean in general, whatever a rule makes of its words.
    private func explainCodes(_ verdict: inout Verdict) {
        guard let reply = verdict.decisiveReply else { return }
        verdict.codeMeaning = knowledge.meaning(ofCode: reply.code)
        verdict.enhancedMeaning = reply.enhanced.flatMap { knowledge.meaning(ofEnhanced: "\($0)") }
    }

    /// The sentence about the responsible party; none where the wording speaks of another than the finding.
    private func who(_ rule: ReplyRule?, _ wording: CauseWording?, _ finding: Finding) -> String {
        if let rule, !rule.who.isEmpty { return rule.who }
        return wording.flatMap { $0.responsible == finding.responsible.rawValue ? $0.who : nil } ?? ""
    }

    private func word(_ verdict: inout Verdict, _ finding: Finding, _ story: Story) {
        let wording = knowledge.wording(of: finding.cause)
        let values = ReplyValues.session(story).merging(finding.values) { _, own in own }
        func fill(_ text: String) -> String { Template.fill(text, with: values) }
        let rule = finding.rule.flatMap { $0.cause == finding.cause ? $0 : nil }
        verdict.headline = fill(rule?.headline ?? wording?.headline ?? finding.cause)
        verdict.explanation = fill(rule?.explanation ?? wording?.explanation ?? "")
        verdict.who = fill(who(rule, wording, finding))
        let advice = rule.map { $0.advice.isEmpty ? wording?.advice ?? [] : $0.advice } ?? wording?.advice ?? []
        verdict.advice = advice.map { Advice(text: fill($0.text), source: $0.source, checkedOn: $0.checkedOn) }
        verdict.notes = SessionNotes.of(finding, story, knowledge).map { note in
            var note = note
            note.text = fill(note.text)
            return note
        }
        let isOpen = [.unknown, .capture].contains(finding.responsible) || !finding.candidates.isEmpty
        let known = wording?.nextCapture.map(fill)
        // A rule's own words know the fault; where this capture is taken there already, another place is needed.
        let isThere = story.isOutside && known?.contains("outside") ?? false
        let next = isThere ? NextCapture.of(finding, story) : known ?? NextCapture.of(finding, story)
        verdict.nextCapture = isOpen ? next : nil
    }
}
