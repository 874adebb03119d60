import Capture
import TestSupport
import Testing

/// A frame with `FrameBuilder.mail` inside, and what its decoding has to say.
struct Fixture: Sendable, CustomTestStringConvertible {
    let name: String
    var linkType = LinkType.ethernet
    let bytes: [UInt8]
    var tunnels = 0
    var tunnelID: UInt32 = 0
    /// As `LinkHeader.vlans`.
    var vlans: UInt32 = 0
    /// The Ethernet source address; nil where there is none.
    var source: UInt64? = 0x0200_0000_0050
    var isIPv6 = false

    init(
        _ name: String, linkType: LinkType = .ethernet, _ builder: FrameBuilder, tunnels: Int = 0, id: UInt32 = 0,
        vlans: UInt32 = 0, source: UInt64? = 0x0200_0000_0050, isIPv6: Bool = false
    ) {
        self.name = name
        self.linkType = linkType
        bytes = builder.bytes
        self.tunnels = tunnels
        tunnelID = id
        self.vlans = vlans
        self.source = source
        self.isIPv6 = isIPv6
    }

    init(_ name: String, linkType: UInt32, _ builder: FrameBuilder, source: UInt64? = nil, isIPv6: Bool = false) {
        self.init(name, linkType: LinkType(rawValue: linkType), builder, source: source, isIPv6: isIPv6)
    }

    var testDescription: String { name }

    /// Source address of the mirrored frame inside a tunnel.
    static let inner: UInt64 = 0x0200_0000_0150
}
