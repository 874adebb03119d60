package import Knowledge
package import SMTP

/// A statement with the frames that show it.
package struct Evidence: Hashable, Sendable {
    package var text: String
    package var frames: [Int]
    /// Concluded from the lengths of encrypted records.
    package var isInferred: Bool

    package init(_ text: String, _ frames: [Int], isInferred: Bool = false) {
        self.text = text
        self.frames = frames
        self.isInferred = isInferred
    }
}

/// A party that the evidence shows not to be at fault.
package struct Clearance: Hashable, Sendable {
    package var party: ClearableParty
    package var because: String
    package var frames: [Int]

    package init(_ party: ClearableParty, because: String, frames: [Int]) {
        self.party = party
        self.because = because
        self.frames = frames
    }
}

/// Something else that was seen and that did not decide.
package struct SideFinding: Hashable, Sendable {
    package var cause: String
    package var text: String
    package var frames: [Int]

    package init(cause: String, text: String, frames: [Int]) {
        self.cause = cause
        self.text = text
        self.frames = frames
    }
}

/// One step of the ladder of stages.
package struct Rung: Sendable {
    package enum Status: String, Sendable { case passed, failed, skipped, unseen, notReached = "not_reached" }

    package var stage: Stage
    package var status: Status
    package var frames: [Int] = []
    /// How long it took, from its first to its deciding frame.
    package var seconds: Double?
    /// A few words where the status alone would mislead: "not used", "not offered".
    package var text: String?
    /// Concluded from the lengths of encrypted records.
    package var isInferred = false

    package init(_ stage: Stage, _ status: Status, frames: [Int] = [], seconds: Double? = nil, text: String? = nil) {
        self.stage = stage
        self.status = status
        self.frames = frames
        self.seconds = seconds
        self.text = text
    }
}

/// Where an attempt stopped, who stopped it, why, and how sure that is.
package struct Verdict: Sendable {
    package var outcome: Outcome
    package var stageReached: Stage?
    package var stoppedAt: Stage?
    package var endedBy: EndedBy
    package var responsible: Responsible
    package var candidates: [Responsible] = []
    /// An id of the contract.
    package var cause: String
    package var confidence: Confidence
    package var headline = ""
    package var explanation = ""
    /// A sentence about the responsible party.
    package var who = ""
    package var decisiveReply: Reply?
    /// What the decisive reply's codes mean in general (RFC 5321, RFC 3463).
    package var codeMeaning: String?
    package var enhancedMeaning: String?
    /// The rule that named the cause; nil where the structure alone did.
    package var rule: String?
    package var evidence: [Evidence] = []
    package var cleared: [Clearance] = []
    package var cannotShow: [String] = []
    /// What of the capture's health made it less sure.
    package var doubts: [HealthFinding.Kind] = []
    package var nextCapture: String?
    package var advice: [Advice] = []
    package var also: [SideFinding] = []
    /// What is worth knowing about such a session, whoever is at fault.
    package var notes: [Note] = []
    /// Where the first reset came from.
    package var reset: ResetOrigin?
}
