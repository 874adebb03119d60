import Capture
import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// The box did nothing that decided: the better of two views, with those out of suspicion whom both together clear.
enum MergedFinding {
    static func of(_ story: PairStory) -> Finding {
        guard let inner = story.insideFinding else {
            return story.outsideFinding ?? Finding("capture-ends-mid-session", .unknown, at: nil, .capture, .possible)
        }
        guard let outer = story.outsideFinding else { return unwatched(inner, story) }
        var finding = better(inner, outer, story)
        guard finding.responsible == .unknown else {
            // Whom one view suspects besides, the other may clear.
            if isBoxClear(story) { finding.candidates.removeAll { $0 == .firewall } }
            return finding
        }
        guard finding.candidates.count > 1 else { return finding }
        var candidates = finding.candidates
        // Of one event that both captures saw, or could have seen.
        if outer.responsible == .unknown, inner.responsible == .unknown, inner.stoppedAt == outer.stoppedAt,
            !isAboutClient(outer),
            !story.pair.passage.crossings.contains(where: { $0.isUncovered && $0.kind != .close })
        {
            let common = inner.candidates.filter(outer.candidates.contains)
            if !common.isEmpty { candidates = common }
        }
        if isBoxClear(story) { candidates.removeAll { $0 == .firewall } }
        // That nobody else remains is no deed of the box that was seen.
        if candidates == [.firewall] { return finding }
        if let only = candidates.first, candidates.count == 1 {
            finding.responsible = only
            finding.candidates = []
            finding.confidence = min(finding.confidence, .likely)
            if finding.outcome == .unknown, finding.stoppedAt != nil { finding.outcome = .failed }
        } else if !candidates.isEmpty {
            finding.candidates = candidates
        }
        return placedBeyond(finding, story)
    }

    /// Whatever went in came out as it was: nothing that the session missed was lost in the box, or made by it.
    static func isBoxClear(_ story: PairStory) -> Bool {
        switch story.pair.relation {
        case .passed, .shifted:
            let passage = story.pair.passage
            let isWhole = !passage.crossings.contains { crossing in
                // What one capture did not run for, it cannot clear.
                if crossing.isUncovered, crossing.kind != .close { return true }
                return switch crossing.fate {
                case .passed: false
                case .changed: true
                // What a translator forgets after the end harms nobody.
                case .swallowed: crossing.kind == .data || crossing.kind == .opening
                case .made: crossing.kind != .close
                }
            }
            return isWhole && !story.isRedirected && !lacksWords(story) && isWatchedThrough(story)
        case .terminated:
            // Two connections under TLS: what one of them carried, and who ended it, does not show.
            let isHidden = story.inside?.tls?.clientHello != nil || story.outside?.tls?.clientHello != nil
            return story.changes.isEmpty && story.saysTheSame && !story.isRedirected && !isHidden
        case .lookup: return story.pair.outside?.lookup?.outcome == story.pair.inside?.lookup?.outcome
        case .onlyInside, .onlyOutside: return false
        }
    }

    /// A command that has no counterpart outside, or probes that did not leave.
    private static func lacksWords(_ story: PairStory) -> Bool {
        guard let inside = story.inside, let outside = story.outside, !story.isDamaged else { return false }
        let isAlone = (story.dialogues?.pairs ?? []).contains { pair in
            guard let index = pair.inside, pair.outside == nil, let command = inside.exchanges[index].command else {
                return false
            }
            return command.verb != .quit
        }
        let probes = inside.connection?.client.openProbes ?? 0
        return isAlone || probes >= SilenceFault.tellingProbes && outside.connection?.client.openProbes == 0
    }

    /// A silence inside is the box's as well as anybody's where the outer capture had ended before.
    private static func isWatchedThrough(_ story: PairStory) -> Bool {
        guard let inside = story.inside, let wait = inside.wait else { return true }
        let asked = wait.since.time
        return story.isWatched(at: Timestamp(nanoseconds: asked.nanoseconds &+ Self.answerNanoseconds))
            || story.isWatched(
                at: Timestamp(nanoseconds: inside.lastMoment.time.nanoseconds &- Self.togetherNanoseconds))
    }

    /// Captures that end within this time of each other end together.
    private static let togetherNanoseconds: Int64 = 1_000_000_000
    /// Within this time most answers come.
    private static let answerNanoseconds: Int64 = 30_000_000_000

    /// Large segments vanish, and not in the box: on the path, wherever there.
    private static func placedBeyond(_ finding: Finding, _ story: PairStory) -> Finding {
        guard finding.cause == "mtu-black-hole", finding.responsible == .unknown, isBoxClear(story),
            finding.candidates.allSatisfy({ $0 == .networkPath || $0 == .isp })
        else { return finding }
        var finding = finding
        finding.responsible = .networkPath
        finding.candidates = [.isp]
        finding.outcome = .failed
        finding.confidence = min(finding.confidence, .likely)
        return finding
    }

    /// The outer capture shows nothing of it, and that proves nothing.
    private static func unwatched(_ inner: Finding, _ story: PairStory) -> Finding {
        var finding = inner
        let why =
            story.isUnrelated
            ? "this session's other side: the two captures have nothing in common, no connection and no name look-up; that they are of one network and one time does not show"
            : story.pair.rivals > 0
                ? "which of \(story.pair.rivals) connections outside this one is"
                : story.pair.watch == .elsewhere
                    ? "this session's other side: the outside capture ran at another time"
                    : story.pair.watch == .empty
                        ? "this session's other side: the outside capture has no packet" : "this session's other side"
        if story.inside?.connection != nil || story.inside?.session.lookup != nil { finding.cannotShow.append(why) }
        return finding
    }

    // MARK: - Which view tells more

    private static func better(_ inner: Finding, _ outer: Finding, _ story: PairStory) -> Finding {
        // What one capture hides, the other may show.
        if inner.responsible == .capture {
            // Outside of a box that speaks for the client, what the client did is the box's word.
            let isHearsay =
                story.isTerminated && ([outer.responsible] + outer.candidates).contains { $0.party == .device }
            // Both captures end there: what the client did not say yet is no silence.
            let isEarly = inner.cause == "capture-ends-mid-session" && outer.cause == "client-side-silent"
            return outer.responsible == .capture || isHearsay || isEarly ? inner : seenFromOutside(outer, story)
        }
        if outer.responsible == .capture {
            // A box that speaks for the server may have accepted what the server then refused.
            return story.isTerminated && inner.outcome == .delivered ? outer : inner
        }
        // A test, as far as a capture shows that lacks what the other one has.
        if inner.outcome == .testOnly, outer.outcome == .failed, story.passes,
            story.pair.passage.crossings.contains(where: { $0.inside == nil })
        {
            return seenFromOutside(outer, story)
        }
        // Named for what came from the box's side; outside it came from beyond.
        if inner.responsible == .firewall, isFromBeyond(inner, outer, story) { return seenFromOutside(outer, story) }
        // The box told the device another refusal than the server's.
        if inner.outcome == .refused, outer.outcome == .refused, inner.stoppedAt == outer.stoppedAt, !story.isDamaged,
            let mine = inner.reply, let theirs = outer.reply, mine.code != theirs.code,
            let index = story.inside?.exchanges.firstIndex(where: { $0.reply == mine }),
            story.dialogues?.outside(of: index)?.reply == theirs
        {
            return seenFromOutside(outer, story)
        }
        if inner.responsible != .unknown { return inner }
        if isAboutClient(outer) { return inner }
        if outer.responsible != .unknown {
            return outer.responsible == .firewall ? inner : seenFromOutside(outer, story)
        }
        return Set(outer.candidates).isStrictSubset(of: inner.candidates) && outer.stoppedAt == inner.stoppedAt
            ? seenFromOutside(outer, story) : inner
    }

    /// What the outer view says of the client's side, the inner one sees.
    private static func isAboutClient(_ outer: Finding) -> Bool {
        outer.cause.hasPrefix("client-side") || outer.cause.hasSuffix("from-client-side")
            || ["reply-never-acknowledged", "large-segments-missing"].contains(outer.cause)
    }

    /// The outer finding in the inner session: how it ended is told by whom it reached.
    private static func seenFromOutside(_ outer: Finding, _ story: PairStory) -> Finding {
        var finding = outer
        if finding.responsible == .firewall, isBoxClear(story) {
            finding.responsible = .unknown
        }
        return finding
    }

    private static func isFromBeyond(_ inner: Finding, _ outer: Finding, _ story: PairStory) -> Bool {
        guard outer.responsible != .firewall else { return false }
        if let mine = inner.reply, let theirs = outer.reply {
            return mine.code == theirs.code && mine.lines == theirs.lines
        }
        if inner.endedBy == .network, inner.reply == nil, let close = story.inside?.connection?.firstClose,
            close.isReset,
            story.stoppedBeyond(before: close.origin)
        {
            return true
        }
        guard story.passes else { return false }
        return story.pair.passage.crossings.contains {
            $0.kind == .reset && $0.side == .server && $0.inside != nil && $0.outside != nil
        } && story.pair.passage.crossings(.made, of: .server, .reset).isEmpty
    }
}
