import Diagnosis

/// One stage on the way to a delivery.
struct RungReport: Encodable, Sendable {
    var stage: String
    var status: String
    /// Concluded from other signs than the stage's own bytes.
    var inferred = false
    var frames: [Int]
    var capture: Int?
    var elsewhere: [FramesReport]?
    var seconds: Double?
    var text: String?

    init(_ rung: Rung, _ places: FramePlaces) {
        stage = rung.stage.rawValue
        status = rung.status.rawValue
        inferred = rung.isInferred
        (frames, capture, elsewhere) = FramesReport.parts(rung.frames, places)
        seconds = rung.seconds.flatMap(Seconds.rounded)
        text = rung.text
    }
}
