import Capture
import Diagnosis
import SMTP
import Sessions
import Streams

/// The order of events in three lanes: device, box, server. An arrow that ends at a cross was swallowed, one that begins
/// at a dot was made there.
struct TextLanes {
    let entry: Report.Entry
    let comparison: Comparison

    /// Events that are shown: more than these leave out the middle.
    private static let most = 48

    func lines(width: Int) -> [String] {
        guard !comparison.lanes.isEmpty else { return [] }
        let rows = shown
        let column = rows.map { row in row.map { time($0).count } ?? 0 }.max() ?? 0
        let space = String(repeating: " ", count: column)
        var lines = ["  Lanes   " + summary]
        lines.append("    \(space)  device    box    server")
        for row in rows {
            guard let event = row else {
                lines.append("    \(space)    ⋮        ⋮        ⋮")
                continue
            }
            let padding = String(repeating: " ", count: max(0, column - time(event).count))
            let head = "    \(padding)\(time(event))    \(Self.picture(event))   "
            let text = event.text + note(event) + (frames(event).isEmpty ? "" : " (\(frames(event)))")
            lines += Wrapping.fill(text, first: head, width: max(width, 60))
            if let change = event.change { lines += difference(change, space) }
        }
        return lines
    }

    private var shown: [LaneEvent?] {
        let all = comparison.lanes
        guard all.count > Self.most else { return all }
        return all.prefix(Self.most * 2 / 3).map { $0 } + [nil] + all.suffix(Self.most / 3).map { $0 }
    }

    // MARK: - What both points have in common

    private var summary: String {
        var parts = [relation]
        if let clock = comparison.clock {
            let offset = clock.offsetSeconds
            let size = Self.fine(abs(offset))
            let error = clock.errorSeconds.map { " ± " + Self.fine($0) } ?? ", bounded on one side"
            parts.append("the outside clock is \(size) \(offset < 0 ? "behind" : "ahead")\(error)")
        } else {
            parts.append("clocks not aligned: nothing was seen at both points")
        }
        if let delay = comparison.delay {
            parts.append(
                "the box took \(Self.fine(delay.outbound)) outward, \(Self.fine(delay.inbound)) inward")
        }
        return parts.joined(separator: " · ")
    }

    private var relation: String {
        if comparison.isSamePlace { return "the same packets twice: both captures are of one place" }
        return switch comparison.relation {
        case .passed: "one connection through the box"
        case .shifted: "one connection through the box, which replaces sequence numbers"
        case .terminated:
            comparison.endsTLS
                ? "two connections, TLS of its own on each: the box speaks for both ends"
                : "two connections: the box speaks for both ends"
        case .lookup: "a name look-up on both sides"
        case .onlyInside: "only the inside has it"
        case .onlyOutside: "only the outside has it"
        }
    }

    /// `0.3 ms`, `41 µs`, and longer times as elsewhere.
    static func fine(_ seconds: Double) -> String {
        if seconds < 0.000_001 { return "0 µs" }
        if seconds < 0.001 { return "\(Int((seconds * 1e6).rounded())) µs" }
        if seconds < 0.01 {
            let tenths = Int((seconds * 1e4).rounded())
            return "\(tenths / 10).\(tenths % 10) ms"
        }
        return Phrases.duration(seconds)
    }

    // MARK: - Rows

    private static func picture(_ event: LaneEvent) -> String {
        let isOut = event.from == .client
        switch (event.fate, isOut) {
        case (.passed, true): return "│───────→│───────→│"
        case (.passed, false): return "│←───────│←───────│"
        case (.changed, true): return "│───────→≠───────→│"
        case (.changed, false): return "│←───────≠←───────│"
        case (.swallowed, true): return "│───────→╳        │"
        case (.swallowed, false): return "│        ╳←───────│"
        case (.made, true): return "│        ●───────→│"
        case (.made, false): return "│←───────●        │"
        case (.own, true): return event.inside.isEmpty ? "│        │───────→│" : "│───────→│        │"
        case (.own, false): return event.inside.isEmpty ? "│        │←───────│" : "│←───────│        │"
        }
    }

    private func note(_ event: LaneEvent) -> String {
        switch event.fate {
        case .swallowed: ", not passed on"
        case .made: ", made by the box"
        case .changed: ", changed"
        case .passed, .own: ""
        }
    }

    private func frames(_ event: LaneEvent) -> String { entry.places.inFrames(event.inside + event.outside) }

    private func time(_ event: LaneEvent) -> String {
        let start = comparison.lanes.first?.time ?? event.time
        let milliseconds =
            event.time.nanoseconds.subtractingReportingOverflow(start.nanoseconds).partialValue / 1_000_000
        let rest = String(abs(milliseconds) % 1_000)
        return "+\(milliseconds / 1_000)." + String(repeating: "0", count: max(0, 3 - rest.count)) + rest
    }

    /// The lines that differ: what came into the box, and what left it.
    private func difference(_ change: LineChange, _ space: String) -> [String] {
        let (before, after) =
            change.from == .client ? (change.inside, change.outside) : (change.outside, change.inside)
        let removed = before.filter { !after.contains($0) }.map { "- " + Printable.text($0) }
        let added = after.filter { !before.contains($0) }.map { "+ " + Printable.text($0) }
        return (removed + added).prefix(12).map { "    \(space)                           " + $0 }
    }
}
