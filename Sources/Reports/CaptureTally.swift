package import Capture
package import Packets

/// What of the frames of a set belongs to which file: counts that grow while the frames of all files go by.
package struct CaptureTally: Sendable {
    /// The counts at one moment.
    package struct Counts: Sendable {
        package var undecodable: Int
        package var reasons: [String: Int]
        package var otherSegments: Int
        package var fragments: FragmentCounts

        package init(
            undecodable: Int = 0, reasons: [String: Int] = [:], otherSegments: Int = 0,
            fragments: FragmentCounts = FragmentCounts()
        ) {
            self.undecodable = undecodable
            self.reasons = reasons
            self.otherSegments = otherSegments
            self.fragments = fragments
        }
    }

    /// The file whose frames go by.
    package private(set) var capture = 0
    private var mark = Counts()
    private var shares: [Counts] = []

    package init() {}

    /// The next frames are of this file; `counts` is what all frames before came to. Files may take turns with every
    /// frame: the reasons are looked at only where a packet was not decoded.
    package mutating func change(to next: Int, _ counts: Counts) {
        note(counts, withReasons: counts.undecodable != mark.undecodable)
        capture = max(0, next)
    }

    /// All frames have gone by.
    package mutating func finish(_ counts: Counts) { note(counts, withReasons: true) }

    private mutating func note(_ counts: Counts, withReasons: Bool) {
        while shares.count <= capture { shares.append(Counts()) }
        shares[capture].otherSegments &+= counts.otherSegments &- mark.otherSegments
        mark.otherSegments = counts.otherSegments
        if counts.fragments != mark.fragments {
            shares[capture].fragments = shares[capture].fragments + counts.fragments.since(mark.fragments)
            mark.fragments = counts.fragments
        }
        guard withReasons else { return }
        shares[capture].undecodable &+= counts.undecodable &- mark.undecodable
        for (reason, count) in counts.reasons {
            let more = count &- (mark.reasons[reason] ?? 0)
            if more != 0 { shares[capture].reasons[reason, default: 0] &+= more }
        }
        mark = counts
    }

    /// The files with their shares.
    package func captures(_ summaries: [CaptureSummary]) -> [Report.AnalysedCapture] {
        summaries.enumerated().map { index, summary in
            let share = shares.indices.contains(index) ? shares[index] : Counts()
            return Report.AnalysedCapture(
                summary: summary, sessions: [], undecodablePackets: share.undecodable,
                undecodableReasons: share.reasons, otherSegments: share.otherSegments, fragments: share.fragments)
        }
    }
}
