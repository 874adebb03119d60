import Capture
import Diagnosis
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
    var duplicatePackets: Int
    var truncatedPackets: Int
    /// Absent where the capture says nothing of drops.
    var droppedPackets: Int?
    /// Octets of the sessions' streams that the capture lacks.
    var missingBytes: Int
    var oneDirectionSessions: Int
    var undecodablePackets: Int
    var clockSteps: Int
    var problems: [ProblemReport]

    enum CodingKeys: String, CodingKey {
        case duplicatePackets = "duplicate_packets"
        case truncatedPackets = "truncated_packets"
        case droppedPackets = "dropped_packets"
        case missingBytes = "missing_bytes"
        case oneDirectionSessions = "one_direction_sessions"
        case undecodablePackets = "undecodable_packets"
        case clockSteps = "clock_steps"
        case problems
    }

    init(_ capture: Report.AnalysedCapture) {
        let connections = capture.sessions.compactMap(\.session.connection)
        duplicatePackets = connections.reduce(0) { $0 &+ $1.duplicates }
        truncatedPackets = capture.summary.truncatedPackets
        droppedPackets = capture.summary.droppedPackets
        missingBytes = connections.reduce(0) { $0 &+ $1.client.missing &+ $1.server.missing }
        oneDirectionSessions = connections.count(where: \.isOneDirection)
        undecodablePackets = capture.undecodablePackets
        clockSteps = capture.summary.clockSteps
        problems = capture.summary.problems.map {
            ProblemReport($0)
        }
        if capture.summary.problemsOmitted > 0 {
            let omitted = capture.summary.problemsOmitted
            problems.append(ProblemReport(message: "\(omitted) more problems, not listed", isDamage: true))
        }
    }

    /// Nothing to say.
    var isGood: Bool {
        duplicatePackets == 0 && truncatedPackets == 0 && (droppedPackets ?? 0) == 0 && missingBytes == 0
            && oneDirectionSessions == 0 && undecodablePackets == 0 && clockSteps == 0 && problems.isEmpty
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
