import Sessions
import Streams

/// Whom two views clear, with frames of both.
enum PairClearances {
    /// `isShownByBoth`: the finding rests on both views, not on what one thinks of the box.
    static func of(_ story: PairStory, _ finding: Finding, isShownByBoth: Bool) -> [Clearance] {
        guard let one = story.inside ?? story.outside, finding.responsible != .capture else { return [] }
        var cleared = Clearances.of(one, finding)
        // One view alone took the box's word for the server's.
        if story.isTerminated || story.pair.relation == .onlyInside { cleared.removeAll { $0.party == .server } }
        let suspects = Set(([finding.responsible] + finding.candidates).compactMap(\.party))
        func clear(_ party: ClearableParty, _ because: String, _ frames: [Int]) {
            guard !suspects.contains(party) else { return }
            cleared.removeAll { $0.party == party }
            cleared.append(Clearance(party, because: because, frames: frames))
        }
        if finding.responsible == .firewall, isShownByBoth, story.pair.watch != .empty {
            let because =
                story.pair.relation == .onlyInside
                ? "nothing of this reached the outside" : "it happened in the box, before the outside"
            for party in [ClearableParty.isp, .networkPath, .server] { clear(party, because, story.span) }
        } else if !story.isDelivered || finding.responsible != .none, MergedFinding.isBoxClear(story),
            finding.responsible != .unknown || !finding.candidates.isEmpty
        {
            clear(.firewall, boxClearance(story), story.span)
        }
        return cleared
    }

    /// What one view under TLS leaves open, two settle: everything passed the box as it was.
    static func clearBox(_ verdict: inout Verdict, _ story: PairStory) {
        guard story.passes, story.outside != nil, verdict.responsible == .unknown,
            verdict.candidates.contains(.firewall), MergedFinding.isBoxClear(story)
        else { return }
        verdict.candidates.removeAll { $0 == .firewall }
        verdict.cleared.removeAll { $0.party == .firewall }
        verdict.cleared.append(Clearance(.firewall, because: boxClearance(story), frames: story.span))
        if verdict.nextCapture?.isEmpty == false { verdict.nextCapture = Judge.beyond }
    }

    private static func boxClearance(_ story: PairStory) -> String {
        switch story.pair.relation {
        case .passed, .shifted:
            let count = story.pair.passage.crossings.count { $0.inside != nil && $0.outside != nil }
            return count == 1
                ? "the one segment with content that went in came out as it was"
                : "all \(count) segments with content that went in came out as they were, in both directions"
        case .lookup: return "the query left it, and what came back came through"
        default: return "both its connections carry the same lines"
        }
    }
}
