import Capture
import Diagnosis
import Packets

extension TextHealth {
    /// Files of a report that have a head of their own; the rest is summed up.
    private static let handful = 5

    /// The head of a report: a line for each file and what is wrong with it, up to a handful of files.
    static func lines(_ report: Report, options: TextOptions) -> [String] {
        var lines = heads(report).flatMap { TextHealth(capture: $0, options: options).lines() }
        if let whole = whole(report) { lines += Wrapping.fill(whole, first: "", width: options.width) }
        return lines
    }

    /// The first captures, and where there are more than a handful, the others summed up.
    static func heads(_ report: Report) -> [Report.AnalysedCapture] {
        let captures = report.captures
        guard captures.count > handful else { return captures }
        return captures.prefix(handful - 1) + [sum(captures.dropFirst(handful - 1))]
    }

    /// `10 files as one capture: 17 frames, 0.41 s`, or what both sides of a box are; nil where none are.
    static func whole(_ report: Report) -> String? {
        guard report.hasSets else { return nil }
        if let inside = report.inside {
            func side(_ captures: ArraySlice<Report.AnalysedCapture>) -> String {
                guard let only = captures.first else { return "nothing" }
                let name = captures.count > 1 ? Phrases.count(captures.count, "file") : name(only, report)
                return "\(name), \(frames(sum(captures).summary))"
            }
            return
                "Inside: \(side(report.captures.prefix(inside))); outside: \(side(report.captures.dropFirst(inside)))"
        }
        let files = Phrases.count(report.captures.count, "file")
        return "\(files) as one capture: \(frames(sum(report.captures[...]).summary))"
    }

    /// The file's name; its path where another file has the same name.
    private static func name(_ capture: Report.AnalysedCapture, _ report: Report) -> String {
        let paths = report.captures.map(\.summary.path)
        let names = FramePlaces.names(paths)
        return paths.firstIndex(of: capture.summary.path).map { names[$0] } ?? capture.summary.path
    }

    /// Several captures as one.
    private static func sum(_ captures: ArraySlice<Report.AnalysedCapture>) -> Report.AnalysedCapture {
        guard var all = captures.first else {
            return Report.AnalysedCapture(summary: CaptureSummary(path: "", format: .pcap), sessions: [])
        }
        all.summary.problems = problems(all)
        for capture in captures.dropFirst() {
            all.summary.add(capture.summary)
            all.summary.problems += problems(capture)
            all.undecodablePackets &+= capture.undecodablePackets
            all.fragments = all.fragments + capture.fragments
            all.undecodableReasons.merge(capture.undecodableReasons, uniquingKeysWith: &+)
            all.streams = all.streams + capture.streams
        }
        all.summary.path = "… and \(Phrases.count(captures.count, "more file"))"
        // The head of a report has room for a few; the others are in the JSON.
        let room = handful
        if all.summary.problems.count > room {
            all.summary.problemsOmitted &+= all.summary.problems.count - room
            all.summary.problems.removeLast(all.summary.problems.count - room)
        }
        return all
    }

    /// With the file's name in each.
    private static func problems(_ capture: Report.AnalysedCapture) -> [CaptureProblem] {
        capture.summary.problems.map { problem in
            let place = problem.isDamage ? ", byte \(Phrases.number(problem.offset))" : ""
            return CaptureProblem(
                offset: 0, frame: nil, message: "\(capture.summary.path)\(place): \(problem.message)",
                isDamage: problem.isDamage)
        }
    }
}

extension CaptureSummary {
    fileprivate mutating func add(_ other: CaptureSummary) {
        linkTypes += other.linkTypes.filter { !linkTypes.contains($0) }
        packets &+= other.packets
        bytes &+= other.bytes
        firstPacketAt = [firstPacketAt, other.firstPacketAt].compactMap(\.self).min()
        lastPacketAt = [lastPacketAt, other.lastPacketAt].compactMap(\.self).max()
        truncatedPackets &+= other.truncatedPackets
        snapLength = [snapLength, other.snapLength].compactMap(\.self).min()
        if let dropped = other.droppedPackets { droppedPackets = (droppedPackets ?? 0) &+ dropped }
        clockSteps &+= other.clockSteps
        outOfOrder &+= other.outOfOrder
        problemsOmitted &+= other.problemsOmitted
        notes += other.notes.filter { !notes.contains($0) }
    }
}
