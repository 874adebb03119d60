import Knowledge
import SMTP
import Streams

/// The ladder of stages with what happened on each step.
enum LadderBuilder {
    static func ladder(_ story: Story, _ verdict: Verdict) -> [Rung] {
        let rungs = read(story, verdict)
        guard story.dialogue.isInferred else { return rungs }
        return rungs.map { rung in
            var rung = rung
            let isUnderTLS =
                rung.stage > .tls || (!story.dialogue.startedTLS && [.greeting, .ehlo].contains(rung.stage))
            rung.isInferred = isUnderTLS && !rung.frames.isEmpty
            return rung
        }
    }

    private static func read(_ story: Story, _ verdict: Verdict) -> [Rung] {
        let reached = story.progress.reached
        return Stage.allCases.map { stage in
            let frames = story.progress.frames[stage] ?? []
            let seconds = story.progress.seconds[stage]
            if stage == verdict.stoppedAt, verdict.outcome != .testOnly, verdict.outcome != .delivered {
                return Rung(
                    stage, frames.isEmpty && verdict.outcome == .unknown ? .unseen : .failed, frames: frames,
                    seconds: seconds, text: waited(stage, story))
            }
            if story.progress.passed.contains(stage) {
                let isUnseen = frames.isEmpty && stage != .accepted && stage != .quit && stage != .data
                return Rung(
                    stage, isUnseen && stage != .resolve ? .unseen : .passed, frames: frames, seconds: seconds,
                    text: isUnseen && stage == .resolve ? "not in the capture" : nil)
            }
            guard let reached, stage < reached else { return beyond(stage, frames, story) }
            return between(stage, frames, story)
        }
    }

    /// "waited 4 s of 5 min": how long nothing came, and how long RFC 5321 §4.5.3.2 asks to wait.
    private static func waited(_ stage: Stage, _ story: Story) -> String? {
        guard let wait = story.waits.last(where: { $0.stage == stage && $0.isInVain }), let minimum = wait.minimum
        else {
            return nil
        }
        return "waited \(Phrase.seconds(wait.seconds)), RFC 5321 asks for \(Phrase.seconds(minimum))"
    }

    /// A stage that others after it completed: not needed, or not seen.
    private static func between(_ stage: Stage, _ frames: [Int], _ story: Story) -> Rung {
        switch stage {
        case .starttls:
            if story.offers("STARTTLS") { return Rung(stage, .skipped, text: "not used") }
            return story.hasWholeEHLOReply ? Rung(stage, .skipped, text: "not offered") : Rung(stage, .skipped)
        case .auth:
            if !frames.isEmpty { return Rung(stage, .failed, frames: frames) }
            return story.dialogue.authOffered.isEmpty
                ? Rung(stage, .skipped) : Rung(stage, .skipped, text: "offered, not used")
        case .tls: return Rung(stage, .skipped)
        default: return Rung(stage, .unseen, frames: frames)
        }
    }

    private static func beyond(_ stage: Stage, _ frames: [Int], _ story: Story) -> Rung {
        if story.isDark, story.progress.passed.contains(.tls), stage > .tls {
            return Rung(stage, .unseen, text: "encrypted")
        }
        return Rung(stage, .notReached, frames: frames)
    }
}
