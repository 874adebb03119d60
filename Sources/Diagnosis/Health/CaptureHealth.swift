package import Capture

/// What a capture lacks, as every session of it has to know: a gate on every verdict (`HealthGate`).
package struct CaptureHealth: Sendable {
    package var droppedPackets: Int
    package var truncatedPackets: Int
    package var snapLength: Int?
    /// The file ended in the middle of a record, or a part could not be read.
    package var isPartial: Bool
    /// Frames, as the sessions count them, after which a part of the file was lost. The end of a file that was cut off
    /// is none: what comes after it is not watched anyway.
    package var damagedAfter: [Int] = []

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
        if files.count == 1 { damagedAfter = files[0].damagedAfter }
    }

    /// The same of a capture whose frames are numbered on from another's last one.
    package func numbered(after last: Int) -> CaptureHealth {
        var health = self
        health.damagedAfter = damagedAfter.map { $0 &+ last }
        return health
    }

    package init(_ summary: CaptureSummary) {
        self.init(
            droppedPackets: summary.droppedPackets ?? 0, truncatedPackets: summary.truncatedPackets,
            snapLength: summary.snapLength, isPartial: summary.isPartial)
        damagedAfter = summary.damagedAfter
    }
}

extension CaptureSummary {
    fileprivate var damagedAfter: [Int] {
        problems.filter(\.isDamage).compactMap(\.frame).filter { $0 < packets }.sorted()
    }
}
