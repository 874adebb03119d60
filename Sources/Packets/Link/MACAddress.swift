/// A 48-bit Ethernet address.
package struct MACAddress: Hashable, Sendable, CustomStringConvertible {
    package let value: UInt64

    package init(_ value: UInt64) { self.value = value & 0xffff_ffff_ffff }

    package var description: String {
        (0..<6).map { index in
            let octet = UInt8(truncatingIfNeeded: value >> UInt64(40 - 8 * index))
            return (octet < 16 ? "0" : "") + String(octet, radix: 16)
        }.joined(separator: ":")
    }
}
