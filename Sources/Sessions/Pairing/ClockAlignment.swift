package import Capture

/// How far the clock of one capture point is ahead of another's, bounded by cause and effect: what went in came out
/// later, and what came out of the far side came in earlier.
package struct ClockAlignment: Sendable {
    /// Something seen at both points.
    package struct Sighting: Sendable {
        /// On its way from the inner point to the outer one.
        package var isOutbound: Bool
        package var inside: Timestamp
        package var outside: Timestamp

        package init(isOutbound: Bool, inside: Timestamp, outside: Timestamp) {
            self.isOutbound = isOutbound
            self.inside = inside
            self.outside = outside
        }
    }

    /// Outer clock less inner clock, nanoseconds.
    package var offset: Int64
    /// The offset is at most this much wrong, nanoseconds; nil where only one direction bounds it.
    package var error: Int64?
    /// What it rests on.
    package var sightings: Int

    package init(offset: Int64, error: Int64?, sightings: Int) {
        self.offset = offset
        self.error = error
        self.sightings = sightings
    }

    /// nil where nothing was seen at both points.
    package init?(_ sightings: [Sighting]) {
        var highest: Int64?
        var lowest: Int64?
        for sighting in sightings {
            let difference = sighting.outside.nanoseconds &- sighting.inside.nanoseconds
            if sighting.isOutbound {
                highest = min(highest ?? difference, difference)
            } else {
                lowest = max(lowest ?? difference, difference)
            }
        }
        self.sightings = sightings.count
        switch (lowest, highest) {
        case (nil, nil): return nil
        case (let only?, nil), (nil, let only?):
            offset = only
            error = nil
        case (let low?, let high?):
            // Clocks that drift, or step, cross the bounds: the error then tells by how much.
            offset = low &+ (high &- low) / 2
            error = Int64(clamping: (high &- low).magnitude / 2)
        }
    }

    package var offsetSeconds: Double { Double(offset) / 1e9 }
    package var errorSeconds: Double? { error.map { Double($0) / 1e9 } }

    /// A time of the outer clock in the inner one.
    package func inner(_ outer: Timestamp) -> Timestamp { Timestamp(nanoseconds: outer.nanoseconds &- offset) }

    /// A time of the inner clock in the outer one.
    package func outer(_ inner: Timestamp) -> Timestamp { Timestamp(nanoseconds: inner.nanoseconds &+ offset) }
}
