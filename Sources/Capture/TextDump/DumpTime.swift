/// A time as a dump prints it, in nanoseconds.
enum DumpTime: Equatable {
    /// Since 1970, from a date and a time of day; the dump does not say in which zone.
    case date(Int64)
    /// Since 1970, printed as such.
    case epoch(Int64)
    /// Since midnight; tcpdump also prints differences so.
    case timeOfDay(Int64)
    /// Since the capture began.
    case elapsed(Int64)

    private static let second: Int64 = 1_000_000_000
    /// Seconds since 1970 are above it, seconds since a capture began below: three years.
    private static let longestCapture: Int64 = 100_000_000

    /// Reads a time at the beginning of `text`, and takes it off.
    static func take(from text: inout ArraySlice<UInt8>) -> DumpTime? {
        var rest = text
        guard let (first, digits) = number(&rest, digits: 1...10) else { return nil }
        let time: DumpTime
        switch rest.first {
        case UInt8(ascii: "-"):
            guard digits == 4, let days = date(year: first, &rest) else { return nil }
            guard let separator = rest.popFirst(), separator == 0x20 || separator == UInt8(ascii: "T") else {
                return nil
            }
            guard let (hour, _) = number(&rest, digits: 2...2), let inDay = timeOfDay(hour: hour, &rest) else {
                return nil
            }
            _ = fraction(&rest)
            time = .date(days &* 86_400 &* second &+ inDay)
        case UInt8(ascii: ":"):
            guard digits == 2, let inDay = timeOfDay(hour: first, &rest), hasFraction(text, rest) else { return nil }
            time = .timeOfDay(inDay)
        case UInt8(ascii: "."):
            guard first <= Int64.max / second &- 1, let part = fraction(&rest) else { return nil }
            let sum = first &* second &+ part
            time = first >= longestCapture ? .epoch(sum) : .elapsed(sum)
        default: return nil
        }
        guard rest.first.map(DumpLine.isBlank) ?? true else { return nil }
        text = rest
        return time
    }

    /// Days since 1970 of the Gregorian calendar, by counting March as the first month of a year.
    private static func date(year: Int64, _ rest: inout ArraySlice<UInt8>) -> Int64? {
        rest.removeFirst()
        guard let (month, _) = number(&rest, digits: 2...2), rest.popFirst() == UInt8(ascii: "-"),
            let (day, _) = number(&rest, digits: 2...2), (1...12).contains(month), (1...31).contains(day),
            (1_970...2_200).contains(year)
        else { return nil }
        let shifted = month > 2 ? year : year &- 1
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 &* (month &+ (month > 2 ? -3 : 9)) &+ 2) / 5 &+ day &- 1
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
        return era &* 146_097 &+ dayOfEra &- 719_468
    }

    /// `:MM:SS` and a fraction, behind the hour.
    private static func timeOfDay(hour: Int64, _ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard rest.popFirst() == UInt8(ascii: ":"), let (minute, _) = number(&rest, digits: 2...2),
            rest.popFirst() == UInt8(ascii: ":"), let (seconds, _) = number(&rest, digits: 2...2),
            hour < 24, minute < 60, seconds < 61
        else { return nil }
        return ((hour &* 60 &+ minute) &* 60 &+ seconds) &* second &+ (fraction(&rest) ?? 0)
    }

    /// Whether the part of `text` before `rest` is longer than HH:MM:SS.
    private static func hasFraction(_ text: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>) -> Bool {
        text.count &- rest.count > 8
    }

    /// A point and three to nine digits, in nanoseconds.
    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        var behind = rest
        guard behind.popFirst() == UInt8(ascii: "."), var (value, digits) = number(&behind, digits: 3...9) else {
            return nil
        }
        while digits < 9 {
            value = value &* 10
            digits &+= 1
        }
        rest = behind
        return value
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, digits: ClosedRange<Int>) -> (Int64, Int)? {
        var value: Int64 = 0
        var count = 0
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            guard count < digits.upperBound else { return nil }
            value = value &* 10 &+ Int64(byte &- 0x30)
            count &+= 1
            rest.removeFirst()
        }
        return count >= digits.lowerBound ? (value, count) : nil
    }
}
