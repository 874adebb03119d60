/// A link-layer header type, as `LINKTYPE_…` of the tcpdump group's registry. Unknown values are values.
package struct LinkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// BSD loopback: a 4-byte address family in the byte order of the capturing machine.
    package static let null = LinkType(rawValue: 0)
    package static let ethernet = LinkType(rawValue: 1)
    /// Raw IP, as some BSD systems numbered it in files.
    package static let rawBSD = LinkType(rawValue: 12)
    package static let rawOpenBSD = LinkType(rawValue: 14)
    /// Raw IP; the version nibble tells IPv4 from IPv6.
    package static let raw = LinkType(rawValue: 101)
    /// OpenBSD loopback: a 4-byte address family in network byte order.
    package static let loop = LinkType(rawValue: 108)
    package static let linuxCooked = LinkType(rawValue: 113)
    package static let ipv4 = LinkType(rawValue: 228)
    package static let ipv6 = LinkType(rawValue: 229)
    package static let linuxCooked2 = LinkType(rawValue: 276)
}
