import Diagnosis

/// One stage on the way to a delivery.
struct RungReport: Encodable, Sendable {
    var stage: String
    var status: String
    /// Concluded from other signs than the stage's own bytes.
    var inferred = false
    var frames: [Int]
    var seconds: Double?
    var text: String?

    init(_ rung: Rung) {
        stage = rung.stage.rawValue
        status = rung.status.rawValue
        frames = rung.frames
        seconds = rung.seconds.flatMap(Seconds.rounded)
        text = rung.text
    }
}
