/// The order of the bytes of a file's numbers. Packet headers are always big-endian.
package enum ByteOrdering: Sendable, CaseIterable { case bigEndian, littleEndian }

/// Appends fields to bytes, as the readers under test take them off.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []
    let order: ByteOrdering

    init(_ order: ByteOrdering = .bigEndian) { self.order = order }

    /// A number in the writer's byte order, in as many bytes as its type has.
    mutating func number(_ value: some FixedWidthInteger) {
        let octets = value.bitWidth / 8
        for index in 0..<octets {
            let place = order == .bigEndian ? octets - 1 - index : index
            bytes.append(UInt8(truncatingIfNeeded: value >> (place * 8)))
        }
    }

    mutating func append(_ part: some Sequence<UInt8>) { bytes.append(contentsOf: part) }

    /// Zeros up to the next multiple of `alignment` octets.
    mutating func pad(to alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }
}
