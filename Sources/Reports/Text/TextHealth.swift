import Capture
import Diagnosis

/// What was read, and what is wrong with it: the first lines of a report.
struct TextHealth {
    let capture: Report.AnalysedCapture
    let options: TextOptions

    func lines() -> [String] {
        let findings = capture.healthFindings
        let grade = HealthGrade(findings)
        let head = Wrapping.fill(parts(grade).joined(separator: " · "), first: "", width: options.width)
        return head.map(options.style.bold)
            + findings.flatMap { finding in
                let mark = finding.effect == .hides ? "  ! " : "  · "
                return Wrapping.fill(Self.text(finding), first: mark, width: options.width)
            }
            + capture.summary.notes.flatMap { Wrapping.fill($0, first: "  · ", width: options.width) }
    }

    /// What is wrong, and how to capture better.
    static func text(_ finding: HealthFinding) -> String {
        finding.advice.map { "\(finding.text): \($0)" } ?? finding.text
    }

    private func parts(_ grade: HealthGrade) -> [String] {
        let summary = capture.summary
        var links: [String] = []
        for link in summary.linkTypes.map({ Phrases.linkType($0.name) }) where !links.contains(link) {
            links.append(link)
        }
        let path = summary.path == "-" ? "standard input" : summary.path
        return [
            path, ([Phrases.format(summary.format)] + links.prefix(3)).joined(separator: ", "),
            Self.frames(summary), "capture health \(grade.rawValue)",
        ]
    }

    /// `17 frames, 0.41 s`.
    static func frames(_ summary: CaptureSummary) -> String {
        let frames = Phrases.count(summary.packets, "frame")
        guard let first = summary.firstPacketAt, let last = summary.lastPacketAt else { return frames }
        return frames + ", " + Phrases.duration(last.seconds(since: first))
    }
}
