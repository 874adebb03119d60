import Capture

/// What was read, and what is wrong with it: the first lines of a report.
struct TextHealth {
    let capture: Report.AnalysedCapture
    let options: TextOptions

    func lines() -> [String] {
        let findings = findings()
        let worst = findings.contains { $0.isTrouble }
        let health = findings.isEmpty ? "good" : worst ? "poor" : "fair"
        let head = Wrapping.fill(parts(health).joined(separator: " · "), first: "", width: options.width)
        return head.map(options.style.bold)
            + findings.flatMap { finding in
                Wrapping.fill(finding.text, first: finding.isTrouble ? "  ! " : "  · ", width: options.width)
            }
            + capture.summary.notes.flatMap { Wrapping.fill($0, first: "  · ", width: options.width) }
    }

    private func parts(_ health: String) -> [String] {
        let summary = capture.summary
        var links: [String] = []
        for link in summary.linkTypes.map({ Phrases.linkType($0.name) }) where !links.contains(link) {
            links.append(link)
        }
        let path = summary.path == "-" ? "standard input" : summary.path
        return [
            path, ([Phrases.format(summary.format)] + links.prefix(3)).joined(separator: ", "),
            Self.frames(summary), "capture health \(health)",
        ]
    }

    /// `17 frames, 0.41 s`.
    static func frames(_ summary: CaptureSummary) -> String {
        let frames = Phrases.count(summary.packets, "frame")
        guard let first = summary.firstPacketAt, let last = summary.lastPacketAt else { return frames }
        return frames + ", " + Phrases.duration(last.seconds(since: first))
    }

    /// Each with what to do about it. Trouble takes evidence away; the rest is worth knowing.
    func findings() -> [(isTrouble: Bool, text: String)] {
        let health = HealthReport(capture)
        var findings: [(isTrouble: Bool, text: String)] = []
        if health.truncatedPackets > 0 {
            let kept = capture.summary.snapLength.map { " (to \($0) bytes or more)" } ?? ""
            findings.append(
                (true, "\(Phrases.count(health.truncatedPackets, "frame")) cut short\(kept): capture with -s 0"))
        }
        if let dropped = health.droppedPackets, dropped > 0 {
            let packets = Phrases.count(dropped, "packet")
            let isLive = capture.summary.format == .live
            findings.append(
                (
                    true,
                    isLive
                        ? "\(packets) dropped by the kernel: raise --buffer"
                        : "\(packets) dropped while capturing: use a larger buffer, -B 65536"
                ))
        }
        if health.oneDirectionSessions > 0 {
            let sessions = Phrases.count(health.oneDirectionSessions, "session")
            findings.append((true, "\(sessions) with one direction only: mirror both directions of the port"))
        }
        let unseen = capture.streamHealth.notCaptured
        if unseen > 0 {
            let missing = Phrases.count(unseen, "byte")
            findings.append((true, "\(missing) of the sessions not in the capture: they crossed the wire unseen"))
        }
        if health.duplicatePackets > 0 {
            let copies = Phrases.count(health.duplicatePackets, "copy", plural: "copies")
            findings.append((false, "\(copies) of packets ignored: the capture shows them twice"))
        }
        if health.undecodablePackets > 0 {
            let packets = Phrases.count(health.undecodablePackets, "packet")
            findings.append((false, "\(packets) not decoded\(reasons())"))
        }
        findings += TextFragments(counts: capture.fragments).findings()
        if health.clockSteps > 0 {
            let steps = Phrases.count(health.clockSteps, "time")
            findings.append((false, "the clock went back \(steps): durations may be wrong"))
        }
        for problem in health.problems {
            let place = problem.offset.flatMap { $0 > 0 ? "at byte \(Phrases.number($0)): " : nil } ?? ""
            findings.append((problem.isDamage, place + problem.message))
        }
        return findings
    }

    private func reasons() -> String {
        let reasons = capture.undecodableReasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
        guard !reasons.isEmpty else { return "" }
        return ": " + reasons.map { "\($0.key) (\(Phrases.number($0.value)))" }.joined(separator: ", ")
    }
}
