/// What the 64-bit timestamps of an interface count: `if_tsresol` and `if_tsoffset`.
struct PcapngClock: Equatable, Sendable {
    private enum Unit: Equatable, Sendable {
        /// Nanoseconds per unit.
        case multiple(UInt64)
        /// Units per nanosecond.
        case fraction(UInt64)
        /// Units per second, as a power of two.
        case binary(UInt64)
    }

    private let unit: Unit
    /// Nanoseconds to add.
    private let offset: Int64

    static let microseconds = PcapngClock(unit: .multiple(1_000), offset: 0)

    private init(unit: Unit, offset: Int64) {
        self.unit = unit
        self.offset = offset
    }

    /// `resolution` is the option's octet: a negative power of 10, or of 2 with the highest bit set. `offset` is in
    /// seconds. nil where a 64-bit number of such units is no time that can be meant.
    init?(resolution: UInt8, offset: Int64 = 0) {
        let exponent = Int(resolution & 0x7f)
        let product = offset.multipliedReportingOverflow(by: 1_000_000_000)
        self.offset = product.overflow ? (offset < 0 ? .min : .max) : product.partialValue
        if resolution & 0x80 != 0 {
            guard exponent < 64 else { return nil }
            unit = .binary(UInt64(exponent))
        } else if exponent <= 9 {
            unit = .multiple(Self.powerOfTen(9 &- exponent))
        } else {
            guard exponent <= 19 else { return nil }
            unit = .fraction(Self.powerOfTen(exponent &- 9))
        }
    }

    /// Clamped to what `Int64` nanoseconds hold (the years 1677 to 2262).
    @inline(__always)
    func timestamp(high: UInt32, low: UInt32) -> Timestamp {
        let ticks = UInt64(high) << 32 | UInt64(low)
        let nanoseconds: UInt64
        switch unit {
        case .multiple(let factor):
            let product = ticks.multipliedReportingOverflow(by: factor)
            nanoseconds = product.overflow ? .max : product.partialValue
        case .fraction(let divisor):
            nanoseconds = divisor == 0 ? 0 : ticks / divisor
        case .binary(let shift):
            nanoseconds = Self.binary(ticks, shift: shift)
        }
        let sum = Int64(clamping: nanoseconds).addingReportingOverflow(offset)
        return Timestamp(nanoseconds: sum.overflow ? (offset < 0 ? .min : .max) : sum.partialValue)
    }

    private static func binary(_ ticks: UInt64, shift: UInt64) -> UInt64 {
        let seconds = (ticks >> shift).multipliedReportingOverflow(by: 1_000_000_000)
        let rest = ticks & ((1 << shift) &- 1)
        let product = rest.multipliedFullWidth(by: 1_000_000_000)
        // The fraction of a second is below 10⁹, so it fits whatever the shift is.
        let fraction = product.high << (64 &- shift) | product.low >> shift
        let sum = seconds.partialValue.addingReportingOverflow(fraction)
        return seconds.overflow || sum.overflow ? .max : sum.partialValue
    }

    private static func powerOfTen(_ exponent: Int) -> UInt64 {
        var result: UInt64 = 1
        for _ in 0..<max(0, exponent) { result = result &* 10 }
        return result
    }
}
