/// A day of the calendar, `yyyy-mm-dd`, in UTC.
enum Day {
    static func of(nanoseconds: Int64) -> String {
        let days = Int(
            (nanoseconds - (nanoseconds % 86_400_000_000_000 + 86_400_000_000_000) % 86_400_000_000_000)
                / 86_400_000_000_000)
        // Days from the civil calendar: H. Hinnant's algorithm, which counts years from March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}
