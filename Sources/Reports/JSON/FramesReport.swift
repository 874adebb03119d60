/// Frames of another file of the set.
struct FramesReport: Encodable, Sendable {
    /// Index into the report's captures.
    var capture: Int
    var frames: [Int]

    /// The frames of one file as `frames`, with its index where that is not the session's own capture; those in further
    /// files as `elsewhere`.
    static func parts(
        _ frames: [Int], _ places: FramePlaces
    ) -> (frames: [Int], capture: Int?, elsewhere: [FramesReport]?) {
        let files = places.byFile(frames)
        guard let first = files.first(where: { $0.capture == places.capture }) ?? files.first else {
            return ([], nil, nil)
        }
        let others = files.filter { $0.capture != first.capture }
        return (
            first.frames, first.capture == places.capture ? nil : first.capture,
            others.isEmpty ? nil : others.map { FramesReport(capture: $0.capture, frames: $0.frames) }
        )
    }
}
