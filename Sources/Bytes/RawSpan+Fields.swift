#if canImport(Glibc)
public import Glibc
#elseif canImport(Musl)
public import Musl
#else
public import Darwin
#endif

/// Fields at an offset. The caller has checked the length; a wrong offset traps in `RawSpan`, it never reads beyond.
extension RawSpan {
    @inlinable @inline(__always)
    public func uint8(_ offset: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// Big-endian (network byte order).
    @inlinable @inline(__always)
    public func uint16(_ offset: Int) -> UInt16 {
        unsafe UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// Big-endian (network byte order).
    @inlinable @inline(__always)
    public func uint32(_ offset: Int) -> UInt32 {
        unsafe UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Big-endian (network byte order).
    @inlinable @inline(__always)
    public func uint64(_ offset: Int) -> UInt64 {
        unsafe UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// A copy, for what is kept longer than the frame.
    @inlinable
    public func copied(_ range: Range<Int>) -> [UInt8] {
        let part = extracting(range)
        return unsafe part.withUnsafeBytes { unsafe [UInt8]($0) }
    }

    @inlinable
    public func copied() -> [UInt8] { copied(0..<byteCount) }

    /// The offset of the first `byte` in `range`; nil where there is none.
    @inlinable
    public func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        let part = extracting(range)
        let found: Int? = unsafe part.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, let hit = unsafe memchr(base, Int32(byte), buffer.count) else {
                return nil
            }
            return unsafe UnsafeRawPointer(hit) - base
        }
        return found.map { range.lowerBound &+ $0 }
    }
}
