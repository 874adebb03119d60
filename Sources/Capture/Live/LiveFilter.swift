/// The filter that the kernel applies, in the language of pcap-filter(7): mail, what explains it, and whatever may carry
/// either inside. What it lets through too much is sorted out later; what it drops is lost.
package struct LiveFilter: Equatable, Sendable {
    package let text: String

    /// A filter of one's own; empty for every packet.
    package init(_ text: String) { self.text = text }

    /// The standard filter. `hasTags`: the link type can carry VLAN tags (Ethernet), which the language has to be told.
    package init(ports: [UInt16], hasTags: Bool) {
        let plain = (Self.mail(ports) + Self.explanations + Self.fragments + Self.tunnels).joined(separator: " or ")
        guard hasTags else {
            text = plain
            return
        }
        let tagged = plain + " or " + Self.wrappers.map { "ether proto \($0)" }.joined(separator: " or ")
        // Each `vlan` moves the place of everything behind it by one tag, so two of them reach QinQ.
        text = "(\(tagged)) or (vlan and (\(tagged))) or (vlan and (\(tagged)))"
    }

    private static func mail(_ ports: [UInt16]) -> [String] {
        var seen: Set<UInt16> = []
        return ports.filter { $0 != 0 && seen.insert($0).inserted }.map { "tcp port \($0)" }
    }

    /// Names, next hops, errors about connections, and DHCP of both IP versions: what the devices call themselves.
    private static let explanations = [
        "port 53", "arp", "icmp", "icmp6", "udp portrange 67-68", "udp portrange 546-547",
    ]

    /// Later fragments show no ports: those of every protocol pass. `ip[6:2]` holds the flags and the offset (RFC 791
    /// §3.1), 44 is IPv6's fragment header (RFC 8200 §4.5).
    private static let fragments = ["ip[6:2] & 0x1fff != 0", "ip6 proto 44"]

    /// What may hold a mirrored frame passes as a whole: VXLAN (and its older number and GPE), Geneve, GTP-U, Teredo,
    /// L2TP, TZSP and MPLS over UDP; IP in IP, 6in4, GRE and ERSPAN, AH, EtherIP, L2TPv3 and MPLS in IP.
    private static let tunnels =
        [4789, 8472, 4790, 6081, 2152, 3544, 1701, 37008, 6635].map { "udp port \($0)" }
        + [4, 41, 47, 51, 97, 115, 137].map { "ip proto \($0)" }
        + [4, 41, 47, 51, 97, 115, 137].map { "ip6 proto \($0)" }

    /// EtherTypes of headers in front of IP: MPLS (unicast, multicast), PPPoE session, 802.1BR, 802.1ah, Cisco MetaData
    /// and ERSPAN's and MACsec's frames that are not encrypted.
    private static let wrappers = ["0x8847", "0x8848", "0x8864", "0x893f", "0x88e7", "0x8909", "0x88e5"]
}
