import Capture
import Diagnosis

/// What a page says of a capture before the sessions, whatever the page's form.
struct CapturePhrases {
    /// Format, link layer, frames and time.
    let head: String
    let health: String
    /// What is wrong with the capture, one sentence each.
    let findings: [String]

    init(_ capture: Report.AnalysedCapture) {
        let summary = capture.summary
        let time = summary.firstPacketAt.map { ", from \($0.readable)" } ?? ""
        let links = summary.linkTypes.map { Phrases.linkType($0.name) }.joined(separator: ", ")
        head = "\(summary.format.rawValue), \(links), \(Phrases.count(summary.packets, "frame"))\(time)"
        let found = capture.healthFindings
        health = "Capture health: \(HealthGrade(found).rawValue)."
        findings = found.map(TextHealth.text)
    }
}
