/// Makes times of what a dump prints: days where it has none, sums where it prints differences.
struct DumpClock {
    /// What times of day mean in this dump.
    enum Meaning {
        case timeOfDay
        /// Since the first packet (`tcpdump -ttttt`).
        case sinceFirst
        /// Since the packet before (`tcpdump -ttt`).
        case sincePrevious
    }

    private let meaning: Meaning
    private var day: Int64 = 0
    private var last: Int64?
    /// What a reader of the report should know of the times.
    private(set) var note: String?

    private static let dayLength: Int64 = 86_400 * 1_000_000_000
    /// A step back of more than that is midnight; a smaller one a clock that was set.
    private static let midnightStep = dayLength / 2

    init(_ meaning: Meaning = .timeOfDay) { self.meaning = meaning }

    mutating func timestamp(_ time: DumpTime) -> Timestamp {
        switch time {
        case .epoch(let value): return Timestamp(nanoseconds: value)
        case .date(let value):
            note = "the dump does not name its time zone: its times are taken for UTC"
            return Timestamp(nanoseconds: value)
        case .elapsed(let value):
            note = "the dump has times since its beginning only: they are shown from 1970-01-01 on"
            return Timestamp(nanoseconds: value)
        case .timeOfDay(let value): return timestamp(ofDay: value)
        }
    }

    private mutating func timestamp(ofDay value: Int64) -> Timestamp {
        switch meaning {
        case .sinceFirst, .sincePrevious:
            note = "the dump has times since its beginning only: they are shown from 1970-01-01 on"
            guard meaning == .sincePrevious else { return Timestamp(nanoseconds: value) }
            let sum = (last ?? 0).addingReportingOverflow(value)
            last = sum.overflow ? .max : sum.partialValue
            return Timestamp(nanoseconds: last ?? 0)
        case .timeOfDay:
            note = "the dump has no date: its times of day are shown on 1970-01-01"
            if let last, value < last &- Self.midnightStep {
                let next = day.addingReportingOverflow(Self.dayLength)
                if !next.overflow, next.partialValue < .max / 2 { day = next.partialValue }
            }
            last = value
            return Timestamp(nanoseconds: day &+ value)
        }
    }
}
