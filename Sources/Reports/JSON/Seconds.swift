/// Durations as reports give them.
enum Seconds {
    /// Rounded to microseconds; nil for what is no number.
    static func rounded(_ seconds: Double) -> Double? {
        guard seconds.isFinite else { return nil }
        return (seconds * 1e6).rounded() / 1e6
    }
}
