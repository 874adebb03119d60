import Capture
import TestSupport

extension Fixture {
    private static let eth = FrameBuilder()
    private static let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0]

    static let links: [Fixture] = [
        Fixture("Ethernet", eth.ethernet(etherType: 0x0800).payload(.mail)),
        Fixture("VLAN", eth.ethernet().vlan(20, etherType: 0x0800).payload(.mail), vlans: 20),
        Fixture(
            "802.1ad",
            eth.ethernet().vlan(100, protocolIdentifier: 0x88a8).vlan(20, etherType: 0x0800).payload(.mail),
            vlans: 100 << 16 | 20),
        Fixture(
            "old double tag",
            eth.ethernet().vlan(7, protocolIdentifier: 0x9100).vlan(8, etherType: 0x86dd).payload(.mailV6),
            vlans: 7 << 16 | 8, isIPv6: true),
        Fixture("SLL", linkType: .linuxCooked, eth.linuxCooked(etherType: 0x0800).payload(.mail)),
        Fixture(
            "SLL with a VLAN tag", linkType: .linuxCooked,
            eth.linuxCooked().vlan(30, etherType: 0x0800).payload(.mail), vlans: 30),
        Fixture("SLL with LLC", linkType: .linuxCooked, eth.linuxCooked(etherType: 4).payload(snap).payload(.mail)),
        Fixture("SLL2", linkType: .linuxCooked2, eth.linuxCooked2(etherType: 0x0800).payload(.mail)),
        Fixture(
            "SLL2, IPv6", linkType: .linuxCooked2, eth.linuxCooked2(etherType: 0x86dd).payload(.mailV6), isIPv6: true),
        Fixture("NULL, little-endian", linkType: .null, eth.null(addressFamily: 2).payload(.mail), source: nil),
        Fixture(
            "NULL, big-endian", linkType: .null, eth.null(.bigEndian, addressFamily: 2).payload(.mail), source: nil),
        Fixture(
            "NULL, IPv6 of macOS", linkType: .null, eth.null(addressFamily: 30).payload(.mailV6), source: nil,
            isIPv6: true),
        Fixture("LOOP", linkType: .loop, eth.null(.bigEndian, addressFamily: 2).payload(.mail), source: nil),
        Fixture("RAW", linkType: .raw, .mail, source: nil),
        Fixture("RAW of BSD", linkType: .rawBSD, .mail, source: nil),
        Fixture("IPV6", linkType: .ipv6, .mailV6, source: nil, isIPv6: true),
        Fixture(
            "SNAP", eth.ethernet(etherType: UInt16(8 + FrameBuilder.mail.bytes.count)).payload(snap).payload(.mail)),
        Fixture(
            "IP over LLC",
            eth.ethernet(etherType: UInt16(3 + FrameBuilder.mail.bytes.count)).payload([6, 6, 3]).payload(.mail)),
        Fixture("E-Tag", eth.ethernet(etherType: 0x893f).payload([0, 0, 0, 1, 0, 0, 8, 0]).payload(.mail)),
        Fixture("Cisco MetaData", eth.ethernet(etherType: 0x8909).payload([1, 1, 0, 1, 0, 5, 8, 0]).payload(.mail)),
        Fixture(
            "MACsec without encryption",
            eth.ethernet(etherType: 0x88e5).payload([0, 0, 0, 0, 0, 9, 8, 0]).payload(.mail)
                .payload([UInt8](repeating: 0xcc, count: 16))),
        Fixture(
            "MACsec with SCI",
            eth.ethernet(etherType: 0x88e5).payload([0x20, 0, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 8, 0])
                .payload(.mail).payload([UInt8](repeating: 0xcc, count: 16))),
        Fixture("MPLS", eth.ethernet(etherType: 0x8847).payload([0, 1, 0x40, 64, 0, 2, 0x41, 64]).payload(.mail)),
        Fixture(
            "MPLS, IPv6", eth.ethernet(etherType: 0x8848).payload([0, 2, 0x41, 64]).payload(.mailV6), isIPv6: true),
        Fixture("PPPoE", eth.ethernet(etherType: 0x8864).payload(pppoe([0, 0x21], .mail))),
        Fixture(
            "PPPoE, compressed protocol", eth.ethernet(etherType: 0x8864).payload(pppoe([0x57], .mailV6)),
            isIPv6: true),
        Fixture("PPP", linkType: 9, eth.payload([0xff, 3, 0, 0x21]).payload(.mail)),
        Fixture("PPP without address and control", linkType: 9, eth.payload([0x00, 0x21]).payload(.mail)),
        Fixture("PPP with MPLS", linkType: 9, eth.payload([0xff, 3, 2, 0x81, 0, 1, 0x01, 9]).payload(.mail)),
        Fixture("PPP_HDLC", linkType: 50, eth.payload([0xff, 3, 0, 0x57]).payload(.mailV6), isIPv6: true),
        Fixture("PPP_HDLC with Cisco's framing", linkType: 50, eth.payload([0x0f, 0, 8, 0]).payload(.mail)),
        Fixture("PPP_ETHER", linkType: 51, eth.payload(pppoe([0, 0x21], .mail))),
        Fixture("PPP_PPPD", linkType: 166, eth.payload([1, 3, 0, 0x21]).payload(.mail)),
        Fixture("PPP_WITH_DIR", linkType: 204, eth.payload([1, 0xff, 3, 0, 0x21]).payload(.mail)),
        Fixture("C_HDLC", linkType: 104, eth.payload([0x0f, 0, 8, 0]).payload(.mail)),
        Fixture("ATM_RFC1483", linkType: 100, eth.payload(snap).payload(.mail)),
        Fixture(
            "ETHERNET_MPACKET", linkType: 274, eth.payload(preamble).ethernet(etherType: 0x0800).payload(.mail),
            source: 0x0200_0000_0050),
        Fixture("NFLOG, little-endian", linkType: 239, nflog(little16, .mail)),
        Fixture("NFLOG, big-endian", linkType: 239, nflog(big16, .mailV6), isIPv6: true),
        Fixture("PFLOG", linkType: 117, eth.payload([61] + [UInt8](repeating: 0, count: 63)).payload(.mail)),
        Fixture(
            "PKTAP", linkType: 258, eth.payload(pktap(1)).ethernet(etherType: 0x0800).payload(.mail),
            source: 0x0200_0000_0050),
        Fixture("PKTAP of a tunnel", linkType: 258, eth.payload(pktap(12)).payload(.mail)),
    ]

    private static let preamble: [UInt8] = [UInt8](repeating: 0x55, count: 7) + [0xd5]

    private static func pppoe(_ type: [UInt8], _ inner: FrameBuilder) -> [UInt8] {
        [0x11, 0, 0, 7] + big16(type.count + inner.bytes.count) + type + inner.bytes
    }

    /// The packet header, a mark, a prefix of 5 octets with its padding, the payload.
    private static func nflog(_ number: (Int) -> [UInt8], _ inner: FrameBuilder) -> FrameBuilder {
        let payload = inner.bytes
        return FrameBuilder().payload(
            [2, 0, 0, 5] + number(8) + number(1) + [8, 0, 1, 0] + number(9) + number(10) + [65, 66, 67, 68, 0, 0, 0, 0]
                + number(4 + payload.count) + number(9) + payload)
    }

    private static func pktap(_ linkType: UInt8) -> [UInt8] {
        [108, 0, 0, 0, 1, 0, 0, 0, linkType, 0, 0, 0] + [UInt8](repeating: 0, count: 96)
    }
}
