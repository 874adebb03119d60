/// A cursor over borrowed bytes. Every read is bounds-checked and throws `ShortRead`; network byte order unless it says
/// otherwise. The only type that is inlined across modules: a packet is read with a handful of these.
@frozen
public struct ByteReader: ~Escapable {
    public let span: RawSpan
    @usableFromInline var position: Int

    @inlinable
    @_lifetime(copy span)
    public init(_ span: RawSpan, at offset: Int = 0) {
        self.span = span
        self.position = max(0, offset)
    }

    /// Where the next read begins in the span.
    @inlinable public var offset: Int { position }
    @inlinable public var remaining: Int { max(0, span.byteCount &- offset) }
    @inlinable public var isAtEnd: Bool { remaining == 0 }

    /// Moves past `count` bytes.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func skip(_ count: Int) throws(ShortRead) {
        try need(count)
        advance(count)
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint8() throws(ShortRead) -> UInt8 {
        try need(1)
        defer { advance(1) }
        return span.uint8(offset)
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint16() throws(ShortRead) -> UInt16 {
        try need(2)
        defer { advance(2) }
        return span.uint16(offset)
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint24() throws(ShortRead) -> UInt32 {
        try need(3)
        defer { advance(3) }
        return UInt32(span.uint8(offset)) << 16 | UInt32(span.uint16(offset &+ 1))
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint32() throws(ShortRead) -> UInt32 {
        try need(4)
        defer { advance(4) }
        return span.uint32(offset)
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint64() throws(ShortRead) -> UInt64 {
        try need(8)
        defer { advance(8) }
        return span.uint64(offset)
    }

    /// The next `count` bytes as a range of the span, and moves past them.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func range(_ count: Int) throws(ShortRead) -> Range<Int> {
        try need(count)
        defer { advance(count) }
        return offset..<(offset &+ count)
    }

    @inlinable
    func need(_ count: Int) throws(ShortRead) {
        guard count >= 0, count <= remaining else {
            throw ShortRead(offset: offset, needed: count, available: remaining)
        }
    }

    @usableFromInline
    @_lifetime(self: copy self)
    @inline(__always)
    mutating func advance(_ count: Int) { position = position &+ count }
}
