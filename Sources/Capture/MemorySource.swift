/// A capture that is in memory already.
package struct MemorySource: ByteSource {
    private let bytes: [UInt8]
    /// At most so many bytes are given in one read, as a pipe does.
    private let portion: Int
    private var position = 0

    package init(_ bytes: [UInt8], portion: Int = .max) {
        self.bytes = bytes
        self.portion = max(1, portion)
    }

    package mutating func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int {
        let inside = range.clamped(to: buffer.indices)
        let count = min(inside.count, portion, bytes.count &- position)
        let end = inside.lowerBound &+ count
        buffer.replaceSubrange(inside.lowerBound..<end, with: bytes[position..<(position &+ count)])
        position &+= count
        return count
    }
}
