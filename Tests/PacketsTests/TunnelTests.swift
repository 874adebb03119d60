import Packets
import TestSupport
import Testing

@Suite struct TunnelTests {
    private static func nested(_ count: Int) -> FrameBuilder {
        var bytes = FrameBuilder.mail.bytes
        for _ in 0..<count { bytes = FrameBuilder.outerIP(4).payload(bytes).bytes }
        return FrameBuilder().ethernet(etherType: 0x0800).payload(bytes)
    }

    @Test func depthHasALimit() {
        let deepest = decode(Self.nested(PacketDecoder.maximumDepth))
        #expect(deepest.tunnels == PacketDecoder.maximumDepth)
        #expect(deepest.tcp?.destinationPort == 25)
        let tooDeep = decode(Self.nested(PacketDecoder.maximumDepth + 1))
        #expect(tooDeep.tcp == nil)
        #expect(tooDeep.stop?.reason == .tooDeep)
        #expect(tooDeep.tunnels == PacketDecoder.maximumDepth)
    }

    /// Tunnels of different kinds share the depth, and thousands must not exhaust the stack.
    @Test func depthIsSharedByAllKinds() {
        var bytes = FrameBuilder.mirrored.bytes
        for _ in 0..<12 {
            bytes = FrameBuilder.outerUDP(to: 4789).payload([8, 0, 0, 0, 0, 0, 1, 0] + bytes).bytes
            bytes = FrameBuilder.outer(protocolNumber: 47).payload([0, 0, 0x65, 0x58] + bytes).bytes
        }
        let packet = decode(bytes)
        #expect(packet.stop?.reason == .tooDeep)
        #expect(packet.tunnels == PacketDecoder.maximumDepth)
        let services = FrameBuilder().ethernet(etherType: 0x88e7)
            .payload((0..<3000).flatMap { _ in [UInt8](repeating: 0, count: 16) + [0x88, 0xe7] })
        #expect(decode(services).stop?.reason == .tooDeep)
    }

    /// The outer packet was cut by a snap length: the inner length comes from the outer one, not from what was
    /// captured.
    @Test func lengthOnTheWireComesFromTheOuterPacket() throws {
        let text = String(repeating: "x", count: 1000)
        let inner = FrameBuilder().ethernet().ipv4(from: "192.168.10.50", to: "198.51.100.25", totalLength: 0)
            .tcp(from: 54062, to: 25).payload(text)
        let frame = FrameBuilder.outerUDP(to: 4789).payload([8, 0, 0, 0, 0, 0, 1, 0]).payload(inner).bytes
        let tcp = try #require(decode(Array(frame.prefix(140)), wireLength: frame.count).tcp)
        #expect(tcp.payloadLength == 1000)
        #expect(tcp.payload.count == 140 - 104)
    }

    @Test func outerLengthBoundsTheInnerOne() throws {
        let inner = FrameBuilder().ipv4(from: "192.168.10.50", to: "198.51.100.25", totalLength: 1500).greeting()
        let packet = decode(
            FrameBuilder.outer(protocolNumber: 4).payload(inner).payload([UInt8](repeating: 0, count: 8)))
        #expect(packet.tcp?.payloadLength == greetingText.utf8.count + 8)
    }

    /// The switch cut its copy and says so: that is like a snap length.
    @Test(arguments: [(UInt8(0x00), 14), (0x04, 1460)])
    func truncatedMirror(flag: UInt8, length: Int) throws {
        let inner = FrameBuilder().ethernet().ipv4(from: "192.168.10.50", to: "198.51.100.25", totalLength: 1500)
            .greeting()
        let frame = FrameBuilder.outer(protocolNumber: 47)
            .payload([0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 20, flag, 5, 0, 0, 0, 7]).payload(inner)
        let tcp = try #require(decode(frame).tcp)
        #expect(tcp.payloadLength == length)
        #expect(tcp.payload.count == greetingText.utf8.count)
    }

    @Test(arguments: [4789, 8472, 4790, 6081, 2152, 3544, 1701, 37008, 6635] as [UInt16])
    func otherTrafficOnATunnelsPortStaysUDP(port: UInt16) {
        let query: [UInt8] = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0x6d, 0x78, 0, 0, 1, 0, 1]
        let packet = decode(FrameBuilder.outerUDP(to: port).payload(query))
        #expect(packet.udp?.destinationPort == port)
        #expect(packet.udp?.payloadLength == query.count)
        #expect(packet.ip?.source.description == "10.0.0.1")
        #expect(packet.tunnels == 0)
        #expect(packet.stop == nil)
        var random = SplitMix64(seed: UInt64(port))
        for length in 0..<120 {
            let packet = decode(FrameBuilder.outerUDP(to: port).payload(random.bytes(length)))
            #expect(packet.udp != nil || packet.tunnels > 0)
        }
    }

    /// The answer of a tunnel end that uses its port as the source.
    @Test func sourcePortTellsTheTunnelToo() {
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2").udp(from: 2152, to: 40000)
            .payload([0x30, 0xff] + big16(FrameBuilder.mail.bytes.count) + [0, 0, 0, 1]).payload(.mail)
        #expect(decode(frame).tcp?.destinationPort == 25)
    }

    @Test func arpInsideATunnel() {
        let frame = FrameBuilder.outerUDP(to: 4789).payload([8, 0, 0, 0, 0, 0, 9, 0])
            .ethernet(from: FrameBuilder.innerClient).arp(.request, sender: "10.9.0.5", target: "10.9.0.1")
        let packet = decode(frame)
        #expect(packet.arp?.senderAddress.description == "10.9.0.5")
        #expect(packet.tunnelID == 9)
        #expect(packet.link.source?.value == Fixture.inner)
    }

    @Test func controlTrafficOfTunnelsIsNoMail() {
        let keepalive = decode(FrameBuilder.outer(protocolNumber: 47).payload([0, 0, 0, 0]))
        #expect(keepalive.stop?.reason == .notIP)
        let acknowledgement = decode(
            FrameBuilder.outer(protocolNumber: 47).payload([0x20, 0x81, 0x88, 0x0b, 0, 0, 0, 9, 0, 0, 0, 1]))
        #expect(acknowledgement.stop == DecodeStop(.gre, at: 34, .notIP))
        let control = decode(FrameBuilder.outerUDP(to: 1701).payload([0xc8, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0]))
        #expect(control.udp != nil)
        let echo = decode(FrameBuilder.outerUDP(to: 2152).payload([0x32, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0]))
        #expect(echo.udp != nil)
    }

    @Test func encryptedInsideATunnel() {
        let protected = Fixture.frame(control: [0x08, 0x41], a: Fixture.ap, b: Fixture.station, c: Fixture.ap)
        let packet = decode(FrameBuilder.outerUDP(to: 37008).payload([1, 0, 0, 18, 1]).payload(protected))
        #expect(packet.stop?.reason == .encrypted("WPA/WEP"))
        #expect(packet.tunnels == 1)
    }

    @Test func laterFragmentOfATunnelStops() {
        let frame = FrameBuilder().ethernet()
            .ipv4(from: "10.0.0.1", to: "10.0.0.2", dontFragment: false, fragmentOffset: 1480, protocolNumber: 47)
            .payload([0, 0, 8, 0]).payload(.mail)
        let packet = decode(frame)
        #expect(packet.stop?.reason == .fragment)
        #expect(packet.tunnels == 0)
    }
}
