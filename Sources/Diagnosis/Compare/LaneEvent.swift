package import Capture
package import Streams

/// One thing that happened between device, box and server: on which of the two legs it was seen, and what the box did.
package struct LaneEvent: Sendable {
    package enum Fate: String, Sendable {
        /// Seen on both legs.
        case passed
        /// Went into the box and did not come out.
        case swallowed
        /// Came out of the box, or from it, and nothing had gone in.
        case made
        /// Seen on both legs, with other words.
        case changed
        /// On one leg of a box that keeps two connections.
        case own
    }

    /// In the inner clock.
    package var time: Timestamp
    package var from: Side
    package var fate: Fate
    package var text: String
    /// Frames on the inner leg, and on the outer one.
    package var inside: [Int]
    package var outside: [Int]
    /// The words on both legs, where they differ.
    package var change: LineChange?
}
