/// Where the bytes of a capture come from.
package protocol ByteSource: Sendable {
    /// Fills `buffer[range]` from the range's start and returns how many bytes came; 0 at the end of the input.
    mutating func read(into buffer: inout [UInt8], range: Range<Int>) throws(ReadFailure) -> Int
}

/// The system could not read on.
package struct ReadFailure: Error, Equatable, Sendable {
    /// The system's word: "Input/output error".
    package let reason: String

    package init(reason: String) { self.reason = reason }
}
