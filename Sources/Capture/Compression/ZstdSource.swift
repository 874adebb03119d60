import Bytes
import CZstd

/// A zstd file (RFC 8878), decompressed by libzstd, which also checks the content's checksum and skips skippable frames.
///
/// `unsafe` because libzstd works on pointers: its context is made once and freed with the source; pointers to the bytes
/// live for one call, inside `withUnsafe…Bytes`. `@unchecked Sendable` because one buffer owns the source and reads from
/// one place at a time.
@safe final class ZstdSource: ByteSource, @unchecked Sendable {
    /// The largest window that is accepted, as a power of two: 128 MiB, libzstd's own default. It bounds the memory.
    static let windowLog: Int32 = 27

    private var decompression: Decompression
    private let context: OpaquePointer
    /// How many bytes libzstd wants next: a block. A call that fails takes back all it has decompressed, hence no more.
    private var wanted = firstWanted
    /// The shortest header of a frame.
    private static let firstWanted = 5

    init(_ input: ReadBuffer) throws(ReadFailure) {
        guard let context = unsafe ZSTD_createDCtx() else {
            throw ReadFailure(reason: "libzstd does not start", compression: .zstd)
        }
        unsafe self.context = context
        decompression = Decompression(.zstd, of: input)
        _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLog)
    }

    deinit { _ = unsafe ZSTD_freeDCtx(context) }

    func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int {
        try decompression.read(into: &buffer, range: range) { input, buffer, range in
            step(input, into: &buffer, range: range)
        }
    }

    private func step(_ input: RawSpan, into buffer: inout [UInt8], range: Range<Int>) -> Decompression.Step {
        let inputCount = min(input.byteCount, wanted)
        let (status, consumed, produced) = unsafe input.withUnsafeBytes { bytes in
            unsafe buffer.withUnsafeMutableBytes { all in
                let out = unsafe UnsafeMutableRawBufferPointer(rebasing: all[range])
                var source = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: inputCount, pos: 0)
                var target = unsafe ZSTD_outBuffer(dst: out.baseAddress, size: out.count, pos: 0)
                let status = unsafe ZSTD_decompressStream(context, &target, &source)
                return unsafe (status, source.pos, target.pos)
            }
        }
        var step = Decompression.Step(consumed: min(consumed, inputCount), produced: min(produced, range.count))
        if ZSTD_isError(status) != 0 {
            step.problem = Self.describe(status)
        } else if status == 0 {
            step.endsFrame = true
            wanted = Self.firstWanted
        } else {
            wanted = max(1, Int(clamping: status))
        }
        return step
    }

    private static func describe(_ status: Int) -> String {
        if ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge {
            return "its window is larger than \(1 << (windowLog &- 20)) MiB; decompress it with zstd -d --long=31 first"
        }
        return unsafe "damaged data (\(String(cString: ZSTD_getErrorName(status))))"
    }
}
