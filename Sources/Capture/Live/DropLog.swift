/// When packets were lost: a loss of this morning says nothing about a session of this afternoon.
package struct DropLog: Sendable {
    /// The kernel's count, and when it was first seen so high.
    private var marks: [(time: Timestamp, total: Int)] = []
    private var total = 0
    /// Losses remembered one by one; older ones are joined.
    private static let limit = 1_024

    package init() {}

    /// Takes the count of packets lost since capturing began, as it is at this time.
    package mutating func note(total: Int, at time: Timestamp) {
        guard total > self.total else { return }
        marks.append((time, total))
        self.total = total
        if marks.count > Self.limit { marks.removeFirst(marks.count - Self.limit) }
    }

    /// Packets lost since this time. A loss is seen up to a second after it happened.
    package func count(since time: Timestamp) -> Int {
        guard let first = marks.firstIndex(where: { $0.time >= time }) else { return 0 }
        let before = first == 0 ? 0 : marks[first - 1].total
        return total &- before
    }
}
