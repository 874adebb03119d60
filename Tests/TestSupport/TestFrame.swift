package import Capture

/// One captured frame: what a capture file holds of it, before it is in a file.
package struct TestFrame: Sendable, Equatable {
    package var time: Timestamp
    package var bytes: [UInt8]
    /// Octets on the wire; more than `bytes` where the frame was cut.
    package var originalLength: Int
    /// Interface index in a pcapng.
    package var interface = 0

    package init(_ bytes: [UInt8], at time: Timestamp = .testStart, interface: Int = 0) {
        self.time = time
        self.bytes = bytes
        self.interface = interface
        originalLength = bytes.count
    }

    /// The same bytes, with only the first `length` of them captured.
    package func cut(to length: Int) -> TestFrame {
        var frame = self
        frame.bytes = Array(bytes.prefix(length))
        return frame
    }

    package func shifted(byNanoseconds shift: Int64) -> TestFrame {
        var frame = self
        frame.time = Timestamp(nanoseconds: time.nanoseconds + shift)
        return frame
    }

    /// As `Capture` would describe it.
    package func described(number: Int, linkType: LinkType = .ethernet) -> Frame {
        Frame(
            number: number, timestamp: time, linkType: linkType, interface: interface, capturedLength: bytes.count,
            originalLength: originalLength)
    }
}

extension Timestamp {
    /// 2026-11-21T20:41:33Z.
    package static let testStart = Timestamp(nanoseconds: 1_795_293_693_000_000_000)
}

/// Ways to spoil a capture. Frames are named by their numbers, from 1, as in Wireshark; a number that does not exist
/// changes nothing.
extension [TestFrame] {
    /// Without the frames of these numbers.
    package func dropping(_ numbers: Int...) -> [TestFrame] {
        enumerated().filter { !numbers.contains($0.offset + 1) }.map(\.element)
    }

    /// The frame of this number once more, directly after itself and `microseconds` later.
    package func duplicating(_ number: Int, after microseconds: Int64 = 1) -> [TestFrame] {
        guard indices.contains(number - 1) else { return self }
        var frames = self
        frames.insert(self[number - 1].shifted(byNanoseconds: microseconds * 1000), at: number)
        return frames
    }

    /// Every frame twice, as a mirror port that copies both directions gives it.
    package func mirrored(after microseconds: Int64 = 1) -> [TestFrame] {
        flatMap { [$0, $0.shifted(byNanoseconds: microseconds * 1000)] }
    }

    /// The two frames exchanged; the times stay in order.
    package func swapping(_ first: Int, _ second: Int) -> [TestFrame] {
        guard indices.contains(first - 1), indices.contains(second - 1) else { return self }
        var frames = self
        frames.swapAt(first - 1, second - 1)
        frames[first - 1].time = self[first - 1].time
        frames[second - 1].time = self[second - 1].time
        return frames
    }

    /// Every frame as a capture with this snap length has it.
    package func cut(to length: Int) -> [TestFrame] { map { $0.cut(to: length) } }

    /// With the frame of this number replaced.
    package func replacing(_ number: Int, _ change: (inout TestFrame) -> Void) -> [TestFrame] {
        guard indices.contains(number - 1) else { return self }
        var frames = self
        change(&frames[number - 1])
        return frames
    }

    /// These and `others` in the order of their times, as one capture sees several connections.
    package func merged(with others: [TestFrame]) -> [TestFrame] {
        (self + others).enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }
}
