/// A read that asked for more bytes than there are.
public struct ShortRead: Error, Equatable, Sendable {
    /// Offset of the field in the span that was read.
    public let offset: Int
    public let needed: Int
    public let available: Int

    @inlinable
    public init(offset: Int, needed: Int, available: Int) {
        self.offset = offset
        self.needed = needed
        self.available = available
    }
}
