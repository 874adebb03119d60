#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What an output is, as far as layout depends on it.
struct Terminal {
    var isTerminal: Bool
    /// Columns of a line.
    var width: Int

    private static let standardWidth = 120
    /// Narrower lines cannot hold a ladder, wider ones are hard to read.
    private static let usableWidths = 40...160

    static var standardError: Terminal { Terminal(descriptor: 2) }

    init(descriptor: Int32) {
        isTerminal = isatty(descriptor) == 1
        let columns = Self.variable("COLUMNS").flatMap { Int($0) } ?? (isTerminal ? Self.columns(descriptor) : nil)
        let width = columns.flatMap { $0 > 0 ? $0 : nil } ?? Self.standardWidth
        self.width = min(max(width, Self.usableWidths.lowerBound), Self.usableWidths.upperBound)
    }

    static var isDumb: Bool { variable("TERM") == "dumb" }

    static func isVariableSet(_ name: String) -> Bool { variable(name)?.isEmpty == false }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func columns(_ descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Int(size.ws_col)
    }
}
