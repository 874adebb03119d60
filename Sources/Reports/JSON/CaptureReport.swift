import Capture
import Diagnosis
import Packets
import Sessions
import Streams

/// One capture that was read, as the report tells it.
struct CaptureReport: Encodable, Sendable {
    var path: String
    var format: String
    var compression: String
    /// Names of the tcpdump group's registry, without `LINKTYPE_`.
    var linkTypes: [String]
    var packets: Int
    var bytes: Int
    var firstPacketAt: String?
    var lastPacketAt: String?
    /// What to know of the file that is no problem; absent where there is nothing.
    var notes: [String]?
    var health: HealthReport

    enum CodingKeys: String, CodingKey {
        case path, format, compression, packets, bytes, notes, health
        case linkTypes = "link_types"
        case firstPacketAt = "first_packet_at"
        case lastPacketAt = "last_packet_at"
    }

    init(_ capture: Report.AnalysedCapture) {
        let summary = capture.summary
        path = summary.path
        format = summary.format.rawValue
        compression = summary.compression.rawValue
        linkTypes = summary.linkTypes.map(\.name)
        packets = summary.packets
        bytes = summary.bytes
        firstPacketAt = summary.firstPacketAt?.rfc3339
        lastPacketAt = summary.lastPacketAt?.rfc3339
        notes = summary.notes.isEmpty ? nil : summary.notes
        health = HealthReport(capture)
    }
}

/// What makes a capture less than the truth.
struct HealthReport: Encodable, Sendable {
    var grade: String
    var findings: [HealthFindingReport]
    var duplicatePackets: Int
    var truncatedPackets: Int
    /// Absent where the capture says nothing of drops.
    var droppedPackets: Int?
    /// Octets of the sessions' streams that the capture lacks.
    var missingBytes: Int
    var oneDirectionSessions: Int
    var undecodablePackets: Int
    var clockSteps: Int
    /// IP fragments; absent, with the two below, where there were none.
    var fragments: Int?
    /// Datagrams with fragments that never came.
    var incompleteFragments: Int?
    /// Fragments that cover octets of others.
    var overlappingFragments: Int?
    var problems: [ProblemReport]

    enum CodingKeys: String, CodingKey {
        case grade, findings
        case duplicatePackets = "duplicate_packets"
        case truncatedPackets = "truncated_packets"
        case droppedPackets = "dropped_packets"
        case missingBytes = "missing_bytes"
        case oneDirectionSessions = "one_direction_sessions"
        case undecodablePackets = "undecodable_packets"
        case clockSteps = "clock_steps"
        case fragments
        case incompleteFragments = "incomplete_fragments"
        case overlappingFragments = "overlapping_fragments"
        case problems
    }

    init(_ capture: Report.AnalysedCapture) {
        let facts = capture.healthFacts
        let streams = facts.streams
        let judged = HealthJudge.findings(facts)
        grade = HealthGrade(judged).rawValue
        findings = judged.map(HealthFindingReport.init)
        duplicatePackets = streams.duplicates &+ capture.fragments.copies
        truncatedPackets = capture.summary.truncatedPackets
        droppedPackets = capture.summary.droppedPackets
        missingBytes = streams.missing
        oneDirectionSessions = streams.oneDirectionSessions
        undecodablePackets = capture.undecodablePackets
        clockSteps = capture.summary.clockSteps
        if capture.fragments.fragments > 0 {
            fragments = capture.fragments.fragments
            incompleteFragments = capture.fragments.incomplete
            overlappingFragments = capture.fragments.overlapping
        }
        problems = capture.summary.problems.map {
            ProblemReport($0)
        }
        if capture.summary.problemsOmitted > 0 {
            let omitted = capture.summary.problemsOmitted
            problems.append(ProblemReport(message: "\(omitted) more problems, not listed", isDamage: true))
        }
    }
}

/// One thing to know of the capture, and how to capture better.
struct HealthFindingReport: Encodable, Sendable {
    var id: String
    var effect: String
    var count: Int
    var text: String
    var advice: String?

    init(_ finding: HealthFinding) {
        id = finding.kind.rawValue
        effect = finding.effect.rawValue
        count = finding.count
        text = finding.text
        advice = finding.advice
    }
}

/// A part of the file that could not be read as it should.
struct ProblemReport: Encodable, Sendable {
    /// Byte offset in the file.
    var offset: Int?
    var frame: Int?
    var message: String
    /// Not encoded: something is lost.
    var isDamage: Bool

    enum CodingKeys: String, CodingKey { case offset, frame, message }
}

extension ProblemReport {
    /// What is no damage, and no place in the file, has no offset.
    init(_ problem: CaptureProblem) {
        let hasPlace = problem.isDamage || problem.offset > 0
        self.init(
            offset: hasPlace ? problem.offset : nil, frame: problem.frame, message: problem.message,
            isDamage: problem.isDamage)
    }
}
