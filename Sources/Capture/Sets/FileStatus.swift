#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says of a file.
///
/// `unsafe` because stat(2) and clock_gettime(2) take pointers: each to a local variable, for one call.
package struct FileStatus: Equatable, Sendable {
    /// Bytes.
    package var size: Int
    /// Seconds since 1970.
    package var modifiedAt: Int
    /// A file that can be opened again and read from its beginning; a FIFO or a terminal cannot.
    package var isRegular: Bool
    /// The same for two names of one file.
    package var identity: Identity

    package struct Identity: Hashable, Sendable {
        package var device: UInt64
        package var node: UInt64
    }

    /// nil where there is no such file.
    package init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init?(descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        size = Int(status.st_size)
        #if canImport(Darwin)
        modifiedAt = Int(status.st_mtimespec.tv_sec)
        #else
        modifiedAt = Int(status.st_mtim.tv_sec)
        #endif
        isRegular = status.st_mode & S_IFMT == S_IFREG
        identity = Identity(
            device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(truncatingIfNeeded: status.st_ino))
    }

    /// The system's clock, in seconds since 1970.
    static var now: Int {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return 0 }
        return Int(time.tv_sec)
    }
}
