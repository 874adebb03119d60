package import Capture

/// How good a capture is: a gate on every verdict.
package struct CaptureHealth: Sendable {
    package var droppedPackets: Int
    package var truncatedPackets: Int
    package var snapLength: Int?
    /// The file ended in the middle of a record, or a part could not be read.
    package var isPartial: Bool

    package init(droppedPackets: Int = 0, truncatedPackets: Int = 0, snapLength: Int? = nil, isPartial: Bool = false) {
        self.droppedPackets = droppedPackets
        self.truncatedPackets = truncatedPackets
        self.snapLength = snapLength
        self.isPartial = isPartial
    }

    /// Of files that are one capture: what each of them lacks.
    package init(_ files: [CaptureSummary]) {
        self.init()
        for file in files {
            droppedPackets = droppedPackets &+ (file.droppedPackets ?? 0)
            truncatedPackets = truncatedPackets &+ file.truncatedPackets
            snapLength = [snapLength, file.snapLength].compactMap(\.self).min()
            isPartial = isPartial || file.isPartial
        }
    }

    package init(_ summary: CaptureSummary) {
        self.init(
            droppedPackets: summary.droppedPackets ?? 0, truncatedPackets: summary.truncatedPackets,
            snapLength: summary.snapLength, isPartial: summary.isPartial)
    }
}
