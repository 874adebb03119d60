#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file or standard output, written with write(2).
///
/// `unsafe` because the system calls take pointers. Each pointer lives for one call, inside an array's
/// `withUnsafeBytes`, and the count is that of the octets behind it.
final class FileDescriptorSink: Sendable {
    private let descriptor: Int32
    private let isOwned: Bool
    let name: String

    /// Makes a file that its owner alone may read: a capture holds mail. "-" is standard output. An existing file is
    /// emptied only where `overwrites` says so.
    init(path: String, overwrites: Bool) throws(CaptureError) {
        if path == "-" {
            (descriptor, isOwned, name) = (STDOUT_FILENO, false, "standard output")
            return
        }
        name = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (overwrites ? O_TRUNC : O_EXCL), 0o600)
        isOwned = descriptor >= 0
        guard isOwned else {
            let code = errno
            throw code == EEXIST ? .exists(name: path) : .cannotWrite(name: path, reason: Self.reason(code))
        }
        // A file that was there keeps its mode; a device or a pipe is not ours to change.
        var status = stat()
        if overwrites, unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            _ = fchmod(descriptor, 0o600)
        }
    }

    deinit {
        if isOwned { _ = close(descriptor) }
    }

    /// Writes all octets; nil, or why not all could be written.
    func write(_ octets: [UInt8]) -> CaptureError? {
        unsafe octets.withUnsafeBytes { all in
            var done = 0
            while done < all.count {
                let count = unsafe systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: all[done...]))
                if count < 0 {
                    if errno == EINTR { continue }
                    return .cannotWrite(name: name, reason: Self.reason(errno))
                }
                done &+= count
            }
            return nil
        }
    }

    private static func reason(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}

/// write(2), under a name that the method above does not hide.
private func systemWrite(_ descriptor: Int32, _ octets: UnsafeRawBufferPointer) -> Int {
    unsafe write(descriptor, octets.baseAddress, octets.count)
}

extension [UInt8] {
    /// Appends borrowed octets without a copy in between.
    mutating func append(_ octets: RawSpan) {
        unsafe octets.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}
