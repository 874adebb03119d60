package import Diagnosis

/// How many sessions ended how, and why.
package struct SummaryReport: Encodable, Sendable {
    package private(set) var sessions: Int
    var delivered = 0
    var partial = 0
    var refused = 0
    var failed = 0
    var testOnly = 0
    var unknown = 0
    /// Sessions by cause.
    var causes: [String: Int] = [:]
    /// Sessions that are counted and not listed.
    var omitted: Int

    enum CodingKeys: String, CodingKey {
        case sessions, delivered, partial, refused, failed, unknown, causes, omitted
        case testOnly = "test_only"
    }

    package init() {
        sessions = 0
        omitted = 0
    }

    init(_ entries: [Report.Entry], omitted: Int) {
        self.init()
        self.omitted = omitted
        for entry in entries { count(entry.diagnosed.verdict) }
    }

    package mutating func count(_ verdict: Verdict) {
        sessions &+= 1
        causes[verdict.cause, default: 0] &+= 1
        switch verdict.outcome {
        case .delivered: delivered &+= 1
        case .partial: partial &+= 1
        case .refused: refused &+= 1
        case .failed: failed &+= 1
        case .testOnly: testOnly &+= 1
        case .unknown: unknown &+= 1
        }
    }
}
