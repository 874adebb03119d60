import Knowledge

/// Two captures of one place, or one capture twice: they show what one of them shows, and nothing of a box between.
enum SamePlace {
    static func weigh(_ alone: Verdict) -> Verdict {
        var verdict = alone
        verdict.cannotShow.append(
            "what a box between did: both captures have the same packets, with the same addresses and the same TTL; they were taken at one place, or are one"
        )
        verdict.nextCapture =
            "Capture on both sides of the box at the same time. `postmortem CAPTURE` tells what one side shows."
        guard verdict.responsible == .firewall else { return verdict }
        // That the box did it is one view's guess; the other view was to settle it.
        verdict.responsible = .unknown
        verdict.candidates = [.firewall] + (verdict.candidates.isEmpty ? [.isp, .networkPath] : verdict.candidates)
        verdict.confidence = .possible
        verdict.cleared.removeAll { clearance in verdict.candidates.contains { $0.party == clearance.party } }
        verdict.who = ""
        return verdict
    }
}
