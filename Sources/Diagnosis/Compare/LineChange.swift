package import SMTP

/// Lines of a dialogue that are not the same on both sides of a box. An empty side has none.
package struct LineChange: Hashable, Sendable {
    package var from: Party
    package var inside: [String]
    package var outside: [String]
    /// The inner frame first, where there are both.
    package var frames: [Int]
    /// The command that it is, or that it answers; nil for a greeting.
    package var verb: Verb?

    package init(from: Party, inside: [String], outside: [String], frames: [Int], verb: Verb? = nil) {
        self.from = from
        self.inside = inside
        self.outside = outside
        self.frames = frames
        self.verb = verb
    }
}
