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

/// One kind of fault: looks at a session's facts and claims it, or does not. It never parses.
protocol Fault: Sendable {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding?
}
