import Packets
import TestSupport
import Testing

@Suite struct IPTests {
    @Test func fieldsOfIPv4() throws {
        let frame = FrameBuilder().ethernet()
            .ipv4(from: "192.168.10.50", to: "198.51.100.25", ttl: 57, identification: 0xbeef, options: [1, 1, 1, 1])
            .greeting()
        let ip = try #require(decode(frame).ip)
        #expect(ip.source.description == "192.168.10.50")
        #expect(ip.destination.description == "198.51.100.25")
        #expect(ip.ttl == 57)
        #expect(ip.identification == 0xbeef)
        #expect(ip.dontFragment)
        #expect(!ip.isFragment)
        #expect(ip.payloadOffset == 14 + 24)
        #expect(ip.payloadLength == 20 + greetingText.utf8.count)
    }

    @Test func paddingIsNoPayload() throws {
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2").tcp(from: 1, to: 25).padded()
        #expect(frame.bytes.count == 60)
        let tcp = try #require(decode(frame).tcp)
        #expect(tcp.payloadLength == 0)
        #expect(tcp.payload.isEmpty)
    }

    @Test func segmentationOffloadHasNoTotalLength() throws {
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2", totalLength: 0).greeting()
        #expect(decode(frame).tcp?.payloadLength == greetingText.utf8.count)
        let cut = decode(Array(frame.bytes.prefix(60)), wireLength: 4000)
        #expect(cut.tcp?.payloadLength == 4000 - 14 - 40)
    }

    @Test func jumboIPv6HasNoPayloadLength() {
        let frame = FrameBuilder().ethernet().ipv6(from: "2001:db8::1", to: "2001:db8::2", payloadLength: 0).greeting()
        #expect(decode(frame).tcp?.payloadLength == greetingText.utf8.count)
    }

    @Test func snapLengthKeepsTheLengthOnTheWire() throws {
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2").greeting().bytes
        let tcp = try #require(decode(Array(frame.prefix(58)), wireLength: frame.count).tcp)
        #expect(tcp.payloadLength == greetingText.utf8.count)
        #expect(tcp.payload.count == 4)
    }

    @Test func totalLengthBeyondTheFrameIsCut() {
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2", totalLength: 9000).greeting()
        #expect(decode(frame).tcp?.payloadLength == greetingText.utf8.count)
    }

    @Test func totalLengthBelowTheHeaderIsMalformed() {
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2", totalLength: 19).greeting()
        #expect(decode(frame).stop == DecodeStop(.ipv4, at: 14, .malformed(claim: "IPv4 total length 19")))
    }

    @Test func everyFragmentStopsDecoding() {
        func fragment(_ offset: UInt16, more: Bool) -> Packet {
            decode(
                FrameBuilder().ethernet()
                    .ipv4(
                        from: "10.0.0.1", to: "10.0.0.2", dontFragment: false, moreFragments: more,
                        fragmentOffset: offset
                    ).greeting())
        }
        let first = fragment(0, more: true)
        #expect(first.ip?.isFragment == true)
        #expect(first.stop == DecodeStop(.ipv4, at: 14, .fragment))
        let last = fragment(1480, more: false)
        #expect(last.ip?.isFragment == true)
        #expect(last.tcp == nil)
        #expect(last.stop == DecodeStop(.ipv4, at: 14, .fragment))
    }

    @Test func extensionHeaders() throws {
        let frame = FrameBuilder().ethernet().ipv6(from: "2001:db8::1", to: "2001:db8::2", hopLimit: 9)
            .ipv6Extension(.hopByHop).ipv6Extension(.routing).ipv6Extension(.destinationOptions).greeting()
        let packet = decode(frame)
        #expect(packet.tcp?.payloadLength == greetingText.utf8.count)
        #expect(packet.ip?.ttl == 9)
        #expect(packet.ip?.payloadOffset == 14 + 40 + 24)
        #expect(packet.ip?.transportProtocol == 6)
    }

    @Test func extensionHeadersWithoutEnd() {
        var frame = FrameBuilder().ethernet().ipv6(from: "2001:db8::1", to: "2001:db8::2")
        for _ in 0..<11 { frame = frame.ipv6Extension(.destinationOptions) }
        #expect(decode(frame.greeting()).stop?.reason == .malformed(claim: "more than 10 extension headers"))
    }

    @Test func addressesOfAnIPv6PacketThatIsCutInAnExtension() {
        let frame = FrameBuilder().ethernet().ipv6(from: "2001:db8::1", to: "2001:db8::2").ipv6Extension(.hopByHop)
            .greeting().bytes
        let packet = decode(Array(frame.prefix(55)), wireLength: frame.count)
        #expect(packet.ip?.source.description == "2001:db8::1")
        #expect(packet.stop == DecodeStop(.ipv6, at: 54, .short(needed: 2, available: 1)))
    }

    @Test func fragmentsOfIPv6() {
        func fragment(_ offset: UInt16, more: Bool) -> Packet {
            decode(
                FrameBuilder().ethernet().ipv6(from: "2001:db8::1", to: "2001:db8::2")
                    .ipv6Fragment(offset: offset, moreFragments: more, identification: 77).greeting())
        }
        #expect(fragment(0, more: true).stop?.reason == .fragment)
        #expect(fragment(0, more: true).ip?.identification == 77)
        #expect(fragment(1448, more: false).stop?.reason == .fragment)
        // An atomic fragment (RFC 6946) is whole.
        #expect(fragment(0, more: false).ip?.isFragment == false)
    }

    @Test func unreadableProtocols() {
        #expect(
            decode(.outer(protocolNumber: 50).payload([1, 2, 3, 4])).stop
                == DecodeStop(.ipsec, at: 34, .encrypted("IPsec ESP")))
        #expect(decode(.outer(protocolNumber: 132).payload([1, 2, 3, 4])).stop?.reason == .unknownProtocol(132))
    }

    @Test func authenticationHeadersDoNotChain() {
        let header: [UInt8] = [51, 1] + [UInt8](repeating: 0, count: 10)
        let chain = [[UInt8]](repeating: header, count: 4000).flatMap { $0 }
        #expect(decode(.outer(protocolNumber: 51).payload(chain)).stop?.layer == .ipsec)
    }

    @Test(
        arguments: [
            ("10.1.2.3", true), ("172.16.0.1", true), ("172.32.0.1", false), ("192.168.1.1", true),
            ("100.64.0.1", true),
            ("169.254.9.9", true), ("198.51.100.25", false), ("fe80::1", true), ("fd00::1", true),
            ("2001:db8::1", false),
        ] as [(FrameBuilder.Address, Bool)])
    func privateAddresses(address: FrameBuilder.Address, isPrivate: Bool) throws {
        let ip = try #require(decode(FrameBuilder().ethernet().ip(from: address, to: address).greeting()).ip)
        #expect(ip.source.isPrivate == isPrivate)
        #expect(ip.source.description == address.description)
    }
}
