import Diagnosis
import Streams

/// A time in which one end waited for the other.
struct WaitReport: Encodable, Sendable {
    var stage: String
    /// Who owed the next word.
    var owedBy: String
    var seconds: Double?
    /// False: nothing came, one of them left or the capture ended.
    var answered: Bool
    /// What RFC 5321 §4.5.3.2 asks of the one who waits.
    var minimumSeconds: Double?
    var frames: [Int]
    var capture: Int?
    var elsewhere: [FramesReport]?

    enum CodingKeys: String, CodingKey {
        case stage, seconds, answered, frames, capture, elsewhere
        case owedBy = "owed_by"
        case minimumSeconds = "minimum_seconds"
    }

    init(_ wait: TimedWait, _ places: FramePlaces) {
        stage = wait.stage.rawValue
        owedBy = wait.owner.rawValue
        seconds = Seconds.rounded(wait.seconds)
        answered = !wait.isInVain
        minimumSeconds = wait.minimum
        (frames, capture, elsewhere) = FramesReport.parts(wait.frames, places)
    }
}
