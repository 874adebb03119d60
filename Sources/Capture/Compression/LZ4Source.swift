import Bytes
import CLz4

/// A file in the LZ4 frame format, decompressed by liblz4, which also checks the checksums and skips skippable frames.
///
/// `unsafe` because liblz4 works on pointers: its context is made once and freed with the source; pointers to the bytes
/// live for one call, inside `withUnsafe…Bytes`. `@unchecked Sendable` because one buffer owns the source and reads from
/// one place at a time.
@safe final class LZ4Source: ByteSource, @unchecked Sendable {
    private var decompression: Decompression
    private let context: OpaquePointer
    /// How many bytes liblz4 wants next: a block. A call that fails takes back all it has decompressed, hence no more.
    private var wanted = firstWanted
    /// The shortest header of a frame.
    private static let firstWanted = 7

    init(_ input: ReadBuffer) throws(ReadFailure) {
        var made: OpaquePointer?
        let status = unsafe LZ4F_createDecompressionContext(&made, UInt32(LZ4F_VERSION))
        guard LZ4F_isError(status) == 0, let context = unsafe made else {
            throw ReadFailure(reason: "liblz4 does not start", compression: .lz4)
        }
        unsafe self.context = context
        decompression = Decompression(.lz4, of: input)
    }

    deinit { _ = unsafe LZ4F_freeDecompressionContext(context) }

    func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int {
        try decompression.read(into: &buffer, range: range) { input, buffer, range in
            step(input, into: &buffer, range: range)
        }
    }

    private func step(_ input: RawSpan, into buffer: inout [UInt8], range: Range<Int>) -> Decompression.Step {
        let inputCount = min(input.byteCount, wanted)
        // liblz4 takes the sizes of both buffers and gives back how much of each it used.
        var consumed = inputCount
        var produced = range.count
        let status = unsafe input.withUnsafeBytes { bytes in
            unsafe buffer.withUnsafeMutableBytes { all in
                let out = unsafe UnsafeMutableRawBufferPointer(rebasing: all[range])
                return unsafe LZ4F_decompress(context, out.baseAddress, &produced, bytes.baseAddress, &consumed, nil)
            }
        }
        if LZ4F_isError(status) != 0 {
            let name = unsafe String(cString: LZ4F_getErrorName(status))
            return Decompression.Step(problem: "damaged data (\(name))")
        }
        var step = Decompression.Step(consumed: min(consumed, inputCount), produced: min(produced, range.count))
        if status == 0 {
            step.endsFrame = true
            wanted = Self.firstWanted
        } else {
            wanted = max(1, Int(clamping: status))
        }
        return step
    }
}
