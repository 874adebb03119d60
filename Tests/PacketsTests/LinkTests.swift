import Capture
import Packets
import TestSupport
import Testing

@Suite struct LinkTests {
    @Test func ethernetAddresses() {
        let packet = decode(FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2").greeting())
        #expect(packet.link.source?.description == "02:00:00:00:00:50")
        #expect(packet.link.destination?.description == "02:00:00:00:00:01")
        #expect(packet.link.vlanCount == 0)
        #expect(packet.tunnels == 0)
    }

    @Test func tagsWithoutEnd() {
        var frame = FrameBuilder().ethernet()
        for tag in UInt16(1)...7 { frame = frame.vlan(tag) }
        #expect(decode(frame.payload(.mail)).stop?.layer == .vlan)
        #expect(decode(frame.payload(.mail)).stop?.reason == .malformed(claim: "more than 6 tags"))
    }

    @Test func spanningTreeIsNoIP() {
        let packet = decode(FrameBuilder().ethernet(etherType: 38).payload([0x42, 0x42, 3, 0, 0, 0, 0, 0]))
        #expect(packet.stop == DecodeStop(.llc, at: 14, .notIP))
    }

    /// The 802.3 length leaves out the padding; IP's own length may not reach into it.
    @Test func lengthOf8023BoundsIP() throws {
        let frame = FrameBuilder().ethernet(etherType: 8 + 40).payload([0xaa, 0xaa, 3, 0, 0, 0, 8, 0])
            .ipv4(from: "10.0.0.1", to: "10.0.0.2", totalLength: 0).tcp(from: 1, to: 25).padded()
        let tcp = try #require(decode(frame).tcp)
        #expect(tcp.payloadLength == 0)
    }

    @Test func unknownNumbersAreTold() {
        #expect(decode([], as: LinkType(rawValue: 147)).stop?.reason == .unknownLinkType(147))
        #expect(
            decode(FrameBuilder().ethernet(etherType: 0x88cc)).stop
                == DecodeStop(.link, at: 14, .unknownEtherType(0x88cc)))
        #expect(
            decode(FrameBuilder().null(addressFamily: 99), as: .null).stop?.reason
                == .malformed(claim: "address family 99"))
    }

    /// 0x08: encrypted; 0x04: changed text.
    @Test(arguments: [0x0c, 0x08, 0x04] as [UInt8])
    func macsecIsSeen(control: UInt8) {
        let frame = FrameBuilder().ethernet(etherType: 0x88e5).payload([control, 0, 0, 0, 0, 1]).payload(.mail)
        #expect(decode(frame).stop == DecodeStop(.macsec, at: 14, .encrypted("MACsec")))
    }

    @Test func pppoeDiscoveryAndControl() {
        let discovery = FrameBuilder().ethernet(etherType: 0x8864).payload([0x11, 9, 0, 0, 0, 0])
        #expect(decode(discovery).stop == DecodeStop(.pppoe, at: 14, .notIP))
        let control = FrameBuilder().ethernet(etherType: 0x8864).payload([0x11, 0, 0, 7, 0, 6, 0xc0, 0x21, 9, 1, 0, 4])
        #expect(decode(control).stop == DecodeStop(.ppp, at: 20, .notIP))
    }

    @Test func pppThatCannotBeRead() {
        let type = LinkType(rawValue: 9)
        #expect(decode([0xff, 3, 0, 0xfd, 1, 2], as: type).stop?.reason == .encrypted("PPP"))
        #expect(decode([0xff, 3, 0, 0x2d, 1, 2], as: type).stop?.reason == .unknownPPPProtocol(0x2d))
    }

    @Test func labelsWithoutEnd() {
        let labels = [UInt8](repeating: 0, count: 4 * 17)
        #expect(
            decode(FrameBuilder().ethernet(etherType: 0x8847).payload(labels)).stop?.reason
                == .malformed(claim: "more than 16 MPLS labels"))
    }

    /// 8.0.x.x as a source address reads like an EtherType where a pseudowire's would be.
    @Test func labelledIPIsNoPseudowire() {
        let frame = FrameBuilder().ethernet(etherType: 0x8847).payload([0, 1, 0x41, 64])
            .ipv4(from: "8.0.0.1", to: "10.0.0.2").greeting()
        let packet = decode(frame)
        #expect(packet.ip?.source.description == "8.0.0.1")
        #expect(packet.tunnels == 0)
    }

    @Test func wifiThatIsNoData() {
        let type = LinkType(rawValue: 105)
        let beacon = Fixture.frame(control: [0x80, 0], a: Fixture.ap, b: Fixture.ap, c: Fixture.ap)
        #expect(decode(beacon, as: type).stop == DecodeStop(.ieee80211, at: 0, .notIP))
        #expect(decode([0xd4, 0, 0, 0, 1, 2, 3, 4, 5, 6], as: type).stop?.reason == .notIP)
        let null = Fixture.frame(control: [0x48, 0x01], a: Fixture.ap, b: Fixture.ap, c: Fixture.ap)
        #expect(decode(null, as: type).stop?.reason == .notIP)
    }

    @Test func wifiEncryptedAndFragmented() {
        let type = LinkType(rawValue: 105)
        let protected = Fixture.frame(control: [0x08, 0x41], a: Fixture.ap, b: Fixture.station, c: Fixture.ap)
        let packet = decode(protected, as: type)
        #expect(packet.stop == DecodeStop(.ieee80211, at: 0, .encrypted("WPA/WEP")))
        #expect(packet.link.source?.value == 0x0200_0000_0050)
        let later = Fixture.frame(
            control: [0x08, 0x01], a: Fixture.ap, b: Fixture.station, c: Fixture.ap, sequence: [0x21, 0])
        #expect(decode(later, as: type).stop?.reason == .fragment)
    }

    @Test func netlinkThroughTheCookedHeaderIsNoIP() {
        let frame = FrameBuilder().linuxCooked(etherType: 0x0001)
        #expect(decode(frame, as: .linuxCooked).stop == DecodeStop(.link, at: 16, .notIP))
    }

    /// The kernel copied 60 octets of a packet of 1500 and the file knows nothing of it.
    @Test func copyRangeOfNFLOG() throws {
        let packet = FrameBuilder().ipv4(from: "10.0.0.1", to: "10.0.0.2", totalLength: 1500).greeting().bytes
        let frame: [UInt8] = [2, 0, 0, 5, 8, 0, 1, 0, 8, 0, 1, 0] + little16(4 + packet.count) + [9, 0] + packet
        let tcp = try #require(decode(frame, as: LinkType(rawValue: 239)).tcp)
        #expect(tcp.payloadLength == 1460)
        #expect(tcp.payload.count == greetingText.utf8.count)
    }

    @Test func arp() throws {
        let request = decode(
            FrameBuilder().ethernet(to: .broadcast).arp(.request, sender: "10.0.0.5", target: "10.0.0.1"))
        let header = try #require(request.arp)
        #expect(!header.isReply)
        #expect(header.sender.description == "02:00:00:00:00:50")
        #expect(header.senderAddress.description == "10.0.0.5")
        #expect(header.targetAddress.description == "10.0.0.1")
        let reply = decode(FrameBuilder().ethernet().vlan(3).arp(.reply, sender: "10.0.0.1", target: "10.0.0.5"))
        #expect(reply.arp?.isReply == true)
        let odd = FrameBuilder().ethernet(etherType: 0x0806).payload(
            [0, 6, 8, 0, 8, 4] + [UInt8](repeating: 0, count: 30))
        #expect(decode(odd).stop?.layer == .arp)
    }
}
