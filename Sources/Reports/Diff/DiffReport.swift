import Capture
package import Diagnosis

/// Two sessions beside each other, with what a report needs of the captures that they are of.
package struct DiffReport: Sendable {
    package var version: String
    package var good: Side
    package var bad: Side
    package var diff: SessionDiff

    /// One of the two sessions.
    package struct Side: Sendable {
        package var report: Report
        package var entry: Report.Entry

        package init(report: Report, entry: Report.Entry) {
            self.report = report
            self.entry = entry
        }

        var path: String {
            report.captures.indices.contains(entry.capture) ? report.captures[entry.capture].summary.path : ""
        }
    }

    package init(version: String, good: Side, bad: Side) {
        self.version = version
        self.good = good
        self.bad = bad
        diff = SessionDiff(good: good.entry.diagnosed, bad: bad.entry.diagnosed)
    }

    /// The one that is to be the working one did not work, and the other did: nil where they are what they are named.
    package var swap: String? {
        let (mine, other) = (good.entry.diagnosed.verdict, bad.entry.diagnosed.verdict)
        guard [.refused, .failed].contains(mine.outcome), [.delivered, .partial, .testOnly].contains(other.outcome)
        else { return nil }
        return "The good session failed (\(mine.cause)) and the bad one did not (\(other.cause)): "
            + "they stand the wrong way round."
    }

    /// The working session of a report: the one that was chosen, else the first that was delivered, else of those that
    /// nothing stopped (in part, or a test), else of all, the one that came furthest.
    package static func good(in report: Report, session: Int?, besides bad: Int? = nil) -> Report.Entry? {
        if let session { return report.entries.first { $0.id == session } }
        let others = report.entries.filter { $0.id != bad }
        let delivered = others.first { $0.diagnosed.verdict.outcome == .delivered }
        let unhindered = others.filter { [.partial, .testOnly].contains($0.diagnosed.verdict.outcome) }
        return delivered ?? (unhindered.isEmpty ? others : unhindered).max { reached($0) < reached($1) }
    }

    /// The failing one: the one that was chosen, else the first that failed, and is another one.
    package static func bad(in report: Report, session: Int?, besides good: Int?) -> Report.Entry? {
        if let session { return report.entries.first { $0.id == session } }
        let others = report.entries.filter { $0.id != good }
        return others.first { [.refused, .failed].contains($0.diagnosed.verdict.outcome) }
            ?? others.first { $0.diagnosed.verdict.outcome != .delivered } ?? others.first
    }

    private static func reached(_ entry: Report.Entry) -> Int {
        entry.diagnosed.verdict.stageReached.flatMap { Stage.allCases.firstIndex(of: $0) } ?? -1
    }
}
