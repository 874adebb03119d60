extension Array where Element == UInt8 {
    /// The array's bytes, borrowed.
    @inlinable
    public var rawSpan: RawSpan {
        @_lifetime(borrow self)
        get { unsafe span.bytes }
    }
}
