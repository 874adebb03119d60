import Capture
import Packets
import TestSupport
import Testing

/// What holds for every link type and tunnel.
@Suite struct FixtureTests {
    @Test(arguments: Fixture.all)
    func decodesToTheMail(_ fixture: Fixture) throws {
        let packet = decode(fixture.bytes, as: fixture.linkType)
        #expect(packet.stop == nil)
        let tcp = try #require(packet.tcp)
        #expect(tcp.sourcePort == 54062)
        #expect(tcp.destinationPort == 25)
        #expect(tcp.payloadLength == greetingText.utf8.count)
        #expect(String(decoding: fixture.bytes[tcp.payload], as: UTF8.self) == greetingText)
        let ip = try #require(packet.ip)
        #expect(ip.source.description == (fixture.isIPv6 ? "2001:db8::50" : "192.168.10.50"))
        #expect(packet.tunnels == fixture.tunnels)
        #expect(packet.tunnelID == fixture.tunnelID)
        #expect(packet.link.vlans == fixture.vlans)
        #expect(packet.link.source?.value == fixture.source)
    }

    /// A snap length anywhere: before the end of the TCP header the stop is `short` and says where; behind it the
    /// lengths on the wire stay what they were.
    @Test(arguments: Fixture.all)
    func cutAnywhere(_ fixture: Fixture) throws {
        let whole = try #require(decode(fixture.bytes, as: fixture.linkType).tcp)
        for length in fixture.bytes.indices {
            let packet = decode(Array(fixture.bytes[..<length]), as: fixture.linkType, wireLength: fixture.bytes.count)
            if length >= whole.options.lowerBound {
                let tcp = try #require(packet.tcp, "cut to \(length)")
                #expect(packet.stop == nil)
                #expect(tcp.payloadLength == whole.payloadLength)
                #expect(tcp.payload.upperBound <= max(length, whole.options.lowerBound))
            } else {
                #expect(packet.tcp == nil)
                let stop = try #require(packet.stop, "cut to \(length)")
                guard case .short(let needed, let available) = stop.reason else {
                    Issue.record("cut to \(length): \(stop)")
                    continue
                }
                #expect(available < needed)
                #expect(stop.offset + available == length || available == 0)
            }
        }
    }

    /// A frame that really is this short, as damage makes it: nothing may trap, and nothing reaches beyond the bytes.
    @Test(arguments: Fixture.all)
    func endsAnywhere(_ fixture: Fixture) {
        for length in fixture.bytes.indices {
            let packet = decode(Array(fixture.bytes[..<length]), as: fixture.linkType)
            if let tcp = packet.tcp { #expect(tcp.payload.upperBound <= length) }
            if let udp = packet.udp { #expect(udp.payload.upperBound <= length) }
        }
    }

    /// Octets behind the mail are padding or a check sequence, whatever is around it.
    @Test(arguments: Fixture.all.filter { !$0.name.contains("MACsec") && !$0.name.contains("check sequence") })
    func ignoresTrailer(_ fixture: Fixture) {
        let packet = decode(fixture.bytes + [0xde, 0xad, 0xbe, 0xef], as: fixture.linkType)
        #expect(packet.tcp?.payloadLength == greetingText.utf8.count)
    }

    @Test func oneOctetWrong() {
        var random = SplitMix64(seed: 25)
        for fixture in Fixture.all {
            for index in fixture.bytes.indices {
                var bytes = fixture.bytes
                bytes[index] = UInt8(truncatingIfNeeded: random.next())
                let packet = decode(bytes, as: fixture.linkType)
                #expect(packet.tunnels <= PacketDecoder.maximumDepth)
                if let tcp = packet.tcp { #expect(tcp.payload.upperBound <= bytes.count) }
            }
        }
    }

    @Test func anythingAtAll() {
        var random = SplitMix64(seed: 587)
        for linkType in UInt32(0)...300 {
            for length in [0, 1, 2, 3, 7, 16, 40, 90, 200] {
                for claimed in [length, length + 1000, 0xffff_ffff] {
                    let packet = decode(random.bytes(length), as: LinkType(rawValue: linkType), wireLength: claimed)
                    if let tcp = packet.tcp { #expect(tcp.payload.upperBound <= length) }
                }
            }
        }
    }

    /// Random octets behind a true beginning reach deeper than random octets alone.
    @Test func anythingBehindATrueBeginning() {
        var random = SplitMix64(seed: 465)
        for fixture in Fixture.all {
            for length in fixture.bytes.indices {
                let bytes = fixture.bytes[..<length] + random.bytes(60)
                let packet = decode(Array(bytes), as: fixture.linkType)
                if let tcp = packet.tcp { #expect(tcp.payload.upperBound <= bytes.count) }
            }
        }
    }
}
