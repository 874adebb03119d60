import Bytes

/// What the sources of compressed files have in common: members (gzip) or frames (zstd, lz4), one behind the other, are
/// one input, and what is wrong with it is told once all before it has been read.
///
/// Memory is the compressed bytes at hand and the library's window; what is decompressed goes straight to the reader.
struct Decompression {
    private let compression: Compression
    private var input: ReadBuffer
    /// Inside a member or frame, whose end is needed.
    private var isInFrame = false
    /// The last step filled all the room it had, so that the library may hold more.
    private var mayHoldMore = false
    /// Why nothing comes any more.
    private var failure: ReadFailure?

    init(_ compression: Compression, of input: ReadBuffer) {
        self.compression = compression
        self.input = input
    }

    /// What one call of a library did.
    struct Step {
        var consumed = 0
        var produced = 0
        var endsFrame = false
        /// Why the data cannot be decompressed any further.
        var problem: String?
    }

    /// Fills `buffer[range]` from its start as `ByteSource` does. `step` decompresses from the span to a range of the
    /// buffer, as far as it goes; an empty span asks for what the library holds.
    mutating func read(
        into buffer: inout [UInt8], range: Range<Int>, _ step: (RawSpan, inout [UInt8], Range<Int>) -> Step
    ) throws(ReadFailure) -> Int {
        let room = range.clamped(to: buffer.indices)
        while failure == nil {
            if !isInFrame, try !beginsFrame() { break }
            if !mayHoldMore, !input.fill(1) {
                fail("the compressed data is cut off")
                break
            }
            let step = step(input.span, &buffer, room)
            input.consume(step.consumed)
            isInFrame = !step.endsFrame
            // With bytes at hand there is always progress; were there none, this would never end.
            let isStuck = step.consumed == 0 && step.produced == 0 && !step.endsFrame && !mayHoldMore
            mayHoldMore = step.produced >= room.count && !step.endsFrame
            if let problem = step.problem ?? (isStuck ? "damaged data (no progress)" : nil) { fail(problem) }
            if step.produced > 0 { return step.produced }
        }
        if let failure { throw failure }
        return 0
    }

    /// Between two members or frames: whether there is another one.
    private mutating func beginsFrame() throws(ReadFailure) -> Bool {
        // Zeros fill up the last block of a gzip file that comes from a tape.
        if compression == .gzip { while input.fill(1), input.span.uint8(0) == 0 { input.consume(1) } }
        _ = input.fill(4)
        if let failure = input.failure { throw failure }
        if input.count == 0 { return false }
        let isSkippable = compression != .gzip && Compression.isSkippableFrame(input.span)
        if isSkippable || Compression(magicOf: input.span) == compression { return true }
        fail("other data follows the compressed data and is not read")
        return false
    }

    private mutating func fail(_ reason: String) {
        failure = input.failure ?? ReadFailure(reason: reason, compression: compression)
    }
}
