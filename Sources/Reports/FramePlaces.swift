import Capture
import Diagnosis
import SMTP
import Sessions
import Streams
import TLS

/// Where a session's frames are: which of the report's captures, and the number there. What lies in the session's own
/// file, that of its first frame, is told without the file's name.
package struct FramePlaces: Sendable {
    private let numbering: FrameNumbering
    /// How the captures are called in a sentence.
    private let names: [String]
    /// The index in the report of the numbering's first capture.
    private let firstCapture: Int
    /// The session's own file, as an index into the report's captures.
    package private(set) var capture: Int

    init(_ numbering: FrameNumbering, names: [String], firstCapture: Int) {
        self.numbering = numbering
        self.names = names
        self.firstCapture = firstCapture
        capture = firstCapture
    }

    /// The same, for a session that begins with this frame.
    func home(at frame: Int) -> FramePlaces {
        var places = self
        places.capture = place(frame).capture
        return places
    }

    /// The frame's capture, as an index into the report's, and its number there.
    func place(_ frame: Int) -> FrameNumbering.Place {
        guard !numbering.isIdentity else { return .init(capture: firstCapture, number: frame) }
        let place = numbering.place(of: frame)
        return .init(capture: firstCapture &+ place.capture, number: place.number)
    }

    func number(_ frame: Int) -> Int { place(frame).number }

    /// nil for a frame of the session's own file.
    func otherCapture(_ frame: Int) -> Int? {
        let found = place(frame).capture
        return found == capture ? nil : found
    }

    /// The frames file by file, in the order in which they name the files.
    func byFile(_ frames: [Int]) -> [(capture: Int, frames: [Int])] {
        if numbering.isIdentity { return frames.isEmpty ? [] : [(capture, frames)] }
        var groups: [(capture: Int, frames: [Int])] = []
        for frame in frames {
            let place = place(frame)
            if let index = groups.firstIndex(where: { $0.capture == place.capture }) {
                groups[index].frames.append(place.number)
            } else {
                groups.append((place.capture, [place.number]))
            }
        }
        return groups
    }

    // MARK: - For people

    /// `17`, or `17 of b.pcap`.
    func text(_ frame: Int) -> String { text([frame]) }

    /// `3, 5–9`, or `3, 5–9; 1, 2 of b.pcap`.
    func text(_ frames: [Int]) -> String {
        byFile(frames).map { Phrases.frames($0.frames) + suffix($0.capture) }.joined(separator: "; ")
    }

    /// `frame 13`, `frames 1–17`, `frame 10; frame 8 of b.pcap`; empty for none.
    func inFrames(_ frames: [Int]) -> String {
        byFile(frames).map {
            (Set($0.frames).count == 1 ? "frame " : "frames ") + Phrases.frames($0.frames) + suffix($0.capture)
        }.joined(separator: "; ")
    }

    /// From the first to the last: `frames 1–17`; `frame 3 of a.pcap to 9 of b.pcap`.
    func between(_ frames: [Int]) -> String {
        guard let first = frames.min(), let last = frames.max() else { return "" }
        let (start, end) = (place(first), place(last))
        if start.capture == end.capture { return Phrases.between([start.number, end.number]) + suffix(start.capture) }
        return "frame \(start.number) of \(name(start.capture)) to \(end.number) of \(name(end.capture))"
    }

    func name(_ capture: Int) -> String { names.indices.contains(capture) ? names[capture] : "another file" }

    private func suffix(_ other: Int) -> String { other == capture ? "" : " of \(name(other))" }

    /// What is behind the last slash; the whole path where two files share that.
    static func names(_ paths: [String]) -> [String] {
        let short = paths.map { path in
            path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
        }
        var uses: [String: Int] = [:]
        for name in short { uses[name, default: 0] += 1 }
        return zip(short, paths).map { (uses[$0] ?? 0) > 1 ? $1 : $0 }
    }
}

extension FramePlaces {
    /// The captures that a session has frames in, as far as its facts name them.
    func captures(of diagnosed: DiagnosedSession) -> [Int] {
        if numbering.isIdentity { return [capture] }
        let session = diagnosed.session
        let verdict = diagnosed.verdict
        var frames = [session.first.frame, session.last.frame]
        frames += verdict.evidence.flatMap(\.frames) + verdict.cleared.flatMap(\.frames)
        frames += verdict.also.flatMap(\.frames) + diagnosed.ladder.flatMap(\.frames)
        frames += DialogueEntryReport.entries(session).map(\.moment.frame)
        if let facts = session.connection {
            for side in Side.allCases {
                let own = facts[side]
                frames += [own.opening?.first, own.firstData, own.fin].compactMap { $0?.frame }
                frames += own.resets.map(\.origin.frame)
            }
        }
        if let outside = diagnosed.comparison?.outside { frames += [outside.first.frame, outside.last.frame] }
        return Set(frames.map { place($0).capture }).sorted()
    }
}
