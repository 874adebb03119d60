/// What a capture's IP fragments came to.
package struct FragmentCounts: Equatable, Sendable {
    /// Frames that held a fragment, copies among them.
    package var fragments = 0
    /// Datagrams that were put together.
    package var reassembled = 0
    /// Datagrams given up: a fragment never came in time, or a limit was reached.
    package var incomplete = 0
    /// Fragments that covered octets of an earlier one and were no copy of it, or that contradicted its end. The octets
    /// that came first count.
    package var overlapping = 0
    /// Those of them with other octets, which only an attack or damage makes.
    package var conflicting = 0
    /// Copies of fragments: the same octets again at the same place, as a mirror makes them.
    package var copies = 0

    package init() {}

    /// What came since an earlier moment.
    package func since(_ earlier: FragmentCounts) -> FragmentCounts {
        var counts = FragmentCounts()
        for key in Self.fields { counts[keyPath: key] = self[keyPath: key] &- earlier[keyPath: key] }
        return counts
    }

    package static func + (a: FragmentCounts, b: FragmentCounts) -> FragmentCounts {
        var counts = FragmentCounts()
        for key in fields { counts[keyPath: key] = a[keyPath: key] &+ b[keyPath: key] }
        return counts
    }

    private static var fields: [WritableKeyPath<FragmentCounts, Int>] {
        [\.fragments, \.reassembled, \.incomplete, \.overlapping, \.conflicting, \.copies]
    }
}
