import Capture
import Diagnosis
import Packets
import SMTP
import Sessions
import Streams

/// What two capture points show of a session.
struct ComparisonReport: Encodable, Sendable {
    struct Clock: Encodable, Sendable {
        /// The outer clock less the inner one.
        var offsetSeconds: Double
        /// The offset is at most this much wrong; absent where packets of one direction only bound it.
        var errorSeconds: Double?
        var sightings: Int

        enum CodingKeys: String, CodingKey {
            case sightings
            case offsetSeconds = "offset_seconds"
            case errorSeconds = "error_seconds"
        }
    }

    /// How long the box took.
    struct Delay: Encodable, Sendable {
        var outboundSeconds: Double
        var inboundSeconds: Double
        var errorSeconds: Double

        enum CodingKeys: String, CodingKey {
            case outboundSeconds = "outbound_seconds"
            case inboundSeconds = "inbound_seconds"
            case errorSeconds = "error_seconds"
        }
    }

    struct End: Encodable, Sendable {
        var ip: String
        var port: Int?
    }

    /// The same session on the outer side.
    struct Outside: Encodable, Sendable {
        var capture: Int
        var client: End
        var server: End?
        var firstFrame: Int
        var lastFrame: Int
        var displayFilter: String

        enum CodingKeys: String, CodingKey {
            case capture, client, server
            case firstFrame = "first_frame"
            case lastFrame = "last_frame"
            case displayFilter = "display_filter"
        }
    }

    struct Change: Encodable, Sendable {
        var from: String
        var inside: [String]
        var outside: [String]
        var frames: [Int]
        var capture: Int?
        var elsewhere: [FramesReport]?
    }

    struct Lane: Encodable, Sendable {
        var at: String
        var from: String
        var box: String
        var text: String
        /// Frames of the leg between device and box, and between box and server.
        var inside: [FramesReport]?
        var outside: [FramesReport]?
    }

    var connection: String
    var matchedBy: [String]
    var clock: Clock?
    var delay: Delay?
    var outside: Outside?
    var tlsEndsInBox: Bool?
    var redirected: Bool?
    /// Both captures were taken at one place.
    var samePlace: Bool?
    var changes: [Change]
    var lanes: [Lane]

    enum CodingKeys: String, CodingKey {
        case connection, clock, delay, outside, redirected, changes, lanes
        case matchedBy = "matched_by"
        case samePlace = "same_place"
        case tlsEndsInBox = "tls_ends_in_box"
    }

    init(_ comparison: Comparison, _ places: FramePlaces) {
        connection = comparison.relation.word
        matchedBy = comparison.signs.map(\.rawValue)
        clock = comparison.clock.map {
            Clock(
                offsetSeconds: Self.rounded($0.offsetSeconds), errorSeconds: $0.errorSeconds.map(Self.rounded),
                sightings: $0.sightings)
        }
        delay = comparison.delay.map {
            Delay(
                outboundSeconds: Self.rounded($0.outbound), inboundSeconds: Self.rounded($0.inbound),
                errorSeconds: Self.rounded($0.error))
        }
        outside = comparison.outside.map { Self.outside($0, places) }
        tlsEndsInBox = comparison.endsTLS ? true : nil
        redirected = comparison.isRedirected ? true : nil
        samePlace = comparison.isSamePlace ? true : nil
        changes = comparison.changes.map { change in
            let (frames, capture, elsewhere) = FramesReport.parts(change.frames, places)
            return Change(
                from: change.from.rawValue, inside: change.inside, outside: change.outside, frames: frames,
                capture: capture, elsewhere: elsewhere)
        }
        lanes = comparison.lanes.map { event in
            Lane(
                at: event.time.rfc3339, from: event.from.word, box: event.fate.rawValue, text: event.text,
                inside: Self.frames(event.inside, places), outside: Self.frames(event.outside, places))
        }
    }

    private static func frames(_ frames: [Int], _ places: FramePlaces) -> [FramesReport]? {
        let files = places.byFile(frames)
        return files.isEmpty ? nil : files.map { FramesReport(capture: $0.capture, frames: $0.frames) }
    }

    private static func outside(_ session: Session, _ places: FramePlaces) -> Outside {
        func end(_ address: SocketAddress) -> End {
            End(ip: address.address.description, port: address.port == 0 ? nil : Int(address.port))
        }
        return Outside(
            capture: places.place(session.first.frame).capture, client: end(session.client),
            server: session.server.map(end), firstFrame: places.number(session.first.frame),
            lastFrame: places.number(session.last.frame),
            displayFilter: DisplayFilter.filters([session], places).first ?? "")
    }

    /// Microseconds are what captures have.
    private static func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }
}

extension PairedSession.Relation {
    var word: String {
        switch self {
        case .passed: "passed"
        case .shifted: "sequence-shifted"
        case .terminated: "terminated"
        case .lookup: "lookup"
        case .onlyInside: "inside-only"
        case .onlyOutside: "outside-only"
        }
    }
}

extension Side {
    var word: String { self == .client ? "client" : "server" }
}
