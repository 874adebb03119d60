import Knowledge
import SMTP

/// What one fault claims about a session. The judge picks one and completes it to a verdict.
struct Finding: Sendable {
    var cause: String
    var outcome: Outcome
    /// Where the way to a delivery ended; nil when it did not, or when nobody can say.
    var stoppedAt: Stage?
    var responsible: Responsible
    var candidates: [Responsible] = []
    var confidence: Confidence
    var evidence: [Evidence] = []
    var reply: Reply?
    var rule: ReplyRule?
    /// Values for the placeholders of the wording.
    var values: [String: String] = [:]
    var cannotShow: [String] = []
    /// What of the capture's health speaks against it.
    var doubts: [HealthFinding.Kind] = []
    var also: [SideFinding] = []
    var endedBy: EndedBy?
    /// Whom this fault's own signs clear.
    var cleared: [Clearance] = []

    init(
        _ cause: String, _ outcome: Outcome, at stoppedAt: Stage?, _ responsible: Responsible,
        or candidates: [Responsible] = [], _ confidence: Confidence, _ evidence: [Evidence] = []
    ) {
        self.cause = cause
        self.outcome = outcome
        self.stoppedAt = stoppedAt
        self.responsible = responsible
        self.candidates = candidates
        self.confidence = confidence
        self.evidence = evidence
    }
}

extension Finding {
    /// What decided is not in the capture, as the evidence shows.
    static func decisionNotCaptured(
        _ evidence: Evidence, at stoppedAt: Stage? = nil, _ confidence: Confidence = .likely, unseen: String
    ) -> Finding {
        var finding = Finding(
            "decisive-reply-not-captured", .unknown, at: stoppedAt, .capture, confidence, [evidence])
        finding.cannotShow = [unseen]
        return finding
    }

    /// The capture ends before anything decided.
    static func captureEnds(at stoppedAt: Stage?, _ evidence: Evidence) -> Finding {
        Finding("capture-ends-mid-session", .unknown, at: stoppedAt, .capture, .proven, [evidence])
    }

    /// Whoever was named is one of those who remain, beside these.
    mutating func leaveOpen(or others: [Responsible] = []) {
        let named = [.unknown, .none, .capture].contains(responsible) ? [] : [responsible]
        if !named.isEmpty { responsible = .unknown }
        var remaining: [Responsible] = []
        for party in named + candidates + others where !remaining.contains(party) { remaining.append(party) }
        candidates = remaining
    }
}

/// One kind of fault: looks at a session's facts and claims it, or does not. It never parses.
protocol Fault: Sendable {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding?
}
