import Capture
import Testing

@Suite struct LinkTypeNameTests {
    @Test(arguments: [
        (LinkType.ethernet, "EN10MB"), (.null, "NULL"), (.linuxCooked, "LINUX_SLL"), (.linuxCooked2, "LINUX_SLL2"),
        (.raw, "RAW"), (.rawBSD, "RAW"), (.loop, "LOOP"), (.ipv4, "IPV4"), (.ipv6, "IPV6"),
        (LinkType(rawValue: 127), "IEEE802_11_RADIO"),
    ])
    func knownToUs(linkType: LinkType, name: String) { #expect(linkType.name == name) }

    @Test func knownToLibpcap() {
        #expect(LinkType(rawValue: 231).name == "DBUS")
        #expect(LinkType(rawValue: 192).name == "PPI")
    }

    @Test func knownToNobody() {
        #expect(LinkType(rawValue: 65_000).name == "LINKTYPE_65000")
        #expect(LinkType(rawValue: .max).name == "LINKTYPE_4294967295")
    }
}
