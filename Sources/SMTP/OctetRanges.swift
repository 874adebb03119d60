/// Stretches of a stream, in order and apart. Positions count octets from the stream's first one, gaps included.
package struct OctetRanges: Hashable, Sendable {
    package private(set) var ranges: [Range<Int>] = []

    /// Stretches kept; a further one is left out, so that what is not listed is never shown by mistake.
    private static let limit = 10_000

    package init() {}

    /// Adds a stretch; those that touch become one. In the usual case it is the last one.
    package mutating func insert(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        guard let last = ranges.last, range.lowerBound < last.lowerBound else {
            append(range)
            return
        }
        let all = (ranges + [range]).sorted { $0.lowerBound < $1.lowerBound }
        ranges = []
        for range in all { append(range) }
    }

    package func union(_ other: OctetRanges) -> OctetRanges {
        var union = OctetRanges()
        for range in (ranges + other.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) { union.append(range) }
        return union
    }

    package func contains(_ position: Int) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= position { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(position)
    }

    private mutating func append(_ range: Range<Int>) {
        if let last = ranges.last, range.lowerBound <= last.upperBound {
            ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
        } else if ranges.count < Self.limit {
            ranges.append(range)
        }
    }
}
