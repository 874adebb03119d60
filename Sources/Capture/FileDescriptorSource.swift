#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file, a FIFO or standard input, read with read(2): a file that is still being written, or that shrinks, does no harm.
///
/// `unsafe` because the system calls take pointers. Each pointer lives for one call, inside
/// an array's `withUnsafeMutableBytes`, and the count is the length of the part of the array that it points to.
package final class FileDescriptorSource: ByteSource {
    private let descriptor: Int32
    private let isOwned: Bool
    /// When it was opened.
    private let status: FileStatus?

    /// Opens a file; "-" is standard input.
    package init(path: String) throws(CaptureError) {
        if path == "-" {
            descriptor = STDIN_FILENO
            isOwned = false
            status = FileStatus(descriptor: STDIN_FILENO)
            return
        }
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        isOwned = descriptor >= 0
        let code = errno
        status = FileStatus(descriptor: descriptor)
        guard isOwned else { throw .cannotOpen(name: path, reason: Self.reason(code)) }
    }

    deinit {
        if isOwned { _ = close(descriptor) }
    }

    package var growth: FileGrowth {
        guard let status, let now = FileStatus(descriptor: descriptor) else { return .none }
        return FileGrowth.of(now, since: status)
    }

    package func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int {
        let inside = range.clamped(to: buffer.indices)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe systemRead(descriptor, UnsafeMutableRawBufferPointer(rebasing: bytes[inside]))
            }
            if count >= 0 { return count }
            if errno != EINTR { throw ReadFailure(reason: Self.reason(errno)) }
        }
    }

    private static func reason(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}

/// read(2), under a name that the method above does not hide.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    unsafe read(descriptor, bytes.baseAddress, bytes.count)
}
