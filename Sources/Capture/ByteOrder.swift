import Bytes

/// The byte order of a file or section: that of the machine that wrote it.
enum ByteOrder: Sendable { case big, little }

/// Fields at an offset, in a byte order that the file declares. The caller has checked the length.
extension RawSpan {
    @inline(__always)
    func uint16(_ offset: Int, _ order: ByteOrder) -> UInt16 {
        let value = uint16(offset)
        return order == .little ? value.byteSwapped : value
    }

    @inline(__always)
    func uint32(_ offset: Int, _ order: ByteOrder) -> UInt32 {
        let value = uint32(offset)
        return order == .little ? value.byteSwapped : value
    }

    @inline(__always)
    func uint64(_ offset: Int, _ order: ByteOrder) -> UInt64 {
        let value = uint64(offset)
        return order == .little ? value.byteSwapped : value
    }
}
