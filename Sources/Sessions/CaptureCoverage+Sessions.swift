package import Capture
import Streams

extension CaptureCoverage {
    /// What came after a session, or before it, was watched only as long as the capture ran without a break.
    package func limit(_ sessions: inout [Session]) {
        guard !isContinuous else { return }
        for index in sessions.indices {
            if let span = span(of: sessions[index].last.time) { sessions[index].captureEnd = span.upperBound }
            if let span = span(of: sessions[index].first.time) { sessions[index].captureStart = span.lowerBound }
        }
    }
}
