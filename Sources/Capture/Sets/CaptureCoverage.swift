/// The times that a set's files cover. Between two files that are far apart nobody captured: silence there says nothing.
package struct CaptureCoverage: Sendable {
    /// Files that are not further apart are of one run of a capture program. A ring that rotates by time begins its next
    /// file with the next packet.
    package static let seconds = 60.0

    /// In order, without overlap.
    private var spans: [ClosedRange<Timestamp>] = []

    package init(_ captures: [CaptureSummary]) {
        let files = captures.compactMap { capture -> ClosedRange<Timestamp>? in
            guard let first = capture.firstPacketAt, let last = capture.lastPacketAt, first <= last else { return nil }
            return first...last
        }
        for file in files.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = spans.last, file.lowerBound.seconds(since: last.upperBound) <= Self.seconds else {
                spans.append(file)
                continue
            }
            spans[spans.count - 1] = last.lowerBound...max(last.upperBound, file.upperBound)
        }
    }

    /// The run of the capture that a time lies in; nil where it lies in none.
    package func span(of time: Timestamp) -> ClosedRange<Timestamp>? { spans.first { $0.contains(time) } }

    /// Nothing is missing between the files.
    package var isContinuous: Bool { spans.count <= 1 }
}
