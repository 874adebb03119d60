import Capture
import TLS

/// A key log that is read as far as it goes, and on from there when it has grown.
struct KeyLogTail {
    let path: String
    private var source: FileDescriptorSource?
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// A line whose end has not come.
    private var rest: [UInt8] = []

    init(path: String) { self.path = path }

    /// Reads what has come since the last time; returns why it cannot be read. A FIFO is read until its writer closes.
    mutating func read(into keys: TLSKeys) -> String? {
        do throws(CaptureError) {
            if source == nil { source = try FileDescriptorSource(path: path) }
        } catch { return "\(error)" }
        guard let source else { return nil }
        do throws(ReadFailure) {
            while true {
                let count = try source.read(into: &buffer, range: 0..<buffer.count)
                if count == 0 { return nil }
                rest += buffer[..<count]
                guard let end = rest.lastIndex(of: 0x0a) else {
                    // No line of a key log is as long as this: the rest of it is no key either.
                    if rest.count > KeyLog.line { rest = Array(rest.suffix(KeyLog.line)) }
                    continue
                }
                keys.read(rest.span.bytes.extracting(0..<(end + 1)))
                rest.removeFirst(end + 1)
            }
        } catch { return "\(path): \(error)" }
    }

    /// Nothing more comes: the last line may lack its end.
    mutating func finish(into keys: TLSKeys) {
        keys.read(rest.span.bytes)
        keys.endLine()
        rest = []
    }

    /// Whether it can be read without waiting for a writer.
    var isFile: Bool { FileStatus(path: path)?.isRegular ?? false }
}
