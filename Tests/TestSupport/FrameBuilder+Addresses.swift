extension FrameBuilder {
    /// An IPv4 or IPv6 address, written as text: `"192.168.10.50"`, `"2001:db8::25"`.
    package struct Address: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        /// 4 or 16 octets in network byte order.
        package let octets: [UInt8]
        package let description: String

        package var isIPv6: Bool { octets.count == 16 }

        /// nil where `text` is no address.
        package init?(_ text: String) {
            guard let octets = text.contains(":") ? Self.ipv6(text) : Self.ipv4(text) else { return nil }
            self.octets = octets
            description = text
        }

        package init(stringLiteral text: String) {
            guard let address = Address(text) else { preconditionFailure("not an IP address: \(text)") }
            self = address
        }

        private static func ipv4(_ text: String) -> [UInt8]? {
            let octets = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
            return octets.count == 4 ? octets : nil
        }

        /// RFC 4291 section 2.2, without the form that ends in a dotted IPv4 address.
        private static func ipv6(_ text: String) -> [UInt8]? {
            func groups(_ part: Substring) -> [UInt8]? {
                let words = part.split(separator: ":")
                let values = words.compactMap { UInt16($0, radix: 16) }
                guard values.count == words.count else { return nil }
                return values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
            }
            guard let gap = text.firstRange(of: "::") else {
                return groups(text[...]).flatMap { $0.count == 16 ? $0 : nil }
            }
            guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]) else {
                return nil
            }
            let missing = 16 - head.count - tail.count
            return missing >= 0 ? head + [UInt8](repeating: 0, count: missing) + tail : nil
        }
    }

    /// A 48-bit hardware address: `"02:00:00:00:00:01"`.
    package struct HardwareAddress: Hashable, Sendable, ExpressibleByStringLiteral {
        package let octets: [UInt8]

        package init(stringLiteral text: String) {
            octets = text.split(separator: ":").compactMap { UInt8($0, radix: 16) }
            precondition(octets.count == 6, "not a hardware address: \(text)")
        }

        package static let broadcast: HardwareAddress = "ff:ff:ff:ff:ff:ff"
        package static let unspecified: HardwareAddress = "00:00:00:00:00:00"
        /// The client and the gateway of `TranscriptCapture`.
        package static let client: HardwareAddress = "02:00:00:00:00:50"
        package static let gateway: HardwareAddress = "02:00:00:00:00:01"
    }
}
