package import Capture

/// The bytes of a pcap file, in memory: a 24-octet header, then a 16-octet record header before each frame.
package struct PcapWriter: Sendable {
    package enum Resolution: Sendable { case microseconds, nanoseconds }

    package var linkType: LinkType
    package var order: ByteOrdering
    package var resolution: Resolution
    /// Frames are cut to it.
    package var snapLength: Int
    /// 0xa1b2c3d4 or 0xa1b23c4d by the resolution, or another one.
    package var magic: UInt32?

    package init(
        linkType: LinkType = .ethernet, order: ByteOrdering = .littleEndian, resolution: Resolution = .microseconds,
        snapLength: Int = 262_144, magic: UInt32? = nil
    ) {
        self.linkType = linkType
        self.order = order
        self.resolution = resolution
        self.snapLength = snapLength
        self.magic = magic
    }

    package func file(_ frames: [TestFrame]) -> [UInt8] {
        var writer = ByteWriter(order)
        writer.number(magic ?? (resolution == .microseconds ? 0xa1b2_c3d4 : 0xa1b2_3c4d))
        writer.number(UInt16(2))
        writer.number(UInt16(4))
        writer.number(UInt64(0))  // time zone and accuracy, both unused
        writer.number(UInt32(truncatingIfNeeded: snapLength))
        writer.number(linkType.rawValue)
        for frame in frames {
            writer.append(record(of: frame.cut(to: snapLength)))
        }
        return writer.bytes
    }

    /// One record: seconds, fraction, captured length, original length, bytes.
    package func record(of frame: TestFrame) -> [UInt8] {
        var writer = ByteWriter(order)
        let (seconds, fraction) = frame.time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        writer.number(UInt32(truncatingIfNeeded: seconds))
        writer.number(UInt32(truncatingIfNeeded: resolution == .microseconds ? fraction / 1000 : fraction))
        writer.number(UInt32(truncatingIfNeeded: frame.bytes.count))
        writer.number(UInt32(truncatingIfNeeded: frame.originalLength))
        writer.append(frame.bytes)
        return writer.bytes
    }
}
