import Diagnosis

/// A diff as one JSON object.
package struct DiffDocument: Encodable, Sendable {
    struct Difference: Encodable, Sendable {
        var stage: String
        var kind: String
        var subject: String
        var matters: Bool
        var good: Part
        var bad: Part
    }

    struct Part: Encodable, Sendable {
        var text: [String]
        var frames: [Int]
        var capture: Int?
        var elsewhere: [FramesReport]?
        var inferred: Bool?

        init(_ text: [String], _ frames: [Int], _ places: FramePlaces, isInferred: Bool) {
            self.text = text
            inferred = isInferred ? true : nil
            (self.frames, capture, elsewhere) = FramesReport.parts(frames, places)
        }
    }

    /// One of the two sessions, with the captures that its indices are of.
    struct Side: Encodable, Sendable {
        var captures: [CaptureReport]
        var session: SessionReport
    }

    var schemaVersion = ReportHead.schemaVersion
    var generator: GeneratorReport
    var good: Side
    var bad: Side
    /// Index into `differences`; absent where none matters.
    var first: Int?
    var differences: [Difference]
    /// The good session failed, and the bad one did not.
    var swapped: Bool?

    enum CodingKeys: String, CodingKey {
        case generator, good, bad, first, differences, swapped
        case schemaVersion = "schema_version"
    }

    package init(_ report: DiffReport) {
        generator = GeneratorReport(version: report.version)
        func side(_ side: DiffReport.Side) -> Side {
            Side(captures: side.report.captures.map(CaptureReport.init), session: SessionReport(side.entry))
        }
        good = side(report.good)
        bad = side(report.bad)
        first = report.diff.firstIndex
        swapped = report.swap == nil ? nil : true
        differences = report.diff.differences.map {
            Difference(
                stage: $0.stage.rawValue, kind: $0.kind.rawValue, subject: $0.subject, matters: $0.matters,
                good: Part($0.good, $0.goodFrames, report.good.entry.places, isInferred: $0.goodIsInferred),
                bad: Part($0.bad, $0.badFrames, report.bad.entry.places, isInferred: $0.badIsInferred))
        }
    }
}
