import Capture
package import Sessions
import Streams

/// What two capture points together show of a session, for reports.
/// A class, because it is large and most sessions have none.
package final class Comparison: Sendable {
    package let relation: PairedSession.Relation
    package let signs: [PairedSession.Sign]
    package let clock: ClockAlignment?
    /// The outer look at it: whose session is told is the inner one, where there is one.
    package let outside: Session?
    /// Lines that are not the same on both sides.
    package let changes: [LineChange]
    /// Each leg has its own TLS handshake.
    package let endsTLS: Bool
    /// The client was sent to another server than it asked for.
    package let isRedirected: Bool
    /// Seconds that the box took, from side to side: the middle of all segments seen at both points; nil where the
    /// clocks are not known well enough.
    package let delay: Delay?
    package let lanes: [LaneEvent]
    /// Both captures were taken at one place: no box lies between.
    package let isSamePlace: Bool

    package struct Delay: Sendable {
        package var outbound: Double
        package var inbound: Double
        /// Either is at most this much wrong.
        package var error: Double
    }

    /// `showsBox`: the verdict rests on what the outside capture does not have.
    init(_ story: PairStory, showsBox: Bool) {
        relation = story.pair.relation
        signs = story.pair.signs
        clock = story.pair.clock
        changes = story.changes
        endsTLS = RewriteFault.endsTLS(story)
        isRedirected = story.isRedirected
        delay = Self.delay(story.pair)
        isSamePlace = story.pair.isSamePlace
        lanes = LaneBuilder.events(story, showsBox: showsBox)
        var outer = story.pair.outside
        outer?.connection?.segments = []
        outside = outer
    }

    private static func delay(_ pair: PairedSession) -> Delay? {
        guard let clock = pair.clock, let error = clock.errorSeconds else { return nil }
        func middle(_ isOutbound: Bool) -> Double? {
            let seconds = pair.passage.sightings.filter { $0.isOutbound == isOutbound }.map { sighting in
                let crossed = clock.inner(sighting.outside).seconds(since: sighting.inside)
                return isOutbound ? crossed : -crossed
            }.sorted()
            return seconds.isEmpty ? nil : max(0, seconds[seconds.count / 2])
        }
        guard let outbound = middle(true), let inbound = middle(false) else { return nil }
        return Delay(outbound: outbound, inbound: inbound, error: error)
    }
}
