import Diagnosis
import Sessions
import Streams

/// The exit statuses of the contract.
package enum ExitStatus {
    package static let analysed: Int32 = 0
    package static let readInPart: Int32 = 1
    package static let nothingRead: Int32 = 2
    package static let wrongUsage: Int32 = 64
    package static let notPermitted: Int32 = 77
    package static let testOnly: Int32 = 31
    package static let unknown: Int32 = 32

    /// For `--check`: 0 where every session was delivered, else the stage of the first that was not. Without any session
    /// nothing shows that mail gets through: `unknown`; nor does a delivery that is no more than a guess.
    package static func check(_ report: Report) -> Int32 {
        guard !report.entries.isEmpty else { return unknown }
        return report.entries.first(where: isFailing).map { status($0.diagnosed.verdict) } ?? analysed
    }

    fileprivate static func isFailing(_ entry: Report.Entry) -> Bool {
        entry.diagnosed.verdict.outcome != .delivered || entry.diagnosed.isGuess
    }

    fileprivate static func status(_ verdict: Verdict) -> Int32 {
        switch verdict.outcome {
        // Only a guessed one comes here.
        case .delivered: unknown
        case .testOnly: testOnly
        case .unknown: unknown
        case .partial, .refused, .failed: verdict.stoppedAt.map(status) ?? unknown
        }
    }

    private static func status(_ stage: Stage) -> Int32 {
        switch stage {
        case .resolve: 20
        case .connect: 21
        case .greeting: 22
        case .ehlo: 23
        case .starttls: 24
        case .tls: 25
        case .auth: 26
        case .mail: 27
        case .rcpt: 28
        case .data: 29
        case .accepted, .quit: 30
        }
    }
}

/// The exit status of `--check`, of sessions that may come in any order.
package struct CheckedVerdicts: Sendable {
    private var isEmpty = true
    private var failing: (place: (set: Int, frame: Int), status: Int32)?

    package init() {}

    package mutating func add(_ entries: [Report.Entry]) {
        for entry in entries {
            isEmpty = false
            let place = (set: entry.set, frame: entry.diagnosed.session.first.frame)
            guard ExitStatus.isFailing(entry), failing.map({ place < $0.place }) ?? true else { continue }
            failing = (place, ExitStatus.status(entry.diagnosed.verdict))
        }
    }

    package var status: Int32 { isEmpty ? ExitStatus.unknown : failing?.status ?? ExitStatus.analysed }
}
