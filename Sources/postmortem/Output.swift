import ArgumentParser
import Reports

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where a report goes: standard output or a file.
final class Output {
    let terminal: Terminal
    private let descriptor: Int32
    private let name: String
    private var buffer: [UInt8] = []
    private var failure: Int32 = 0
    private static let bufferSize = 1 << 16

    private init(_ descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        terminal = Terminal(descriptor: descriptor)
    }

    /// Unbuffered, for short texts.
    static var standard: Direct { Direct(descriptor: 1) }

    /// A file that is made anew; nil or `-` is standard output.
    static func open(_ path: String?) throws -> Output {
        guard let path, path != "-" else { return Output(1, name: "standard output") }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        #if canImport(Glibc)
        let descriptor = Glibc.open(path, flags, 0o644)
        #elseif canImport(Musl)
        let descriptor = Musl.open(path, flags, 0o644)
        #else
        let descriptor = Darwin.open(path, flags, 0o644)
        #endif
        guard descriptor >= 0 else {
            complain("cannot write \(path): \(String(cString: strerror(errno)))")
            throw ExitCode(ExitStatus.wrongUsage)
        }
        return Output(descriptor, name: path)
    }

    func write(_ text: String) {
        buffer += text.utf8
        if buffer.count >= Self.bufferSize { flush() }
    }

    /// A reader that went away, as `head` does, is no error.
    func close() throws {
        flush()
        guard failure == 0 || failure == EPIPE else {
            Self.complain("cannot write \(name): \(String(cString: strerror(failure)))")
            throw ExitCode(ExitStatus.readInPart)
        }
    }

    /// Nobody takes what is written any more.
    var isGone: Bool { failure != 0 }

    func flush() {
        if failure == 0 { failure = Direct(descriptor: descriptor).write(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }

    /// A message for people on standard error.
    static func complain(_ message: String) { Direct(descriptor: 2).write("postmortem: \(message)\n") }
}

/// Writing to a descriptor without a buffer.
struct Direct {
    let descriptor: Int32

    func write(_ text: String) { _ = write(Array(text.utf8)) }

    /// 0, or the system's error.
    func write(_ bytes: [UInt8]) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(written)
        }
        return 0
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    guard let bytes else { return 0 }
    return write(descriptor, bytes, count)
}
