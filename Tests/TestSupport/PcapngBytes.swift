package import Capture

/// The bytes of a pcapng file, in memory, block by block (draft-ietf-opsawg-pcapng). Each method appends one block.
///
///     var file = PcapngBytes()
///     file.section()
///     file.interface(.ethernet)
///     for frame in frames { file.packet(frame) }
package struct PcapngBytes: Sendable {
    /// An option: its code and its value, padded to 32 bits when written.
    package struct Option: Sendable {
        package let code: UInt16
        package let value: [UInt8]

        package init(_ code: UInt16, _ value: [UInt8]) {
            self.code = code
            self.value = value
        }

        package init(_ code: UInt16, _ text: String) { self.init(code, [UInt8](text.utf8)) }
    }

    /// The resolution of an interface's times: `if_tsresol`.
    package enum Resolution: Sendable {
        case tenthPower(Int)
        case halfPower(Int)

        package static let microseconds = Resolution.tenthPower(6)
        package static let nanoseconds = Resolution.tenthPower(9)

        var octet: UInt8 {
            switch self {
            case .tenthPower(let power): UInt8(truncatingIfNeeded: power) & 0x7f
            case .halfPower(let power): UInt8(truncatingIfNeeded: power) | 0x80
            }
        }

        func ticks(_ nanoseconds: Int64) -> UInt64 {
            let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            let perSecond: Double
            switch self {
            case .tenthPower(let power): perSecond = (0..<power).reduce(1) { product, _ in product * 10 }
            case .halfPower(let power): perSecond = (0..<power).reduce(1) { product, _ in product * 2 }
            }
            return UInt64(clamping: seconds) &* UInt64(perSecond) &+ UInt64(Double(fraction) / 1e9 * perSecond + 0.5)
        }
    }

    package private(set) var bytes: [UInt8] = []
    package let order: ByteOrdering
    /// Of the current section's interfaces.
    private var interfaces: [(resolution: Resolution, offset: Int64)] = []

    package init(_ order: ByteOrdering = .littleEndian) { self.order = order }

    /// A whole file of one section: the interfaces, then the frames by their `interface`.
    package static func file(
        _ frames: [TestFrame], linkTypes: [LinkType] = [.ethernet], order: ByteOrdering = .littleEndian,
        resolution: Resolution = .microseconds
    ) -> [UInt8] {
        var file = PcapngBytes(order)
        file.section()
        for linkType in linkTypes { file.interface(linkType, resolution: resolution) }
        for frame in frames { file.packet(frame) }
        return file.bytes
    }

    /// A Section Header Block. `length` is the section's length; nil says "not given".
    package mutating func section(length: Int64? = nil, options: [Option] = []) {
        interfaces = []
        block(0x0a0d_0d0a, options: options) { body in
            body.number(UInt32(0x1a2b_3c4d))
            body.number(UInt16(1))
            body.number(UInt16(0))
            body.number(length ?? -1)
        }
    }

    /// An Interface Description Block. `offsetSeconds` is `if_tsoffset`.
    package mutating func interface(
        _ linkType: LinkType = .ethernet, snapLength: UInt32 = 262_144, name: String? = nil,
        resolution: Resolution = .microseconds, offsetSeconds: Int64 = 0, options: [Option] = []
    ) {
        interfaces.append((resolution, offsetSeconds))
        var all = options
        if let name { all.append(Option(2, name)) }
        all.append(Option(9, [resolution.octet]))
        if offsetSeconds != 0 {
            var value = ByteWriter(order)
            value.number(offsetSeconds)
            all.append(Option(14, value.bytes))
        }
        block(1, options: all) { body in
            body.number(UInt16(truncatingIfNeeded: linkType.rawValue))
            body.number(UInt16(0))
            body.number(snapLength)
        }
    }

    /// An Enhanced Packet Block.
    package mutating func packet(_ frame: TestFrame, options: [Option] = []) {
        let known = interfaces.indices.contains(frame.interface)
        let (resolution, offset) = known ? interfaces[frame.interface] : (.microseconds, 0)
        let ticks = resolution.ticks(frame.time.nanoseconds &- offset &* 1_000_000_000)
        block(6, options: options) { body in
            body.number(UInt32(truncatingIfNeeded: frame.interface))
            body.number(UInt32(truncatingIfNeeded: ticks >> 32))
            body.number(UInt32(truncatingIfNeeded: ticks))
            body.number(UInt32(truncatingIfNeeded: frame.bytes.count))
            body.number(UInt32(truncatingIfNeeded: frame.originalLength))
            body.append(frame.bytes)
            body.pad(to: 4)
        }
    }

    /// A Simple Packet Block: the first interface, no time.
    package mutating func simplePacket(_ frame: TestFrame) {
        block(3) { body in
            body.number(UInt32(truncatingIfNeeded: frame.originalLength))
            body.append(frame.bytes)
            body.pad(to: 4)
        }
    }

    /// A Name Resolution Block: addresses with the names that belong to them.
    package mutating func names(_ records: [(address: FrameBuilder.Address, names: [String])]) {
        block(4) { body in
            for record in records {
                let names = record.names.flatMap { name -> [UInt8] in [UInt8](name.utf8) + [0] }
                body.number(UInt16(record.address.isIPv6 ? 2 : 1))
                body.number(UInt16(truncatingIfNeeded: record.address.octets.count + names.count))
                body.append(record.address.octets + names)
                body.pad(to: 4)
            }
            body.number(UInt32(0))
        }
    }

    /// An Interface Statistics Block with `isb_ifrecv` and `isb_ifdrop`.
    package mutating func statistics(interface: Int = 0, at time: Timestamp, received: UInt64, dropped: UInt64) {
        let order = order
        func value(_ number: UInt64) -> [UInt8] {
            var writer = ByteWriter(order)
            writer.number(number)
            return writer.bytes
        }
        let known = interfaces.indices.contains(interface)
        let (resolution, offset) = known ? interfaces[interface] : (.microseconds, 0)
        let ticks = resolution.ticks(time.nanoseconds &- offset &* 1_000_000_000)
        block(5, options: [Option(4, value(received)), Option(5, value(dropped))]) { body in
            body.number(UInt32(truncatingIfNeeded: interface))
            body.number(UInt32(truncatingIfNeeded: ticks >> 32))
            body.number(UInt32(truncatingIfNeeded: ticks))
        }
    }

    /// A Decryption Secrets Block with a TLS key log.
    package mutating func keyLog(_ text: String) {
        block(10) { body in
            body.number(UInt32(0x544c_534b))
            body.number(UInt32(truncatingIfNeeded: text.utf8.count))
            body.append(text.utf8)
            body.pad(to: 4)
        }
    }

    /// Any block, also one that no reader knows. `totalLength` replaces the right one in both places.
    package mutating func block(_ type: UInt32, body: [UInt8], totalLength: UInt32? = nil) {
        var writer = ByteWriter(order)
        writer.append(body)
        writer.pad(to: 4)
        let length = totalLength ?? UInt32(truncatingIfNeeded: writer.bytes.count + 12)
        var block = ByteWriter(order)
        block.number(type)
        block.number(length)
        block.append(writer.bytes)
        block.number(length)
        bytes += block.bytes
    }

    private mutating func block(_ type: UInt32, options: [Option] = [], _ write: (inout ByteWriter) -> Void) {
        var writer = ByteWriter(order)
        write(&writer)
        for option in options {
            writer.number(option.code)
            writer.number(UInt16(truncatingIfNeeded: option.value.count))
            writer.append(option.value)
            writer.pad(to: 4)
        }
        if !options.isEmpty { writer.number(UInt32(0)) }
        block(type, body: writer.bytes)
    }
}
