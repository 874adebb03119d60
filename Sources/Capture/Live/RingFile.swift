#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Names and removal of the files of a `CaptureRing`.
///
/// `unsafe` because the system calls take pointers; each lives for one call.
enum RingFile {
    /// `name_00001_20261121204133.pcapng`, in UTC.
    static func name(_ stem: String, _ number: Int, _ time: Timestamp) -> String {
        "\(stem)_\(digits(number, 5))_\(stamp(time)).pcapng"
    }

    static func remove(_ path: String) { _ = unsafe unlink(path) }

    private static func stamp(_ time: Timestamp) -> String {
        var seconds = time_t(time.nanoseconds / 1_000_000_000)
        var fields = unsafe tm()
        unsafe gmtime_r(&seconds, &fields)
        let parts = unsafe [
            (fields.tm_year &+ 1_900, 4), (fields.tm_mon &+ 1, 2), (fields.tm_mday, 2), (fields.tm_hour, 2),
            (fields.tm_min, 2), (fields.tm_sec, 2),
        ]
        return parts.map { digits(Int($0), $1) }.joined()
    }

    private static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
