package import Capture
package import Packets

/// Everything that is known of a capture's health: of its file, its packets and its sessions.
package struct HealthFacts: Sendable {
    package var summary: CaptureSummary
    package var streams: StreamHealth
    package var fragments: FragmentCounts
    /// Frames whose decoding stopped before a transport header, and why.
    package var undecodable: Int
    package var undecodableReasons: [String: Int]

    package init(
        summary: CaptureSummary, streams: StreamHealth, fragments: FragmentCounts = FragmentCounts(),
        undecodable: Int = 0, undecodableReasons: [String: Int] = [:]
    ) {
        self.summary = summary
        self.streams = streams
        self.fragments = fragments
        self.undecodable = undecodable
        self.undecodableReasons = undecodableReasons
    }
}

/// Judges a capture before anybody judges what it shows.
package enum HealthJudge {
    /// The worst first, each with how to capture better.
    package static func findings(_ facts: HealthFacts) -> [HealthFinding] {
        var findings = Collector(isLive: facts.summary.format == .live)
        file(facts.summary, into: &findings)
        streams(facts.streams, into: &findings)
        packets(facts, into: &findings)
        let order = HealthFinding.Effect.order
        return order.flatMap { effect in findings.list.filter { $0.effect == effect } }
    }

    private struct Collector {
        let isLive: Bool
        var list: [HealthFinding] = []

        /// Nothing is added where the count is zero.
        mutating func add(_ kind: HealthFinding.Kind, _ count: Int, _ values: [String: String]) {
            guard count > 0 else { return }
            let words = kind.words(isLive: isLive)
            let text = values.reduce(words.text) { $0.replacing("{\($1.key)}", with: $1.value) }
            list.append(HealthFinding(kind: kind, count: count, text: text, advice: words.advice))
        }
    }

    private static func file(_ summary: CaptureSummary, into findings: inout Collector) {
        let dropped = summary.droppedPackets ?? 0
        findings.add(.packetsDropped, dropped, ["packets": Phrase.count(dropped, "packet")])
        let kept = summary.snapLength.map { " (to \($0) bytes or more)" } ?? ""
        let cut = summary.truncatedPackets
        findings.add(.framesCut, cut, ["frames": Phrase.count(cut, "frame"), "limit": kept])
        // What is out of order goes back once or more, too.
        let disorder = summary.outOfOrder
        findings.add(.framesOutOfOrder, disorder, ["frames": Phrase.count(disorder, "frame")])
        let steps = disorder > 0 ? 0 : summary.clockSteps
        findings.add(.clockSetBack, steps, ["times": Phrase.count(steps, "time")])
        for problem in summary.problems {
            let place = problem.offset > 0 ? "at byte \(Phrase.number(problem.offset)): " : ""
            findings.add(
                problem.isDamage ? .fileDamaged : .fileNote, 1, ["message": place + problem.message])
        }
        let omitted = summary.problemsOmitted
        findings.add(.fileDamaged, omitted, ["message": "\(Phrase.number(omitted)) more problems, not listed"])
    }

    private static func streams(_ streams: StreamHealth, into findings: inout Collector) {
        func sessions(_ count: Int) -> [String: String] { ["sessions": Phrase.count(count, "session")] }
        func octets(_ count: Int) -> [String: String] { ["octets": Phrase.count(count, "byte")] }
        findings.add(.oneDirection, streams.oneDirectionSessions, sessions(streams.oneDirectionSessions))
        findings.add(.octetsNotCaptured, streams.notCaptured, octets(streams.notCaptured))
        findings.add(.octetsLost, streams.neverSeen, octets(streams.neverSeen))
        findings.add(
            .severalClocks, streams.onTwoClocks,
            sessions(streams.onTwoClocks).merging(["seconds": Phrase.seconds(streams.clockDifference)]) { $1 })
        findings.add(
            .segmentsOverMTU, streams.overlong,
            sessions(streams.overlong).merging(octets(streams.largestSegment)) { $1 })
        findings.add(.checksumsOffloaded, streams.withoutChecksums, sessions(streams.withoutChecksums))
        findings.add(.startsInSession, streams.startedBefore, sessions(streams.startedBefore))
        findings.add(.endsInSession, streams.stillOpen, sessions(streams.stillOpen))
    }

    private static func packets(_ facts: HealthFacts, into findings: inout Collector) {
        let copies = facts.streams.duplicates &+ facts.fragments.copies
        findings.add(.duplicates, copies, ["copies": Phrase.count(copies, "copy", plural: "copies")])
        findings.add(
            .notDecoded, facts.undecodable,
            ["packets": Phrase.count(facts.undecodable, "packet"), "reasons": reasons(facts.undecodableReasons)])
        let fragments = facts.fragments
        findings.add(
            .fragmentsMissing, fragments.incomplete,
            ["datagrams": Phrase.count(fragments.incomplete, "fragmented datagram")])
        let conflicts =
            fragments.conflicting > 0 ? ", \(Phrase.number(fragments.conflicting)) with other octets" : ""
        findings.add(
            fragments.conflicting > 0 ? .fragmentsContradict : .fragmentsOverlap, fragments.overlapping,
            ["fragments": Phrase.count(fragments.overlapping, "IP fragment"), "conflicts": conflicts])
    }

    private static func reasons(_ counts: [String: Int]) -> String {
        let reasons = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
        guard !reasons.isEmpty else { return "" }
        return ": " + reasons.map { "\($0.key) (\(Phrase.number($0.value)))" }.joined(separator: ", ")
    }
}

extension HealthFinding.Effect {
    fileprivate static let order: [HealthFinding.Effect] = [.hides, .skews, .harmless]
}
