import Diagnosis
import Knowledge
import SMTP

/// The verdict, as the report tells it.
struct VerdictReport: Encodable, Sendable {
    var outcome: String
    var stageReached: String?
    var stoppedAt: String?
    var endedBy: String
    var responsible: String
    var candidates: [String]
    var cause: String
    var confidence: String
    var headline: String
    var explanation: String
    /// A sentence about the responsible party.
    var who: String?
    var decisiveReply: ReplyReport?
    var evidence: [StatementReport]
    var cleared: [ClearanceReport]
    var cannotShow: [String]
    /// Ids of the health findings that made it less sure.
    var doubts: [String]?
    var nextCapture: String?
    var advice: [AdviceReport]
    var also: [SideFindingReport]
    /// What is worth knowing about such a session; nil where there is nothing.
    var notes: [NoteReport]?
    /// The rule that named the cause.
    var rule: String?

    enum CodingKeys: String, CodingKey {
        case outcome, responsible, candidates, cause, confidence, headline, explanation, who, evidence, cleared
        case advice, also, notes, rule, doubts
        case stageReached = "stage_reached"
        case stoppedAt = "stopped_at"
        case endedBy = "ended_by"
        case decisiveReply = "decisive_reply"
        case cannotShow = "cannot_show"
        case nextCapture = "next_capture"
    }

    init(_ verdict: Verdict, _ places: FramePlaces) {
        outcome = verdict.outcome.rawValue
        stageReached = verdict.stageReached?.rawValue
        stoppedAt = verdict.stoppedAt?.rawValue
        endedBy = verdict.endedBy.rawValue
        responsible = verdict.responsible.rawValue
        candidates = verdict.candidates.map(\.rawValue)
        cause = verdict.cause
        confidence = verdict.confidence.rawValue
        headline = verdict.headline
        explanation = verdict.explanation
        who = verdict.who.isEmpty ? nil : verdict.who
        decisiveReply = verdict.decisiveReply.map { ReplyReport($0, in: places) }
        decisiveReply?.codeMeaning = verdict.codeMeaning
        decisiveReply?.enhancedMeaning = verdict.enhancedMeaning
        evidence = verdict.evidence.flatMap { StatementReport.statements($0, places) }
        cleared = verdict.cleared.map {
            let (frames, capture, elsewhere) = FramesReport.parts($0.frames, places)
            return ClearanceReport(
                party: $0.party.rawValue, because: $0.because, frames: frames, capture: capture, elsewhere: elsewhere)
        }
        cannotShow = verdict.cannotShow
        doubts = verdict.doubts.isEmpty ? nil : verdict.doubts.map(\.rawValue)
        nextCapture = verdict.nextCapture
        advice = verdict.advice.map(AdviceReport.init)
        also = verdict.also.map {
            let (frames, capture, elsewhere) = FramesReport.parts($0.frames, places)
            return SideFindingReport(
                cause: $0.cause, text: $0.text, frames: frames, capture: capture, elsewhere: elsewhere)
        }
        notes = verdict.notes.isEmpty ? nil : verdict.notes.map(NoteReport.init)
        rule = verdict.rule
    }
}

/// A reply of the server.
struct ReplyReport: Encodable, Sendable {
    var code: Int
    var enhanced: String?
    /// All lines joined with a space, without code and enhanced code.
    var text: String
    /// The last line's frame.
    var frame: Int?
    var capture: Int?
    /// Concluded from the length of an encrypted record: the words are those that such a server says.
    var inferred: Bool?
    /// What the codes mean in general; of the decisive reply alone.
    var codeMeaning: String?
    var enhancedMeaning: String?

    enum CodingKeys: String, CodingKey {
        case code, enhanced, text, frame, capture, inferred
        case codeMeaning = "code_meaning"
        case enhancedMeaning = "enhanced_meaning"
    }

    init(_ reply: Reply, in places: FramePlaces? = nil) {
        code = reply.code
        enhanced = reply.enhanced?.description
        text = reply.text
        frame = places?.number(reply.last.frame)
        capture = places?.otherCapture(reply.last.frame)
        inferred = reply.inferredOctets == nil ? nil : true
    }
}

/// A statement with the frames that show it.
struct StatementReport: Encodable, Sendable {
    var text: String
    var frames: [Int]
    var capture: Int?

    /// One for each file that has frames of it.
    static func statements(_ evidence: Evidence, _ places: FramePlaces) -> [StatementReport] {
        let files = places.byFile(evidence.frames)
        if files.isEmpty { return [StatementReport(text: evidence.text, frames: [])] }
        return files.map {
            StatementReport(
                text: evidence.text, frames: $0.frames, capture: $0.capture == places.capture ? nil : $0.capture)
        }
    }
}

/// A party that the evidence clears.
struct ClearanceReport: Encodable, Sendable {
    var party: String
    var because: String
    var frames: [Int]
    var capture: Int?
    var elsewhere: [FramesReport]?
}

/// Something else that was seen and that did not decide.
struct SideFindingReport: Encodable, Sendable {
    var cause: String
    var text: String
    var frames: [Int]
    var capture: Int?
    var elsewhere: [FramesReport]?
}

/// One step that somebody can take.
struct AdviceReport: Encodable, Sendable {
    var text: String
    /// The source's address; its title where it has none.
    var source: String?
    /// The day on which the source was last read.
    var checkedOn: String?

    enum CodingKeys: String, CodingKey {
        case text, source
        case checkedOn = "checked_on"
    }

    init(_ advice: Advice) {
        text = advice.text
        source = advice.source.map { $0.address ?? $0.title }
        checkedOn = advice.checkedOn
    }
}

/// Something worth knowing about such a session.
struct NoteReport: Encodable, Sendable {
    var id: String
    var text: String
    /// The source's address; its title where it has none.
    var source: String?
    /// The day on which the source was last read.
    var checkedOn: String?

    enum CodingKeys: String, CodingKey {
        case id, text, source
        case checkedOn = "checked_on"
    }

    init(_ note: Note) {
        id = note.id
        text = note.text
        source = note.sources.first.map { $0.address ?? $0.title }
        checkedOn = note.checkedOn
    }
}
