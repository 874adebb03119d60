/// An address and its names, from a pcapng name resolution block: what the capturing machine knew.
package struct ResolvedName: Equatable, Sendable {
    /// 4 bytes (IPv4) or 16 (IPv6), in network byte order.
    package let address: [UInt8]
    package let names: [String]

    package init(address: [UInt8], names: [String]) {
        self.address = address
        self.names = names
    }
}
