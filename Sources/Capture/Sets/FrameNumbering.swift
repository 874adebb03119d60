/// Tells of which file a frame of a capture set is, and its number there.
///
/// Frames of a set are numbered from 1 over all files in the order in which they are handed out. Where one file is read
/// alone, its frames cost nothing here; where files are merged, each change from one to another costs two bytes.
package struct FrameNumbering: Sendable {
    /// A frame as Wireshark shows it.
    package struct Place: Hashable, Sendable {
        /// Index into the set's captures.
        package var capture: Int
        /// In that file, from 1.
        package var number: Int

        package init(capture: Int, number: Int) {
            self.capture = capture
            self.number = number
        }
    }

    /// The number of the last frame that was handed out.
    package private(set) var last = 0
    /// The limit was hit: from there on, places of merged files are not known.
    package private(set) var isFull = false
    private var stretches: [Stretch] = []
    private var turnsLeft: Int

    /// One file is its own numbering.
    package static let identity = FrameNumbering()

    package init(limits: CaptureLimits = CaptureLimits()) { turnsLeft = limits.turns }

    /// Every frame is of the first capture and keeps its number.
    package var isIdentity: Bool {
        guard let first = stretches.first else { return true }
        return stretches.count == 1 && first.captures == [0] && first.before == [0]
    }

    package func place(of number: Int) -> Place {
        guard let stretch = stretch(with: number) else { return Place(capture: 0, number: number) }
        return stretch.place(of: number)
    }

    /// The frames of another numbering behind these. Its captures count on from `captures`.
    package func followed(by other: FrameNumbering, captures: Int) -> FrameNumbering {
        var joined = self
        joined.stretches += other.stretches.map { $0.moved(by: last, captures: captures) }
        joined.last = last &+ other.last
        joined.isFull = isFull || other.isFull
        return joined
    }

    // MARK: - While the files are read

    /// From the next frame on, frames come from these files. `last` is each file's last number so far.
    mutating func begin(_ files: [(capture: Int, last: Int)]) {
        stretches.append(
            Stretch(start: last &+ 1, captures: files.map(\.capture), before: files.map(\.last)))
    }

    /// The next `count` frames are of the file at `slot`. False when the stretch is long enough and another has to begin.
    mutating func take(_ count: Int, slot: Int) -> Bool {
        last = last &+ max(0, count)
        guard count > 0, let index = stretches.indices.last, stretches[index].captures.count > 1 else { return true }
        guard turnsLeft > 0 else {
            isFull = true
            return true
        }
        turnsLeft &-= stretches[index].append(count, slot: slot)
        return stretches[index].turns.count < Stretch.size
    }

    private func stretch(with number: Int) -> Stretch? {
        var (low, high) = (0, stretches.count)
        while low < high {
            let middle = (low &+ high) / 2
            if stretches[middle].start <= number { low = middle &+ 1 } else { high = middle }
        }
        return low > 0 ? stretches[low &- 1] : nil
    }
}

/// Frames of one file, or of several in turns.
private struct Stretch: Sendable {
    /// The first frame's number in the set.
    var start: Int
    /// The capture of each slot.
    var captures: [Int]
    /// The number of each slot's last frame before the stretch, in its file.
    var before: [Int]
    /// Slot (upper 6 bits) and count of frames less one (lower 10 bits). None where there is one slot.
    var turns: [UInt16] = []

    /// Turns of one stretch: what a look-up has to walk.
    static let size = 512
    private static let longestTurn = 1_024

    init(start: Int, captures: [Int], before: [Int]) {
        self.start = start
        self.captures = captures
        self.before = before
        if captures.count > 1 { turns.reserveCapacity(Self.size) }
    }

    func moved(by frames: Int, captures count: Int) -> Stretch {
        var stretch = self
        stretch.start = start &+ frames
        stretch.captures = captures.map { $0 &+ count }
        return stretch
    }

    /// Returns how many turns were added.
    mutating func append(_ count: Int, slot: Int) -> Int {
        var (left, added) = (count, 0)
        while left > 0 {
            let part = min(left, Self.longestTurn)
            turns.append(UInt16(truncatingIfNeeded: slot) << 10 | UInt16(truncatingIfNeeded: part &- 1))
            left &-= part
            added &+= 1
        }
        return added
    }

    func place(of number: Int) -> FrameNumbering.Place {
        var offset = number &- start
        if captures.count > 1 {
            var reached = before
            for turn in turns {
                let (slot, count) = (Int(turn >> 10), Int(turn & 0x3ff) &+ 1)
                guard slot < captures.count else { break }
                if offset < count {
                    return .init(capture: captures[slot], number: reached[slot] &+ offset &+ 1)
                }
                offset &-= count
                reached[slot] = reached[slot] &+ count
            }
            return .init(capture: captures.first ?? 0, number: number)
        }
        return .init(capture: captures.first ?? 0, number: (before.first ?? 0) &+ offset &+ 1)
    }
}
