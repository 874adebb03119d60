import Diagnosis

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
        let failing = report.entries.first { $0.diagnosed.verdict.outcome != .delivered || $0.diagnosed.isGuess }
        return failing.map { status($0.diagnosed.verdict) } ?? analysed
    }

    private static func status(_ verdict: Verdict) -> Int32 {
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
