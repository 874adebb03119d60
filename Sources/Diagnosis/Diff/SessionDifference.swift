/// One thing that a failing session has otherwise than a working one.
package struct SessionDifference: Sendable {
    package enum Kind: String, Sendable {
        case path, timing, command, reply, capabilities, tls, outcome
        case server, message
    }

    package var stage: Stage
    package var kind: Kind
    /// What it is about, in a few words: `EHLO keywords`.
    package var subject: String
    /// As it is in the working session, and in the failing one.
    package var good: [String]
    package var bad: [String]
    package var goodFrames: [Int]
    package var badFrames: [Int]
    /// It can have to do with the failure.
    package var matters: Bool
    /// Both sessions came past it: where a later reply decides, it is no reason by itself.
    package var isPassed = false
    /// Nobody read it: concluded from the lengths of encrypted records.
    package var goodIsInferred = false
    package var badIsInferred = false

    init(
        _ stage: Stage, _ kind: Kind, _ subject: String, good: [String], _ goodFrames: [Int], bad: [String],
        _ badFrames: [Int], matters: Bool
    ) {
        self.stage = stage
        self.kind = kind
        self.subject = subject
        self.good = good
        self.bad = bad
        self.goodFrames = goodFrames
        self.badFrames = badFrames
        self.matters = matters
    }
}
