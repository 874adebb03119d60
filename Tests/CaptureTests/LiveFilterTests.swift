import Capture
import Testing

@Suite struct LiveFilterTests {
    @Test func portsAndWhatExplainsThem() {
        let text = LiveFilter(ports: [25, 587, 25, 0], hasTags: false).text
        #expect(text.hasPrefix("tcp port 25 or tcp port 587 or port 53 or arp or icmp or icmp6 or "))
        #expect(text.contains(" or udp portrange 67-68 or udp portrange 546-547 or "))
        #expect(text.contains("udp port 4789"))
        #expect(text.contains("ip proto 47"))
        #expect(!text.contains("vlan"))
    }

    /// `vlan` moves the offsets of everything behind it: the untagged part has to come first, the tagged ones in order.
    @Test func tagsAreReachedOneByOne() {
        let plain = LiveFilter(ports: [25], hasTags: false).text
        let parts = LiveFilter(ports: [25], hasTags: true).text.split(separator: ") or (vlan and (")
        #expect(parts.count == 3)
        #expect(parts.allSatisfy { $0.contains(plain) && $0.contains("ether proto 0x8847") })
    }

    @Test(arguments: [LinkType.ethernet, .linuxCooked, .linuxCooked2, .raw, .null, LinkType(rawValue: 127)])
    func theStandardFilterFitsEveryLink(_ linkType: LinkType) {
        let ports: [UInt16] = [25, 465, 587, 2525, 26] + (10_000..<10_020)
        #expect(throws: Never.self) {
            try LiveFilter(ports: ports, hasTags: linkType == .ethernet).check(linkType: linkType)
        }
    }

    @Test func aWrongFilterIsToldInLibpcapsWords() {
        #expect {
            try LiveFilter("tcp prt 25").check()
        } throws: { error in
            guard case .wrongFilter("tcp prt 25", let reason)? = error as? LiveCaptureError else { return false }
            return reason.contains("syntax error")
        }
        #expect(throws: Never.self) { try LiveFilter("").check() }
    }
}
