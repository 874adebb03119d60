/// One line about a live capture that goes on.
package struct StatusLine: Equatable, Sendable {
    /// Since capturing began.
    package var seconds = 0
    package var packets = 0
    package var drops = 0
    /// Connections that nobody has closed, and sessions that were told.
    package var open = 0
    package var finished = 0

    package init() {}

    /// `00:01:23 · 12,345 packets · 0 dropped · 2 open · 7 finished`, with the interface before it.
    package func text(_ interface: String) -> String {
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return [
            Printable.text(interface), clock.joined(separator: ":"), Phrases.count(packets, "packet"),
            "\(Phrases.number(drops)) dropped", "\(Phrases.number(open)) open", "\(Phrases.number(finished)) finished",
        ].joined(separator: " · ")
    }
}
