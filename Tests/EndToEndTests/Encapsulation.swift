import Capture
import TestSupport
import Testing

/// A way from one and the same IP packet to the frames of a capture.
struct Encapsulation: Sendable, CustomTestStringConvertible {
    let name: String
    var linkType = LinkType.ethernet
    /// The frames that stand for one Ethernet frame with IP inside.
    let frames: @Sendable (_ ethernet: [UInt8]) -> [[UInt8]]

    var testDescription: String { name }

    init(_ name: String, linkType: LinkType = .ethernet, _ frames: @escaping @Sendable ([UInt8]) -> [[UInt8]]) {
        self.name = name
        self.linkType = linkType
        self.frames = frames
    }

    /// Between the Ethernet addresses and what they carry.
    private static func shim(_ name: String, _ octets: @escaping @Sendable ([UInt8]) -> [UInt8]) -> Encapsulation {
        Encapsulation(name) { frame in [Array(frame[..<12]) + octets(frame)] }
    }

    /// In front of the IP packet, without the Ethernet addresses.
    private static func link(
        _ name: String, _ type: LinkType, _ octets: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) -> Encapsulation {
        Encapsulation(name, linkType: type) { frame in [octets(frame)] }
    }

    static func ip(_ frame: [UInt8]) -> [UInt8] { Array(frame[14...]) }
    static func type(_ frame: [UInt8]) -> [UInt8] { Array(frame[12..<14]) }
    private static func isV6(_ frame: [UInt8]) -> Bool { type(frame) == [0x86, 0xdd] }
    private static func big16(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }

    /// An identification for each packet of its own.
    private static func digest(_ octets: [UInt8]) -> UInt32 { octets.reduce(17) { $0 &* 31 &+ UInt32($1) } }

    private static func outer(_ protocolNumber: UInt8, _ octets: [UInt8]) -> [UInt8] {
        FrameBuilder().ethernet(from: "02:00:00:00:0a:01", to: "02:00:00:00:0a:02")
            .ipv4(from: "10.250.0.1", to: "10.250.0.2", protocolNumber: protocolNumber).payload(octets).bytes
    }

    private static func outerUDP(_ port: UInt16, _ octets: [UInt8]) -> [UInt8] {
        FrameBuilder().ethernet(from: "02:00:00:00:0a:01", to: "02:00:00:00:0a:02")
            .ipv4(from: "10.250.0.1", to: "10.250.0.2", identification: UInt16(truncatingIfNeeded: digest(octets)))
            .udp(from: 49_152, to: port).payload(octets).bytes
    }

    static let vlan = shim("VLAN") { [0x81, 0, 0, 20] + $0[12...] }
    static let vxlan = Encapsulation("VXLAN") { [outerUDP(4789, [8, 0, 0, 0, 0, 0, 42, 0] + $0)] }

    static let shims = [
        vlan,
        shim("QinQ") { [0x88, 0xa8, 0, 100, 0x81, 0, 0, 20] + $0[12...] },
        shim("MPLS") { [0x88, 0x47, 0, 1, 0x40, 64, 0, 1, 0x51, 64] + ip($0) },
        shim("PPPoE") {
            [0x88, 0x64, 0x11, 0, 0, 7] + big16(ip($0).count + 2) + pppProtocol($0) + ip($0)
        },
        shim("802.1BR") { [0x89, 0x3f, 0, 0, 0x10, 0x01, 0, 0] + $0[12...] },
        shim("802.1ah") { [0x88, 0xe7, 0, 0, 1, 0] + $0 },
        shim("pseudowire") { [0x88, 0x47, 0, 1, 0x41, 64, 0, 0, 0, 9] + $0 },
    ]

    private static func pppProtocol(_ frame: [UInt8]) -> [UInt8] { isV6(frame) ? [0, 0x57] : [0, 0x21] }

    static let links = [
        link("Linux cooked", .linuxCooked) { [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 0x50, 0, 0] + type($0) + ip($0) },
        link("Linux cooked 2", .linuxCooked2) {
            type($0) + [0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 0x50, 0, 0] + ip($0)
        },
        link("NULL", .null) { (isV6($0) ? [24, 0, 0, 0] : [2, 0, 0, 0]) + ip($0) },
        link("NULL, big-endian", .null) { (isV6($0) ? [0, 0, 0, 30] : [0, 0, 0, 2]) + ip($0) },
        link("raw IP", .raw) { ip($0) },
        link("PPP", LinkType(rawValue: 9)) { [0xff, 3] + pppProtocol($0) + ip($0) },
        link("C-HDLC", LinkType(rawValue: 104)) { [0x0f, 0] + type($0) + ip($0) },
        link("NFLOG", LinkType(rawValue: 239)) { frame in
            let length = ip(frame).count + 4
            let header: [UInt8] = [8, 0, 1, 0] + type(frame) + [3, 0]
            return [isV6(frame) ? 10 : 2, 0, 0, 0] + header + [UInt8(length & 255), UInt8(length >> 8), 9, 0]
                + ip(frame)
        },
    ]

    static let tunnels = [
        Encapsulation("GRE") { [outer(47, [0, 0] + type($0) + ip($0))] },
        Encapsulation("GRE with key") { [outer(47, [0x20, 0] + type($0) + [0, 0, 0, 9] + ip($0))] },
        Encapsulation("ERSPAN I") { [outer(47, [0, 0, 0x88, 0xbe] + $0)] },
        Encapsulation("ERSPAN II") {
            [outer(47, [0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 20, 0x18, 5, 0, 0, 0, 7] + $0)]
        },
        Encapsulation("ERSPAN III") {
            [outer(47, [0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 20, 0x18, 5, 0, 0, 0, 1, 0, 0, 0, 0] + $0)]
        },
        vxlan,
        Encapsulation("Geneve") { [outerUDP(6081, [0, 0, 0x65, 0x58, 0, 0, 43, 0] + $0)] },
        Encapsulation("IP in IP, 6in4") { [outer(isV6($0) ? 41 : 4, ip($0))] },
        Encapsulation("IP in IPv6") {
            [
                FrameBuilder().ethernet()
                    .ipv6(from: "2001:db8:a::1", to: "2001:db8:a::2", nextHeader: isV6($0) ? 41 : 4)
                    .payload(ip($0)).bytes
            ]
        },
        Encapsulation("GTP-U") { [outerUDP(2152, [0x30, 0xff] + big16(ip($0).count) + [0, 0, 0xab, 0xcd] + ip($0))] },
        Encapsulation("gretap") { [outer(47, [0, 0, 0x65, 0x58] + $0)] },
        Encapsulation("L2TPv2") { [outerUDP(1701, [0, 2, 0, 3, 0, 4, 0xff, 3] + pppProtocol($0) + ip($0))] },
        Encapsulation("L2TPv3 over IP") { [outer(115, [0, 0, 0, 8] + $0)] },
        // Teredo carries IPv6 only: IPv4 goes in it once more.
        Encapsulation("Teredo") { frame in
            let inner = FrameBuilder().ipv6(from: "2001:0:a::1", to: "2001:0:a::2", nextHeader: 4)
            return [outerUDP(3544, isV6(frame) ? ip(frame) : inner.payload(ip(frame)).bytes)]
        },
        Encapsulation("MPLS over UDP") { [outerUDP(6635, [0, 1, 0x41, 64] + ip($0))] },
        Encapsulation("TZSP") { [outerUDP(37_008, [1, 0, 0, 1, 1] + $0)] },
        Encapsulation("GRE in VXLAN") { frame in
            [outerUDP(4789, [8, 0, 0, 0, 0, 0, 42, 0] + outer(47, [0, 0] + type(frame) + ip(frame)))]
        },
    ]

    static let fragments = [
        Encapsulation("three fragments") { fragmented($0) },
        Encapsulation("three fragments, reversed") { fragmented($0).reversed() },
        Encapsulation("three fragments, each twice") { fragmented($0).flatMap { [$0, $0] } },
        Encapsulation("VXLAN in three fragments") { vxlan.frames($0).flatMap(fragmented) },
        Encapsulation("fragments in VXLAN in fragments") {
            fragmented($0).flatMap(vxlan.frames).flatMap(fragmented)
        },
    ]

    private static func fragmented(_ frame: [UInt8]) -> [[UInt8]] {
        let packet = ip(frame)
        let fragments = IPFragments.threeOf(packet, identification: digest(packet)) ?? [packet]
        return fragments.map { frame[..<14] + $0 }
    }
}
