package import Diagnosis
import Sessions
import Streams

/// What the connections of sessions say of a capture's health.
package struct StreamHealth: Sendable {
    /// Copies that the mirror made.
    package private(set) var duplicates = 0
    /// Octets that the capture lacks, and those of them that crossed the wire and were not captured.
    package private(set) var missing = 0
    package private(set) var notCaptured = 0
    package private(set) var oneDirectionSessions = 0

    package init() {}

    package mutating func count(_ diagnosed: DiagnosedSession) {
        guard let connection = diagnosed.session.connection else { return }
        duplicates &+= connection.duplicates
        missing &+= connection.client.missing &+ connection.server.missing
        notCaptured &+= connection.client.notCaptured &+ connection.server.notCaptured
        if connection.isOneDirection { oneDirectionSessions &+= 1 }
    }
}

extension Report.AnalysedCapture {
    /// Of all its sessions, told earlier or not.
    var streamHealth: StreamHealth {
        sessions.reduce(into: forgotten) { $0.count($1) }
    }
}
