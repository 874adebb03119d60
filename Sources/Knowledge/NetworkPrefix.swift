/// A range of IPv4 addresses, as in `104.47.0.0/17`.
package struct NetworkPrefix: Sendable, Hashable {
    let address: UInt32
    let length: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = Self.address(String(parts[0])), let length = Int(parts[1]),
            (0...32).contains(length)
        else { return nil }
        self.address = address
        self.length = length
    }

    package func contains(_ text: String) -> Bool {
        guard let other = Self.address(text) else { return false }
        let mask: UInt32 = length == 0 ? 0 : .max << UInt32(32 - length)
        return (other & mask) == (address & mask)
    }

    /// Dotted decimal, most significant octet first.
    private static func address(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard let octet = UInt8(part) else { return nil }
            value = value << 8 | UInt32(octet)
        }
        return value
    }
}
