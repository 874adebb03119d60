import TestSupport

extension Fixture {
    static let overIP: [Fixture] = [
        Fixture("IP in IP", .outer(protocolNumber: 4).payload(.mail), tunnels: 1),
        Fixture("6in4", .outer(protocolNumber: 41).payload(.mailV6), tunnels: 1, isIPv6: true),
        Fixture("4in6", outerV6(4).payload(.mail), tunnels: 1),
        Fixture("IP in IP in IP", .outer(protocolNumber: 4).payload(.outerIP(4).payload(.mail)), tunnels: 2),
        Fixture("MPLS in IP", .outer(protocolNumber: 137).payload([0, 1, 0x41, 64]).payload(.mail), tunnels: 1),
        mirrored("EtherIP", .outer(protocolNumber: 97).payload([0x30, 0])),
        Fixture(
            "AH", .outer(protocolNumber: 51).payload([4, 4] + [UInt8](repeating: 0, count: 22)).payload(.mail),
            tunnels: 1),
        Fixture("GRE", gre([0, 0, 8, 0]).payload(.mail), tunnels: 1),
        Fixture("GRE, IPv6", gre([0, 0, 0x86, 0xdd]).payload(.mailV6), tunnels: 1, isIPv6: true),
        Fixture(
            "GRE with checksum, key, sequence",
            gre([0xb0, 0, 8, 0, 1, 2, 0, 0, 0, 0, 0, 77, 0, 0, 0, 1]).payload(.mail), tunnels: 1, id: 77),
        Fixture(
            "GRE with a source route",
            gre([0x40, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 4, 10, 0, 0, 9, 0, 0, 0, 0]).payload(.mail), tunnels: 1),
        Fixture("GRE with MPLS", gre([0, 0, 0x88, 0x47, 0, 1, 0x41, 64]).payload(.mail), tunnels: 1),
        Fixture("GRE with PPP", gre([0, 0, 0x88, 0x0b, 0xff, 3, 0, 0x21]).payload(.mail), tunnels: 1),
        Fixture("GRE with 802.11", gre([0, 0, 0x82, 0]).payload(toAP), tunnels: 1),
        mirrored("GRETAP", gre([0, 0, 0x65, 0x58])),
        mirrored("NVGRE", gre([0x20, 0, 0x65, 0x58, 0, 0x12, 0x34, 5]), id: 0x0012_3405),
        mirrored("ERSPAN type I", gre([0, 0, 0x88, 0xbe])),
        mirrored("ERSPAN type II", gre([0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 20, 0x18, 5, 0, 0, 0, 7]), id: 5),
        mirrored("ERSPAN type III", gre([0x10, 0, 0x22, 0xeb, 0, 0, 0, 1] + erspan3(0)), id: 0x155),
        mirrored(
            "ERSPAN type III with a platform header",
            gre([0x10, 0, 0x22, 0xeb, 0, 0, 0, 1] + erspan3(1) + [UInt8](repeating: 0, count: 8)), id: 0x155),
        Fixture(
            "ERSPAN type III with IP", gre([0x10, 0, 0x22, 0xeb, 0, 0, 0, 1] + erspan3(0x0800)).payload(.mail),
            tunnels: 1, id: 0x155),
        Fixture("PPTP", pptp(flags: [0x30, 0x01], [0, 0, 0, 1]), tunnels: 1, id: 9),
        Fixture("PPTP with acknowledgement", pptp(flags: [0x30, 0x81], [0, 0, 0, 1, 0, 0, 0, 2]), tunnels: 1, id: 9),
        mirrored("L2TPv3", .outer(protocolNumber: 115).payload([0, 0, 0, 8]), id: 8),
        mirrored("L2TPv3 with cookie and sublayer", .outer(protocolNumber: 115).payload([0, 0, 0, 8] + cookie), id: 8),
    ]

    static let overUDP: [Fixture] = [
        mirrored("VXLAN", .outerUDP(to: 4789).payload([8, 0, 0, 0, 0, 0x12, 0x34, 0]), id: 0x1234),
        mirrored("VXLAN on Linux's old port", .outerUDP(to: 8472).payload([8, 0, 0, 0, 0, 0, 42, 0]), id: 42),
        mirrored("VXLAN with group policy", .outerUDP(to: 4789).payload([0x88, 0, 0, 7, 0, 0, 42, 0]), id: 42),
        Fixture(
            "VXLAN with a tagged frame",
            FrameBuilder.tagged.payload([8, 0, 0, 0, 0, 0, 1, 0])
                .ethernet(from: FrameBuilder.innerClient).vlan(20, etherType: 0x0800).payload(.mail),
            tunnels: 1, id: 1, vlans: 20, source: inner),
        mirrored("VXLAN below a tag", FrameBuilder.tagged.payload([8, 0, 0, 0, 0, 0, 1, 0]), id: 1),
        mirrored("VXLAN-GPE", .outerUDP(to: 4790).payload([0x0c, 0, 0, 3, 0, 0, 42, 0]), id: 42),
        Fixture(
            "VXLAN-GPE, IPv4", .outerUDP(to: 4790).payload([0x0c, 0, 0, 1, 0, 0, 42, 0]).payload(.mail), tunnels: 1,
            id: 42),
        mirrored("Geneve", .outerUDP(to: 6081).payload([0, 0, 0x65, 0x58, 0, 0, 43, 0]), id: 43),
        Fixture(
            "Geneve with options, IPv6",
            .outerUDP(to: 6081).payload([2, 0, 0x86, 0xdd, 0, 0, 43, 0, 1, 8, 1, 1, 0, 0, 0, 0]).payload(.mailV6),
            tunnels: 1, id: 43, isIPv6: true),
        Fixture("GTP-U", gtp(0x30, []), tunnels: 1, id: 0xabcdef),
        Fixture("GTP-U with sequence number", gtp(0x32, [0, 1, 0, 0]), tunnels: 1, id: 0xabcdef),
        Fixture(
            "GTP-U with extensions", gtp(0x34, [0, 0, 0, 0x85, 1, 0, 9, 0x40, 1, 0, 0, 0]), tunnels: 1,
            id: 0xabcdef),
        Fixture("Teredo", .outerUDP(to: 3544).payload(.mailV6), tunnels: 1, isIPv6: true),
        Fixture(
            "Teredo with authentication and origin",
            .outerUDP(to: 3544).payload([0, 1, 2, 3] + [UInt8](repeating: 7, count: 14))
                .payload([0, 0, 1, 2, 3, 4, 5, 6]).payload(.mailV6), tunnels: 1, isIPv6: true),
        Fixture("L2TPv2", l2tp([0, 2]), tunnels: 1, id: 0x0003_0004),
        Fixture("L2TPv2 with sequence numbers", l2tp([8, 2], [0, 1, 0, 2]), tunnels: 1, id: 0x0003_0004),
        Fixture("L2TPv2 with an offset", l2tp([2, 2], [0, 2, 0xee, 0xee]), tunnels: 1, id: 0x0003_0004),
        Fixture("L2TPv2 with a length", l2tpWithLength, tunnels: 1, id: 0x0003_0004),
        mirrored("L2TPv3 over UDP", .outerUDP(to: 1701).payload([0, 3, 0, 0, 0, 0, 0, 8]), id: 8),
        mirrored("TZSP", .outerUDP(to: 37008).payload([1, 0, 0, 1, 0, 10, 1, 0xff, 1])),
        Fixture(
            "TZSP with 802.11", .outerUDP(to: 37008).payload([1, 0, 0, 18, 1]).payload(toAP), tunnels: 1),
        Fixture("MPLS over UDP", .outerUDP(to: 6635).payload([0, 1, 0x41, 64]).payload(.mail), tunnels: 1),
    ]

    static let pseudowires: [Fixture] = [
        mirrored("pseudowire with control word", mpls([0, 1, 0x41, 64, 0, 0, 0, 9]), id: 20),
        mirrored("pseudowire without control word", mpls([0, 1, 0x41, 64]), id: 20),
        Fixture(
            "pseudowire to an address that begins with 4",
            mpls([0, 1, 0x41, 64])
                .ethernet(from: FrameBuilder.innerClient, to: "44:00:00:00:00:01", etherType: 0x0800).payload(.mail),
            tunnels: 1, id: 20, source: inner),
        mirrored(
            "802.1ah",
            FrameBuilder().ethernet().vlan(9, protocolIdentifier: 0x88a8, etherType: 0x88e7).payload([0, 0, 1, 0]),
            id: 256),
    ]

    static let all = links + wifi + overIP + overUDP + pseudowires

    private static let cookie: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 0x40, 0, 0, 0]

    private static func mirrored(_ name: String, _ outer: FrameBuilder, id: UInt32 = 0) -> Fixture {
        Fixture(name, outer.payload(.mirrored), tunnels: 1, id: id, source: inner)
    }

    private static func outerV6(_ next: UInt8) -> FrameBuilder {
        FrameBuilder().ethernet().ipv6(from: "2001:db8::1", to: "2001:db8::2", nextHeader: next)
    }

    private static func gre(_ header: [UInt8]) -> FrameBuilder { .outer(protocolNumber: 47).payload(header) }

    /// Session 0x155; `last` is the header's last word, with the frame type and whether a platform header follows.
    private static func erspan3(_ last: Int) -> [UInt8] { [0x20, 20, 0x01, 0x55, 0, 0, 0, 1, 0, 0] + big16(last) }

    private static func pptp(flags: [UInt8], _ numbers: [UInt8]) -> FrameBuilder {
        let inner = [0xff, 3, 0, 0x21] + FrameBuilder.mail.bytes
        return gre(flags + [0x88, 0x0b] + big16(inner.count) + [0, 9] + numbers).payload(inner)
    }

    private static func gtp(_ flags: UInt8, _ optional: [UInt8]) -> FrameBuilder {
        let inner = FrameBuilder.mail.bytes
        return .outerUDP(to: 2152)
            .payload([flags, 0xff] + big16(optional.count + inner.count) + [0, 0xab, 0xcd, 0xef] + optional + inner)
    }

    private static func l2tp(_ flags: [UInt8], _ optional: [UInt8] = []) -> FrameBuilder {
        .outerUDP(to: 1701).payload(flags + [0, 3, 0, 4] + optional + [0xff, 3, 0, 0x21]).payload(.mail)
    }

    private static var l2tpWithLength: FrameBuilder {
        let inner = [0xff, 3, 0, 0x21] + FrameBuilder.mail.bytes
        return .outerUDP(to: 1701).payload([0x40, 2] + big16(8 + inner.count) + [0, 3, 0, 4] + inner)
    }

    private static func mpls(_ stack: [UInt8]) -> FrameBuilder {
        FrameBuilder().ethernet(etherType: 0x8847).payload(stack)
    }
}

extension FrameBuilder {
    static func outerIP(_ protocolNumber: UInt8) -> FrameBuilder {
        FrameBuilder().ipv4(from: "10.1.0.1", to: "10.1.0.2", protocolNumber: protocolNumber)
    }

    /// A VXLAN tunnel in VLAN 500.
    static let tagged = FrameBuilder().ethernet().vlan(500).ipv4(from: "10.0.0.1", to: "10.0.0.2")
        .udp(from: 49152, to: 4789)
}
