/// How a report for people is laid out and how much it tells.
package struct TextOptions: Sendable {
    /// Columns of a line.
    package var width = 120
    package var style = Style()
    /// Delivered sessions in full, and explanations that were given before once more.
    package var isVerbose = false
    /// One line a session.
    package var isQuiet = false
    /// The whole dialogue of each session.
    package var showsTranscript = false
    /// At most this many sessions; nil for all.
    package var limit: Int?

    package init() {}
}
