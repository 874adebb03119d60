/// How probable each length in octets is.
package struct LengthDistribution: Hashable, Sendable {
    /// The shortest length; the shares of it and of those after it follow.
    package let low: Int
    package let shares: [Double]

    package init(low: Int, shares: [Double]) {
        self.low = low
        self.shares = shares
    }

    /// One length, for certain.
    package init(exactly length: Int) {
        low = length
        shares = [1]
    }

    package init(evenly range: ClosedRange<Int>) {
        low = range.lowerBound
        shares = [Double](repeating: 1 / Double(range.count), count: range.count)
    }

    package var high: Int { low + shares.count - 1 }
    package var range: ClosedRange<Int> { low...max(low, high) }
    package var isExact: Bool { shares.count == 1 }

    package subscript(length: Int) -> Double {
        shares.indices.contains(length - low) ? shares[length - low] : 0
    }

    package func probability(of range: ClosedRange<Int>) -> Double {
        let from = max(range.lowerBound, low)
        let to = min(range.upperBound, high)
        guard from <= to else { return 0 }
        return shares[(from - low)...(to - low)].reduce(0, +)
    }

    package func shifted(by octets: Int) -> LengthDistribution {
        LengthDistribution(low: low + octets, shares: shares)
    }

    /// That of the sum of two independent lengths.
    package func adding(_ other: LengthDistribution) -> LengthDistribution {
        if isExact { return LengthDistribution(low: low + other.low, shares: other.shares) }
        if other.isExact { return LengthDistribution(low: low + other.low, shares: shares) }
        var sums = [Double](repeating: 0, count: shares.count + other.shares.count - 1)
        for (index, share) in shares.enumerated() where share > 0 {
            for (other, factor) in other.shares.enumerated() { sums[index + other] += share * factor }
        }
        return LengthDistribution(low: low + other.low, shares: sums)
    }

    /// That of so many times the same length.
    package func times(_ count: Int) -> LengthDistribution {
        guard count > 1 else { return self }
        var spread = [Double](repeating: 0, count: (shares.count - 1) * count + 1)
        for (index, share) in shares.enumerated() { spread[index * count] = share }
        return LengthDistribution(low: low * count, shares: spread)
    }

    /// What remains of it once it is known that it and `rest` together are in `range`; nil where that cannot be.
    package func given(_ range: ClosedRange<Int>, with rest: LengthDistribution) -> LengthDistribution? {
        var kept: [Double] = []
        var total = 0.0
        for (index, share) in shares.enumerated() {
            let own = low + index
            let joint = share * rest.probability(of: (range.lowerBound - own)...(range.upperBound - own))
            kept.append(joint)
            total += joint
        }
        guard total > 0, let first = kept.firstIndex(where: { $0 > 0 }), let last = kept.lastIndex(where: { $0 > 0 })
        else { return nil }
        return LengthDistribution(low: low + first, shares: kept[first...last].map { $0 / total })
    }

    /// This one with a probability, the other otherwise.
    package func mixed(_ share: Double, with other: LengthDistribution) -> LengthDistribution {
        let from = min(low, other.low)
        let to = max(high, other.high)
        return LengthDistribution(
            low: from, shares: (from...max(from, to)).map { share * self[$0] + (1 - share) * other[$0] })
    }
}
