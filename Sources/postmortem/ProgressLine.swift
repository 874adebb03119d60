#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How far the reading of a file is, on a terminal's standard error.
struct ProgressLine {
    private let name: String
    private let size: Int?
    private var frames = 0
    private var bytes = 0
    private var isShown = false
    private static let interval = 200_000
    /// Bytes that a file keeps about a frame: a pcap record's header.
    private static let recordHeader = 16

    init(_ paths: [String]) {
        name = paths.count == 1 ? paths.first ?? "" : "\(paths.count) files"
        let sizes = paths.map { $0 == "-" ? nil : Self.size(of: $0) }
        size = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 &+ ($1 ?? 0) }
    }

    mutating func count(_ length: Int) {
        frames &+= 1
        bytes = bytes &+ length &+ Self.recordHeader
        guard frames % Self.interval == 0 else { return }
        let done = size.map { "\(min(99, Int(100 * Double(bytes) / Double(max(1, $0))))) %, " } ?? ""
        Direct(descriptor: 2).write("\r\(name): \(done)\(frames) frames\u{1B}[K")
        isShown = true
    }

    /// Bytes of a file; nil where it has no size, as a pipe.
    private static func size(of path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 0 else { return nil }
        return Int(status.st_size)
    }

    func clear() {
        if isShown { Direct(descriptor: 2).write("\r\u{1B}[K") }
    }
}
