import Bytes
import Packets
import TestSupport
import Testing

@Suite struct TransportTests {
    private static let ip = FrameBuilder().ethernet().ipv4(from: "192.168.10.50", to: "198.51.100.25")

    @Test func fieldsOfTCP() throws {
        let frame = Self.ip.tcp(
            from: 54062, to: 25, sequence: 0xffff_fff0, acknowledgment: 7, flags: [.syn, .ack], window: 512,
            options: [
                .maximumSegmentSize(1460), .sackPermitted, .timestamps(value: 11, echo: 22), .noOperation,
                .windowScale(7),
            ], checksum: 0xabcd
        ).payload("220")
        let tcp = try #require(decode(frame).tcp)
        #expect(tcp.sequence == 0xffff_fff0)
        #expect(tcp.acknowledgement == 7)
        #expect(tcp.flags == [.syn, .ack])
        #expect(tcp.window == 512)
        #expect(tcp.checksum == 0xabcd)
        #expect(tcp.payloadLength == 3)
        let options = TCPOptions(frame.bytes.rawSpan, in: tcp.options)
        #expect(options.maximumSegmentSize == 1460)
        #expect(options.windowScale == 7)
        #expect(options.sackPermitted)
        #expect(options.timestampValue == 11)
        #expect(options.timestampEcho == 22)
    }

    @Test(arguments: [[2, 0], [2, 200], [3], [254, 1, 1, 1]] as [[UInt8]])
    func optionsThatLie(octets: [UInt8]) throws {
        let frame = Self.ip.tcp(from: 1, to: 25, options: [.raw(octets)])
        let tcp = try #require(decode(frame).tcp)
        #expect(TCPOptions(frame.bytes.rawSpan, in: tcp.options) == TCPOptions())
    }

    @Test(arguments: [0, 4, 15] as [UInt8])
    func dataOffsetThatLies(words: UInt8) {
        let packet = decode(Self.ip.tcp(from: 1, to: 25, dataOffset: words))
        #expect(packet.tcp == nil)
        #expect(packet.stop == DecodeStop(.tcp, at: 34, .malformed(claim: "TCP data offset \(words)")))
    }

    @Test func fieldsOfUDP() throws {
        let frame = Self.ip.udp(from: 5353, to: 53).payload("abc").padded()
        let udp = try #require(decode(frame).udp)
        #expect(udp.sourcePort == 5353)
        #expect(udp.destinationPort == 53)
        #expect(udp.payloadLength == 3)
        #expect(udp.payload == 42..<45)
        #expect(decode(Self.ip.udp(from: 1, to: 2, length: 3).payload("abc")).udp?.payloadLength == 0)
    }

    @Test func errorQuotesTheConnection() throws {
        let quoted = FrameBuilder().ipv4(from: "192.168.10.50", to: "198.51.100.25")
            .tcp(from: 54062, to: 25, sequence: 1000).bytes.prefix(28)
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "192.168.10.50")
            .icmp(type: 3, code: 13).payload([UInt8](quoted))
        let icmp = try #require(decode(frame).icmp)
        #expect(icmp.isProhibited)
        let quote = try #require(icmp.quoted)
        #expect(quote.source.description == "192.168.10.50")
        #expect(quote.destination.description == "198.51.100.25")
        #expect((quote.sourcePort, quote.destinationPort) == (54062, 25))
        #expect(quote.sequence == 1000)
    }

    @Test func packetTooBig() throws {
        let quoted = FrameBuilder().ipv6(from: "2001:db8::50", to: "2001:db8::25").tcp(from: 54062, to: 25, sequence: 9)
            .bytes
        let frame = FrameBuilder().ethernet().ipv6(from: "2001:db8::1", to: "2001:db8::50")
            .icmpv6(type: 2, rest: 1280).payload(quoted)
        let icmp = try #require(decode(frame).icmp)
        #expect(icmp.isPacketTooBig)
        #expect(icmp.mtu == 1280)
        #expect(icmp.quoted?.destinationPort == 25)
        #expect(icmp.quoted?.sequence == 9)
        let v4 = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2").icmp(type: 3, code: 4, rest: 1400)
        #expect(decode(v4).icmp?.mtu == 1400)
        #expect(decode(v4).icmp?.quoted == nil)
    }

    @Test func echoQuotesNothing() throws {
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2").icmp(type: 8).payload(.mail)
        let icmp = try #require(decode(frame).icmp)
        #expect(!icmp.isError)
        #expect(icmp.quoted == nil)
    }

    /// A quoted header length below 5 words would put the ports inside the addresses.
    @Test func quoteThatLies() {
        var quoted = FrameBuilder.mail.bytes
        quoted[0] = 0x41
        let frame = FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2").icmp(type: 3).payload(quoted)
        #expect(decode(frame).icmp?.quoted == nil)
    }
}
