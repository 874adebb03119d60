package import Capture

extension Timestamp {
    /// RFC 3339 in UTC with nanoseconds: `2026-11-21T20:41:33.550000000Z`.
    package var rfc3339: String {
        let civil = civil
        return "\(civil.day)T\(civil.time).\(Self.digits(civil.nanoseconds, 9))Z"
    }

    /// For people, with hundredths of a second: `2026-11-21 20:41:33.55 UTC`.
    package var readable: String {
        let civil = civil
        return "\(civil.day) \(civil.time).\(Self.digits(civil.nanoseconds / 10_000_000, 2)) UTC"
    }

    private var civil: (day: String, time: String, nanoseconds: Int64) {
        let perSecond: Int64 = 1_000_000_000
        // Times before 1970 are negative: floor, so that the parts below a second stay positive.
        var seconds = nanoseconds / perSecond
        var rest = nanoseconds % perSecond
        if rest < 0 {
            seconds -= 1
            rest += perSecond
        }
        var days = seconds / 86_400
        var ofDay = seconds % 86_400
        if ofDay < 0 {
            days -= 1
            ofDay += 86_400
        }
        let date = Self.date(days)
        let day = "\(Self.digits(date.year, 4))-\(Self.digits(date.month, 2))-\(Self.digits(date.day, 2))"
        let time = [ofDay / 3_600, ofDay / 60 % 60, ofDay % 60].map { Self.digits($0, 2) }.joined(separator: ":")
        return (day, time, rest)
    }

    /// The Gregorian date of a day counted from 1970-01-01. Years are taken from March, so that a leap day comes last;
    /// 400 years have 146,097 days. Nanoseconds in 64 bits reach from 1677 to 2262, so nothing overflows.
    private static func date(_ daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let days = daysSince1970 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * fromMarch + 2) / 5 + 1
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func digits(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
