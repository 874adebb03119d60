import Sessions

/// A session that the outside capture cannot speak of: it has no packet, or ran at other times.
enum Uncovered {
    /// In the words of the inside capture alone, whatever the absence of packets lets one suspect besides.
    static func reword(_ verdict: inout Verdict, _ story: PairStory, as alone: Verdict) {
        guard story.pair.relation == .onlyInside, [.empty, .elsewhere].contains(story.pair.watch),
            verdict.outcome != .delivered, verdict.responsible != .capture
        else { return }
        if verdict.cause != alone.cause {
            verdict.explanation = alone.explanation
            verdict.advice = alone.advice
            verdict.who = ""
        }
        verdict.headline = alone.headline + "; the outside capture does not cover it"
    }
}
