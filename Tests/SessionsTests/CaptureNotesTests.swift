import Capture
import Packets
import Sessions
import Streams
import TestSupport
import Testing

/// What explains sessions, and what could not be read.
@Suite struct CaptureNotesTests {
    private func icmp(quoting frame: TestFrame, type: UInt8, code: UInt8, at seconds: Double, octets: Int = 28)
        -> TestFrame
    {
        let quoted = Array(frame.bytes[14...].prefix(octets))
        return TestFrame(
            FrameBuilder().ethernet(from: .gateway, to: .client)
                .ipv4(from: "192.168.10.1", to: clientAddress, ttl: 255)
                .icmp(type: type, code: code, rest: 1400).payload(quoted).bytes
        ).at(seconds)
    }

    @Test func anICMPErrorAboutTheSYN() throws {
        let syn = try TranscriptCapture().frames("syn")
        let facts = Assembly(syn + [icmp(quoting: syn[0], type: 3, code: 13, at: 0.1)]).sessions.first?.connection
        #expect(facts?.icmp.count == 1)
        #expect(facts?.icmp.first?.sender.description == "192.168.10.1")
        #expect(facts?.icmp.first?.about == .client)
        #expect(facts?.icmp.first?.message.isProhibited == true)
        #expect(facts?.icmp.first?.ttl == 255)
        #expect(facts?.icmp.first?.origin.frame == 2)
    }

    @Test func anICMPErrorAboutTheServersSegment() throws {
        let frames = try TranscriptCapture().frames("S: 220 mx")
        let facts = Assembly(frames + [icmp(quoting: frames[3], type: 3, code: 4, at: 0.2)]).sessions.first?.connection
        #expect(facts?.icmp.first?.about == .server)
        #expect(facts?.icmp.first?.message.mtu == 1400)
    }

    @Test func icmpAboutOtherThingsIsNotTold() throws {
        let frames = try TranscriptCapture().frames("S: 220 mx")
        let other = try TranscriptCapture(from: 1, to: 25).frames("syn")
        let datagram = TestFrame(
            FrameBuilder().ethernet().ipv4(from: clientAddress, to: serverAddress)
                .udp(from: 54_062, to: 25).payload("x").bytes)
        let errors = [
            icmp(quoting: other[0], type: 3, code: 1, at: 0.2), icmp(quoting: datagram, type: 3, code: 3, at: 0.2),
            icmp(quoting: frames[0], type: 8, code: 0, at: 0.2),
            icmp(quoting: frames[0], type: 3, code: 1, at: 0.2, octets: 20),
        ]
        #expect(Assembly(frames + errors).sessions.first?.connection?.icmp.isEmpty == true)
    }

    @Test func icmpErrorsHaveALimit() throws {
        let syn = try TranscriptCapture().frames("syn")
        let errors = (0..<100).map { icmp(quoting: syn[0], type: 11, code: 0, at: Double($0)) }
        #expect(Assembly(syn + errors).sessions.first?.connection?.icmp.count == 16)
    }

    // MARK: - Undecodable frames

    @Test func cutAndDamagedFramesAreCounted() throws {
        let frames = try TranscriptCapture().frames("syn")
        let assembler = Assembly([
            frames[0].cut(to: 10), frames[0].cut(to: 30), frames[0].cut(to: 40), frames[0],
        ]).assembler
        #expect(assembler.undecodable == 3)
        #expect(assembler.undecodableReasons == ["link header": 1, "ipv4 header": 1, "tcp header": 1])
    }

    @Test func otherProtocolsAreNoDamage() {
        let frames = [
            TestFrame(FrameBuilder().ethernet(etherType: 0x88cc).payload("lldp").bytes),
            TestFrame(FrameBuilder().ethernet(etherType: 0x88cc).payload("lldp").bytes),
            TestFrame(FrameBuilder().ethernet(etherType: 38).payload("spanning tree").bytes),
            TestFrame(
                FrameBuilder().ethernet().ipv4(from: clientAddress, to: serverAddress, protocolNumber: 89)
                    .payload("ospf").bytes),
        ]
        let assembler = Assembly(frames).assembler
        #expect(assembler.undecodable == 0)
        #expect(assembler.undecodableReasons["EtherType 0x88cc"] == 2)
    }

    @Test func fragmentsAreCounted() {
        let fragment = FrameBuilder().ethernet()
            .ipv4(from: clientAddress, to: serverAddress, dontFragment: false, fragmentOffset: 1480, protocolNumber: 6)
            .payload("the rest").bytes
        let assembler = Assembly([TestFrame(fragment)]).assembler
        #expect(assembler.fragments.fragments == 1)
        #expect(assembler.fragments.incomplete == 1)
        #expect(assembler.undecodable == 0)
    }

    @Test func anUnknownLinkType() {
        let assembler = Assembly([TestFrame([1, 2, 3])], linkType: LinkType(rawValue: 9999)).assembler
        #expect(assembler.undecodable == 1)
        #expect(assembler.undecodableReasons == ["link type LINKTYPE_9999": 1])
    }

    /// Every EtherType there is: what is told apart has a limit.
    @Test func reasonsHaveALimit() {
        let frames = (UInt16(0x9300)..<0x9400).map { TestFrame(FrameBuilder().ethernet(etherType: $0).bytes) }
        #expect(Assembly(frames + frames.suffix(1)).assembler.undecodableReasons.count == 64)
    }

    @Test func nothing() {
        #expect(Assembly([]).sessions.isEmpty)
    }
}
