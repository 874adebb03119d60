/// Where the bytes of a capture come from.
package protocol ByteSource: Sendable {
    /// Fills `buffer[range]` from the range's start and returns how many bytes came; 0 at the end of the input.
    mutating func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int

    /// Whether the input is a file that somebody still writes. Asked at its end.
    var growth: FileGrowth { get }
}

extension ByteSource {
    package var growth: FileGrowth { .none }
}

/// The input could not be read on.
package struct ReadFailure: Error, Equatable, Sendable {
    /// The system's word, "Input/output error"; for compressed data what is wrong with it.
    package let reason: String
    /// The compression whose data is cut off or damaged; `none` when the system could not read.
    package let compression: Compression

    package init(reason: String, compression: Compression = .none) {
        self.reason = reason
        self.compression = compression
    }
}

extension ReadFailure: CustomStringConvertible {
    package var description: String {
        compression == .none ? "cannot read on: \(reason)" : "\(compression): \(reason)"
    }
}
