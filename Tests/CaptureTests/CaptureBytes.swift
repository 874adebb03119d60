/// Builds the bytes of small capture files, in either byte order.
struct CaptureBytes {
    var bytes: [UInt8] = []
    var isBigEndian = false

    mutating func put16(_ value: UInt16) { put(value) }
    mutating func put32(_ value: UInt32) { put(value) }
    mutating func put64(_ value: UInt64) { put(value) }

    private mutating func put(_ value: some FixedWidthInteger) {
        let octets = (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        bytes += isBigEndian ? octets.reversed() : octets
    }

    mutating func pad() {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    /// A frame whose bytes show its number.
    static func frame(_ number: Int, length: Int = 60) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: number &* 7 &+ $0) }
    }
}

// MARK: pcap

extension CaptureBytes {
    static func pcap(
        bigEndian: Bool = false, magic: UInt32 = 0xa1b2_c3d4, major: UInt16 = 2, minor: UInt16 = 4,
        snapLength: UInt32 = 65_535, linkType: UInt32 = 1
    ) -> Self {
        var file = Self(isBigEndian: bigEndian)
        file.put32(magic)
        file.put16(major)
        file.put16(minor)
        file.put32(0)
        file.put32(0)
        file.put32(snapLength)
        file.put32(linkType)
        return file
    }

    /// A record with its lengths in file order: captured, original.
    mutating func record(
        _ frame: [UInt8], seconds: UInt32, fraction: UInt32 = 0, captured: UInt32? = nil, original: UInt32? = nil,
        extra: Int = 0
    ) {
        put32(seconds)
        put32(fraction)
        put32(captured ?? UInt32(frame.count))
        put32(original ?? UInt32(frame.count))
        bytes += [UInt8](repeating: 0xee, count: extra) + frame
    }

    /// `count` frames of 60 bytes, a second apart, from 1,700,000,000 on.
    mutating func records(_ count: Int, from first: Int = 1) {
        for number in first..<(first + count) {
            record(Self.frame(number), seconds: 1_700_000_000 + UInt32(number))
        }
    }
}

// MARK: pcapng

extension CaptureBytes {
    /// A block around what `body` puts; the lengths can be made wrong.
    mutating func block(
        _ type: UInt32, length: UInt32? = nil, lengthAtEnd: UInt32? = nil, _ body: (inout CaptureBytes) -> Void
    ) {
        var inner = CaptureBytes(isBigEndian: isBigEndian)
        body(&inner)
        inner.pad()
        let total = UInt32(inner.bytes.count + 12)
        put32(type)
        put32(length ?? total)
        bytes += inner.bytes
        put32(lengthAtEnd ?? total)
    }

    mutating func option(_ code: UInt16, _ value: [UInt8]) {
        put16(code)
        put16(UInt16(value.count))
        bytes += value
        pad()
    }

    mutating func option64(_ code: UInt16, _ value: UInt64) {
        put16(code)
        put16(8)
        put64(value)
    }

    static func pcapng(bigEndian: Bool = false) -> Self {
        var file = Self()
        file.section(bigEndian: bigEndian)
        return file
    }

    mutating func section(bigEndian: Bool = false, comment: String? = nil) {
        isBigEndian = bigEndian
        block(0x0a0d_0d0a) {
            $0.put32(0x1a2b_3c4d)
            $0.put16(1)
            $0.put16(0)
            $0.put64(.max)
            if let comment { $0.option(1, Array(comment.utf8)) }
        }
    }

    mutating func interface(
        linkType: UInt16 = 1, snapLength: UInt32 = 0, name: String? = nil, resolution: UInt8? = nil,
        offset: Int64? = nil
    ) {
        block(1) {
            $0.put16(linkType)
            $0.put16(0)
            $0.put32(snapLength)
            if let name { $0.option(2, Array(name.utf8)) }
            if let resolution { $0.option(9, [resolution]) }
            if let offset { $0.option64(14, UInt64(bitPattern: offset)) }
            $0.option(0, [])
        }
    }

    mutating func packet(
        _ frame: [UInt8], interface: UInt32 = 0, ticks: UInt64, original: UInt32? = nil, lengthAtEnd: UInt32? = nil,
        captured: UInt32? = nil, options: (inout CaptureBytes) -> Void = { _ in }
    ) {
        block(6, lengthAtEnd: lengthAtEnd) {
            $0.put32(interface)
            $0.put32(UInt32(truncatingIfNeeded: ticks >> 32))
            $0.put32(UInt32(truncatingIfNeeded: ticks))
            $0.put32(captured ?? UInt32(frame.count))
            $0.put32(original ?? UInt32(frame.count))
            $0.bytes += frame
            $0.pad()
            options(&$0)
        }
    }

    /// `count` frames of 60 bytes on interface 0, a second apart, times in microseconds.
    mutating func packets(_ count: Int, from first: Int = 1) {
        for number in first..<(first + count) {
            packet(Self.frame(number), ticks: UInt64(1_700_000_000 + number) * 1_000_000)
        }
    }
}
