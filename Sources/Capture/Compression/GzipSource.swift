import Bytes
import CZlib

/// A gzip file (RFC 1952), decompressed by zlib, which also checks each member's CRC-32 and length.
///
/// `unsafe` because zlib works on pointers, and keeps one to its stream: that is allocated once and freed with the source.
/// Those to the bytes live for one call, inside `withUnsafe…Bytes`, and are forgotten behind it. `@unchecked Sendable`
/// because one buffer owns the source and reads from one place at a time.
@safe final class GzipSource: ByteSource, @unchecked Sendable {
    private var decompression: Decompression
    private let stream: UnsafeMutablePointer<z_stream>

    init(_ input: ReadBuffer) throws(ReadFailure) {
        decompression = Decompression(.gzip, of: input)
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // The largest window, of 32 KiB; 16 asks for a gzip header.
        let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw ReadFailure(reason: "zlib does not start (error \(status))", compression: .gzip)
        }
    }

    deinit {
        // Also right for a stream that did not start: zlib then says that there is nothing to end.
        _ = unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int {
        try decompression.read(into: &buffer, range: range) { input, buffer, range in
            step(input, into: &buffer, range: range)
        }
    }

    private func step(_ input: RawSpan, into buffer: inout [UInt8], range: Range<Int>) -> Decompression.Step {
        let (inputCount, room) = (UInt32(clamping: input.byteCount), UInt32(clamping: range.count))
        let status = unsafe input.withUnsafeBytes { bytes in
            unsafe buffer.withUnsafeMutableBytes { all in
                let out = unsafe UnsafeMutableRawBufferPointer(rebasing: all[range])
                // zlib's type says that it writes to its input; it does not.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
                unsafe stream.pointee.avail_in = inputCount
                unsafe stream.pointee.next_out = out.baseAddress?.assumingMemoryBound(to: UInt8.self)
                unsafe stream.pointee.avail_out = room
                return unsafe inflate(stream, Z_NO_FLUSH)
            }
        }
        var step = unsafe Decompression.Step(
            consumed: Int(inputCount &- stream.pointee.avail_in), produced: Int(room &- stream.pointee.avail_out))
        unsafe stream.pointee.next_in = nil
        unsafe stream.pointee.next_out = nil
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END:
            step.endsFrame = true
            _ = unsafe inflateReset(stream)
        default:
            let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "error \(status)"
            step.problem = "damaged data (\(reason))"
        }
        return step
    }
}
