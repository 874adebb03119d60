import Capture
import Reports
import Testing

@Suite("Times in reports")
struct TimestampTests {
    @Test(
        "RFC 3339 with nanoseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000000000Z"),
            (1_795_293_693_550_000_001, "2026-11-21T20:41:33.550000001Z"),
            (-1, "1969-12-31T23:59:59.999999999Z"),
            (-86_400_000_000_000, "1969-12-31T00:00:00.000000000Z"),
            // Leap days: 2000 has one, 1900 and 2100 have none.
            (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
            (1_709_251_199_000_000_000, "2024-02-29T23:59:59.000000000Z"),
            (-2_203_891_200_000_000_000, "1900-03-01T00:00:00.000000000Z"),
            (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
            (Int64.min, "1677-09-21T00:12:43.145224192Z"),
            (Int64.max, "2262-04-11T23:47:16.854775807Z"),
        ] as [(Int64, String)])
    func rfc3339(nanoseconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).rfc3339 == text)
    }

    @Test("hundredths for people")
    func readable() {
        #expect(Timestamp(nanoseconds: 1_795_293_693_559_999_999).readable == "2026-11-21 20:41:33.55 UTC")
    }
}
